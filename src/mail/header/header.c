/* SPDX-License-Identifier: Apache-2.0
 *
 * The raw fields of a header block, and their values as text. A line that is no field ends the
 * header, unless well-known fields follow before the next blank line: then it is noise that readers
 * of mail pass over.
 */
#include "mail/header/header.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/domain.h"
#include "mail/header/encoded-word.h"
#include "mail/text/charset.h"

/* As much of a raw value as can become LIMIT_STRING bytes of text. */
#define RAW_BYTES (LIMIT_STRING * 16)

static gboolean field_name(Span line, gsize *ret_length)
{
	gsize i = 0;
	while (i < line.length && line.data[i] > ' ' && line.data[i] != ':' && line.data[i] != 0x7f)
		i++;
	*ret_length = i;
	while (i < line.length && (line.data[i] == ' ' || line.data[i] == '\t'))
		i++;
	return *ret_length > 0 && i < line.length && line.data[i] == ':';
}

static gboolean well_known(Span line)
{
	static const char *const names[] = {"from", "to", "cc", "subject", "date", "received",
		"message-id", "reply-to", "return-path", "mime-version", "content-type",
		"content-transfer-encoding"};
	gsize length = 0;
	if (!field_name(line, &length))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (bytes_equal(span_new(line.data, length), names[i]))
			return TRUE;
	return FALSE;
}

/* Does a well-known field stand between AT and the next blank line? */
static gboolean header_goes_on(Span bytes, gsize at)
{
	Span line;
	while (bytes_next_line(bytes, &at, &line) && line.length > 0)
		if (well_known(line))
			return TRUE;
	return FALSE;
}

/* A first line of mbox, or what became of one. */
static gboolean from_line(Span line)
{
	return (line.length >= 5 && memcmp(line.data, "From ", 5) == 0) ||
	       (line.length >= 6 && memcmp(line.data, ">From ", 6) == 0);
}

/* Where the header begins: behind a byte order mark and blank lines that a header follows. */
static gsize top_offset(Span bytes)
{
	gsize at = 0;
	if (bytes.length >= 3 && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	gsize start = at;
	Span line;
	for (gsize before = at; bytes_next_line(bytes, &at, &line); before = at)
		if (bytes_trim(line).length > 0)
			return well_known(line) || from_line(line) ? before : start;
	return start;
}

static void add_field(Header *header, Span line, gsize name_length)
{
	HeaderField field = {.name = span_new(line.data, name_length)};
	const char *colon = memchr(line.data + name_length, ':', line.length - name_length);
	field.value = span_from(line, (gsize)(colon - line.data) + 1);
	g_array_append_val(header->fields, field);
}

static void extend_last(Header *header, Span line)
{
	HeaderField *last = &g_array_index(header->fields, HeaderField, header->fields->len - 1);
	const char *start = last->value.length > 0 ? last->value.data : line.data;
	last->value = span_new(start, (gsize)(line.data + line.length - start));
}

/* Take LINE up. FALSE when it does not belong to the header. */
static gboolean take_line(Header *header, Span line, gboolean *last_dropped)
{
	gsize name_length = 0;
	if (line.data[0] == ' ' || line.data[0] == '\t') {
		if (header->fields->len > 0 && !*last_dropped && !header->over)
			extend_last(header, line);
		return header->fields->len > 0 || bytes_trim(line).length == 0;
	}
	*last_dropped = !field_name(line, &name_length);
	if (*last_dropped)
		return FALSE;
	if (!header->over)
		add_field(header, line, name_length);
	return TRUE;
}

static void trim_values(Header *header)
{
	for (guint i = 0; i < header->fields->len; i++) {
		HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		field->value = bytes_trim(field->value);
	}
}

static void scan_lines(Header *header, Span bytes, gsize at, gboolean top)
{
	gsize start = at;
	gboolean noise_allowed = FALSE;
	gboolean last_dropped = FALSE;
	Span line;
	for (gsize before = at; bytes_next_line(bytes, &at, &line); before = at) {
		header->body = at;
		if (line.length == 0)
			return;
		header->lines++;
		if (header->lines > LIMIT_HEADER_LINES || at - start > LIMIT_HEADER_BLOCK)
			header->over = TRUE;
		if (take_line(header, line, &last_dropped) || (top && from_line(line)))
			continue;
		noise_allowed = noise_allowed || header_goes_on(bytes, at);
		if (!noise_allowed) {
			header->body = before;
			return;
		}
	}
	header->body = bytes.length;
}

Header *header_scan(Span bytes, gboolean top)
{
	Header *header = g_new0(Header, 1);
	header->fields = g_array_sized_new(FALSE, FALSE, sizeof(HeaderField), top ? 48 : 4);
	if (bytes.length == 0)
		return header;
	scan_lines(header, bytes, top ? top_offset(bytes) : 0, top);
	trim_values(header);
	gsize block = MIN(header->body, LIMIT_HEADER_BLOCK);
	header->nul = block > 0 && memchr(bytes.data, '\0', block) != NULL;
	header->raw = !bytes_are_ascii(span_new(bytes.data, block));
	return header;
}

void header_free(Header *header)
{
	if (header == NULL)
		return;
	g_array_unref(header->fields);
	g_free(header);
}

Span header_get(const Header *header, const char *name)
{
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		if (bytes_equal(field->name, name))
			return field->value;
	}
	return span_new(NULL, 0);
}

