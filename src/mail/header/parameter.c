/* SPDX-License-Identifier: Apache-2.0
 *
 * Parameters of a structured field. One pass over the value for each question; values are short,
 * and bounded.
 */
#include "mail/header/parameter.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/header.h"
#include "mail/text/charset.h"

#define VALUE_BYTES (LIMIT_STRING * 4)
#define SEGMENTS    64 /* of one continued parameter */

typedef struct Item {
	Span name;
	Span value;
	gboolean quoted;
} Item;

/* What was found of one parameter. */
typedef struct Found {
	Span plain;
	gboolean has_plain;
	gboolean plain_quoted;
	Span segments[SEGMENTS];
	guchar segment_kind[SEGMENTS]; /* SEGMENT_ bits */
} Found;

enum { SEGMENT_THERE = 1, SEGMENT_ENCODED = 2, SEGMENT_QUOTED = 4 };

static Span bounded(Span value)
{
	value.length = MIN(value.length, VALUE_BYTES);
	return value;
}

/* Lead bytes of Shift_JIS, Big5 and GBK; the byte behind may be a backslash or a quote's neighbour.
 */
static gboolean lead_byte(char c)
{
	guchar byte = (guchar)c;
	return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

/* Length of a run at the start of TEXT in which no byte means what it means in ASCII; 0 when there
 * is none. */
static gsize foreign_run(Span text, gboolean legacy)
{
	if (text.data[0] == 0x1b && text.length > 2 && text.data[1] == '$') {
		for (gsize i = 3; i + 1 < text.length; i++)
			if (text.data[i] == 0x1b && text.data[i + 1] == '(')
				return MIN(i + 3, text.length);
		return 0;
	}
	return legacy && lead_byte(text.data[0]) && text.length > 1 ? 2 : 0;
}

static gboolean is_legacy(Span value)
{
	return !bytes_are_ascii(value) && !g_utf8_validate_len(value.data, value.length, NULL);
}

/* Offset behind the closing quote of the string that begins behind START's quote, or the end. */
static gsize quoted_end(Span value, gsize start, gboolean legacy, gboolean *closed)
{
	gsize i = start;
	*closed = FALSE;
	while (i < value.length && !*closed) {
		gsize foreign = foreign_run(span_from(value, i), legacy);
		if (foreign > 0)
			i += foreign;
		else if (value.data[i] == '\\' && i + 1 < value.length &&
			 (value.data[i + 1] == '"' || value.data[i + 1] == '\\'))
			i += 2;
		else
			*closed = value.data[i++] == '"';
	}
	return MIN(i, value.length);
}

/* An unquoted value ends at a semicolon, or at white space when another parameter or a comment
 * follows. */
static gsize plain_end(Span value, gsize start)
{
	const char *semicolon = memchr(value.data + start, ';', value.length - start);
	gsize end = semicolon != NULL ? (gsize)(semicolon - value.data) : value.length;
	Span text = bytes_trim(bytes_part(value, start, end));
	const char *equals = bytes_last(text, '=');
	gboolean comment = text.length > 0 && text.data[text.length - 1] == ')';
	for (gsize i = 0; i < text.length; i++) {
		if (!bytes_is_space(text.data[i]))
			continue;
		gboolean another = equals != NULL && equals > text.data + i;
		if (another || (comment && i + 1 < text.length && text.data[i + 1] == '('))
			return (gsize)(text.data - value.data) + i;
	}
	return end;
}

static gsize skip(Span value, gsize at, const char *set)
{
	while (at < value.length && bytes_is_sign(value.data[at], set))
		at++;
	return at;
}

/* Read the "name=value" at *AT, and move behind it. FALSE at the end. */
static gboolean next_item(Span value, gboolean legacy, gsize *at, Item *item)
{
	gsize i = skip(value, *at, "; \t\r\n,");
	if (i >= value.length)
		return FALSE;
	gsize start = i;
	while (i < value.length && !bytes_is_sign(value.data[i], "=; \t\r\n"))
		i++;
	*item = (Item){.name = bytes_part(value, start, i)};
	gsize equals = skip(value, i, " \t\r\n");
	*at = MAX(i, start + 1);
	if (equals >= value.length || value.data[equals] != '=')
		return TRUE;
	i = skip(value, equals + 1, " \t\r\n");
	if (i < value.length && value.data[i] == '"') {
		gboolean closed = FALSE;
		gsize end = quoted_end(value, i + 1, legacy, &closed);
		item->value = bytes_part(value, i + 1, closed ? end - 1 : end);
		item->quoted = TRUE;
		*at = end;
		return TRUE;
	}
	gsize end = plain_end(value, i);
	item->value = bytes_trim(bytes_part(value, i, end));
	*at = end;
	return TRUE;
}

char *parameter_token(Span value)
{
	value = bytes_trim(bounded(value));
	gsize end = 0;
	while (end < value.length && value.data[end] > ' ' && value.data[end] != ';' &&
		value.data[end] != '(')
		end++;
	Span token = span_new(value.data, end);
	if (token.length > 1 && token.data[0] == '"' && token.data[token.length - 1] == '"')
		token = bytes_part(token, 1, token.length - 1);
	return bytes_lower(token);
}

/* Which segment ITEM is of NAME: "name*" and "name*0*" are the first. -1 when it is none. */
static int segment_number(Span item, gsize name_length, gboolean *encoded)
{
	Span rest = span_from(item, name_length + 1);
	*encoded = rest.length == 0 || rest.data[rest.length - 1] == '*';
	int number = 0;
	for (gsize i = 0; i < rest.length; i++) {
		if (rest.data[i] == '*' && i + 1 == rest.length)
			break;
		if (!g_ascii_isdigit(rest.data[i]) || number >= SEGMENTS)
			return -1;
		number = number * 10 + g_ascii_digit_value(rest.data[i]);
	}
	return number < SEGMENTS ? number : -1;
}

static void collect_item(Found *found, const Item *item, const char *name)
{
	gsize length = strlen(name);
	if (bytes_equal(item->name, name) && !found->has_plain) {
		found->plain = item->value;
		found->plain_quoted = item->quoted;
		found->has_plain = TRUE;
	}
	if (item->name.length <= length || !bytes_begin(item->name, name) ||
		item->name.data[length] != '*')
		return;
	gboolean encoded = FALSE;
	int number = segment_number(item->name, length, &encoded);
	if (number < 0 || found->segment_kind[number] != 0)
		return;
	found->segments[number] = item->value;
	found->segment_kind[number] = (guchar)(SEGMENT_THERE | (encoded ? SEGMENT_ENCODED : 0) |
					       (item->quoted ? SEGMENT_QUOTED : 0));
}

static void collect(Span value, gboolean legacy, const char *name, Found *found)
{
	Item item;
	gsize at = 0;
	while (next_item(value, legacy, &at, &item))
		collect_item(found, &item, name);
}

static void append_unquoted(GString *out, Span value, gboolean legacy)
{
	for (gsize i = 0; i < value.length; i++) {
		gsize foreign = foreign_run(span_from(value, i), legacy);
		if (foreign > 0) {
			g_string_append_len(out, value.data + i, (gssize)foreign);
			i += foreign - 1;
			continue;
		}
		if (value.data[i] == '\\' && i + 1 < value.length &&
			(value.data[i + 1] == '"' || value.data[i + 1] == '\\'))
			i++;
		if (value.data[i] != '\r' && value.data[i] != '\n' && value.data[i] != '\0')
			g_string_append_c(out, value.data[i]);
	}
}

static void append_percent(GString *out, Span value)
{
	for (gsize i = 0; i < value.length; i++) {
		int high = i + 2 < value.length ? g_ascii_xdigit_value(value.data[i + 1]) : -1;
		int low = high >= 0 ? g_ascii_xdigit_value(value.data[i + 2]) : -1;
		char byte = value.data[i];
		if (byte == '%' && low >= 0) {
			byte = (char)(high << 4 | low);
			i += 2;
		}
		if (byte != '\0')
			g_string_append_c(out, byte);
	}
}

/* "charset'language'text" loses its front to *RET_CHARSET. */
static Span without_charset(Span value, Span *ret_charset)
{
	const char *first = bytes_first(value, '\'');
	if (first == NULL)
		return value;
	gsize behind = (gsize)(first - value.data) + 1;
	const char *second = behind < value.length
				     ? memchr(value.data + behind, '\'', value.length - behind)
				     : NULL;
	if (second == NULL)
		return value;
	*ret_charset = bytes_part(value, 0, behind - 1);
	return span_from(value, (gsize)(second - value.data) + 1);
}

static GString *join_segments(const Found *found, gboolean legacy, Span *ret_charset)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < SEGMENTS && found->segment_kind[i] != 0; i++) {
		guchar kind = found->segment_kind[i];
		Span value = found->segments[i];
		if (i == 0 && (kind & SEGMENT_ENCODED) != 0)
			value = without_charset(value, ret_charset);
		if ((kind & SEGMENT_ENCODED) != 0)
			append_percent(out, value);
		else
			append_unquoted(out, value, legacy);
	}
	return out;
}