/* Printable ASCII with single spaces: most values. WORDS: nothing that looks like an encoded word.
 */
static gboolean is_simple(Span value, gboolean words)
{
	if (value.length > LIMIT_STRING)
		return FALSE;
	for (gsize i = 0; i < value.length; i++) {
		char c = value.data[i];
		if (c < ' ' || c == 0x7f ||
			(words && c == '=' && i + 1 < value.length && value.data[i + 1] == '?') ||
			(c == ' ' && i + 1 < value.length && value.data[i + 1] == ' '))
			return FALSE;
	}
	return TRUE;
}

static gboolean is_blank(gunichar c)
{
	return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x3000 || c == 0xfeff;
}

/* Valid UTF-8 to one line: controls and white space become one space, the length is bounded. */
static char *one_line(const GString *text)
{
	GString *out = g_string_sized_new(MIN(text->len, LIMIT_STRING) + 8);
	gboolean gap = FALSE;
	const char *end = text->str + text->len;
	for (const char *at = text->str; at < end; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (is_blank(c)) {
			gap = TRUE;
			continue;
		}
		gsize length = (gsize)(g_utf8_next_char(at) - at);
		if (out->len + length + 1 > LIMIT_STRING)
			break;
		if (gap && out->len > 0)
			g_string_append_c(out, ' ');
		gap = FALSE;
		g_string_append_len(out, at, (gssize)length);
	}
	return g_string_free(out, FALSE);
}

/* VALUE cut to what is read of it, not inside a character. */
static Span bounded(Span value)
{
	if (value.length <= RAW_BYTES)
		return value;
	gsize length = RAW_BYTES;
	while (length > RAW_BYTES - 64 && (guchar)value.data[length - 1] >= 0x80)
		length--;
	return span_new(value.data, length);
}

/* Folds become a space, so that an encoded word that was folded is whole again only where that is
 * right. */
static GString *unfold(Span value)
{
	value = bounded(value);
	GString *flat = g_string_new_len(value.data, (gssize)value.length);
	for (gsize i = 0; i < flat->len; i++)
		if (flat->str[i] == '\r' || flat->str[i] == '\n' || flat->str[i] == '\0')
			flat->str[i] = ' ';
	return flat;
}

char *header_text(Span value)
{
	value = bytes_trim(value);
	if (is_simple(value, TRUE))
		return bytes_copy(value);
	GString *flat = unfold(value);
	GString *text = g_string_sized_new(flat->len);
	encoded_word_append(text, span_new(flat->str, flat->len));
	char *line = one_line(text);
	g_string_free(flat, TRUE);
	g_string_free(text, TRUE);
	return line;
}

char *header_clean(Span text)
{
	text = bounded(bytes_trim(text));
	if (is_simple(text, FALSE))
		return bytes_copy(text);
	gsize length = 0;
	g_autofree char *utf8 = charset_to_utf8("", text, &length, NULL);
	GString *copy = g_string_new_len(utf8, (gssize)length);
	char *line = one_line(copy);
	g_string_free(copy, TRUE);
	return line;
}