/* The bytes of parameter NAME, NULL when absent. RET_CHARSET stays empty unless they come with one.
 */
static GString *find(Span value, const char *name, Span *ret_charset)
{
	value = bounded(value);
	/* Most values have no such parameter, and looking for its name is cheaper than taking them
	 * apart. */
	if (value.length == 0 || !bytes_find(value, name, NULL))
		return NULL;
	Found found = {0};
	gboolean legacy = is_legacy(value);
	collect(value, legacy, name, &found);
	if (found.segment_kind[0] != 0)
		return join_segments(&found, legacy, ret_charset);
	if (!found.has_plain)
		return NULL;
	GString *out = g_string_new(NULL);
	if (found.plain_quoted)
		append_unquoted(out, found.plain, legacy);
	else
		g_string_append_len(out, found.plain.data, (gssize)found.plain.length);
	return out;
}

char *parameter_bytes(Span value, const char *name, gsize *ret_length)
{
	Span charset = {0};
	GString *bytes = find(value, name, &charset);
	if (ret_length != NULL)
		*ret_length = bytes != NULL ? bytes->len : 0;
	return bytes != NULL ? g_string_free(bytes, FALSE) : NULL;
}

char *parameter_text(Span value, const char *name)
{
	Span charset = {0};
	GString *bytes = find(value, name, &charset);
	if (bytes == NULL)
		return g_strdup("");
	char *text = NULL;
	if (charset.length > 0) {
		g_autofree char *label = bytes_lower(charset);
		gsize length = 0;
		g_autofree char *utf8 =
			charset_to_utf8(label, span_new(bytes->str, bytes->len), &length, NULL);
		text = header_clean(span_new(utf8, length));
	} else {
		text = header_text(span_new(bytes->str, bytes->len));
	}
	g_string_free(bytes, TRUE);
	return text;
}