static gboolean all_of(Span run, gboolean hexadecimal)
{
	for (gsize i = 0; i < run.length; i++)
		if (!(hexadecimal ? g_ascii_isxdigit(run.data[i]) : g_ascii_isdigit(run.data[i])))
			return FALSE;
	return TRUE;
}

static gboolean is_uuid(Span run)
{
	if (run.length != 36)
		return FALSE;
	for (gsize i = 0; i < run.length; i++) {
		gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? run.data[i] != '-' : !g_ascii_isxdigit(run.data[i]))
			return FALSE;
	}
	return TRUE;
}

static gboolean joins(char c)
{
	return bytes_is_sign(c, "-_+=");
}

/* One run of letters and digits. Groups of a computer word's length may be all digits by chance. */
static void append_group(GString *shape, Span run)
{
	gboolean word = run.length == 8 || run.length == 16 || run.length == 32;
	if (word && all_of(run, TRUE))
		g_string_append_c(shape, 'h');
	else
		g_string_append_c(shape, all_of(run, FALSE) ? '9' : 'a');
}

/* A run that may hold "-_+=". Long ones are base64 of random bytes, in which those mean nothing. */
static void append_run(GString *shape, Span run)
{
	if (is_uuid(run)) {
		g_string_append(shape, "uuid");
		return;
	}
	if (run.length >= 20 && !all_of(run, FALSE)) {
		g_string_append_c(shape, 'a');
		return;
	}
	for (gsize i = 0; i < run.length;) {
		gsize start = i;
		while (i < run.length && !joins(run.data[i]))
			i++;
		if (i > start)
			append_group(shape, bytes_part(run, start, i));
		else
			g_string_append_c(shape, run.data[i++]);
	}
}

static void append_local(GString *shape, Span local)
{
	for (gsize i = 0; i < local.length && shape->len < 60;) {
		gsize start = i;
		while (i < local.length && (g_ascii_isalnum(local.data[i]) || joins(local.data[i])))
			i++;
		if (i > start)
			append_run(shape, bytes_part(local, start, i));
		else
			g_string_append_c(
				shape, g_ascii_isprint(local.data[i++]) ? local.data[i - 1] : '?');
	}
}

/* The host's site stays; of what stands before it only that it is there. */
static void append_host(GString *shape, const char *host)
{
	if (host[0] == '[') {
		g_string_append(shape, "[9]");
		return;
	}
	g_autofree char *clean = header_clean(span_new(host, strlen(host)));
	g_autofree char *site = domain_site(clean);
	if (strlen(site) < strlen(clean))
		g_string_append(shape, "a.");
	g_string_append(shape, site);
}

char *header_id_shape(const char *message_id)
{
	GString *shape = g_string_new(NULL);
	const char *at = strrchr(message_id, '@');
	append_local(shape,
		span_new(message_id, at != NULL ? (gsize)(at - message_id) : strlen(message_id)));
	if (at != NULL) {
		g_string_append_c(shape, '@');
		append_host(shape, at + 1);
	}
	return g_string_free(shape, FALSE);
}

char *header_program(const char *value)
{
	/* Browsers and what grew out of them begin with "Mozilla/5.0 (…)"; the last "name/version"
	 * counts. */
	const char *slash = g_str_has_prefix(value, "Mozilla/") ? strrchr(value, '/') : NULL;
	while (slash != NULL && slash > value && slash[-1] != ' ')
		slash--;
	const char *at = slash != NULL ? slash : value;
	GString *program = g_string_new(NULL);
	for (guint words = 0; *at != '\0' && !g_ascii_isdigit(*at) && program->len < 40; at++) {
		if (g_ascii_isalpha(*at) || (guchar)*at >= 0x80 || *at == '-' || *at == '.')
			g_string_append_c(program, g_ascii_tolower(*at));
		else if (program->len > 0 && program->str[program->len - 1] != ' ' && ++words < 5)
			g_string_append_c(program, ' ');
	}
	if (program->len > 0 && program->str[program->len - 1] != ' ')
		g_string_append_c(program, ' ');
	for (guint i = 0; i < 4 && g_ascii_isdigit(at[i]); i++)
		g_string_append_c(program, at[i]);
	char *clean = header_clean(span_new(program->str, program->len));
	g_string_free(program, TRUE);
	return clean;
}
