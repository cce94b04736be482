/* SPDX-License-Identifier: Apache-2.0
 *
 * Address fields. A field is cut into mailboxes at commas and semicolons outside quotes, comments
 * and "<…>"; each mailbox collects words, quoted strings, comments and "<…>", and is understood
 * only when it is complete. Linear in the field.
 */
#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/address.h"
#include "mail/header/encoded-word.h"
#include "mail/header/header.h"
#include "mail/text/charset.h"

#define FIELD_BYTES   LIMIT_KIB(64) /* of one field that are read */
#define COMMENT_BYTES 1000
#define MASKED_BYTES  255
#define WORDS         8 /* of a mailbox without "<…>" that are looked at */

/* One mailbox as it is collected. */
typedef struct Mailbox {
	GString *name; /* raw phrase: words and quoted strings, encoded words still encoded */
	GString *comment;
	GPtrArray *angles; /* of char *: insides of "<…>" */
	Span words[WORDS]; /* outside quotes and comments */
	guint n_words;
	guint quotes;
	gboolean odd; /* not by the standard */
} Mailbox;

typedef struct Scan {
	Span text; /* valid UTF-8, unfolded */
	gsize at;
	Mailbox box;
	GString *carried; /* words before a comma that belonged to no address: "Doe, John <…>" */
	GPtrArray *addresses;
	GPtrArray *hidden; /* NULL when not wanted */
	gboolean odd;
	gboolean again; /* already inside what an encoded word held */
} Scan;

static void mailbox_clear(Mailbox *box)
{
	g_string_set_size(box->name, 0);
	g_string_set_size(box->comment, 0);
	g_ptr_array_set_size(box->angles, 0);
	box->n_words = 0;
	box->quotes = 0;
	box->odd = FALSE;
}

static void hide(const Scan *scan, const char *text)
{
	if (scan->hidden != NULL && strchr(text, '@') != NULL)
		address_find(text, scan->hidden);
}

static char *decoded(const GString *raw)
{
	return header_text(span_new(raw->str, raw->len));
}

static void hide_comment(const Scan *scan)
{
	if (scan->hidden == NULL || strchr(scan->box.comment->str, '@') == NULL)
		return;
	g_autofree char *comment = decoded(scan->box.comment);
	hide(scan, comment);
}

/* "<…> <…>": the last that holds an address is the sender, the others are left over. */
static char *last_angle(Scan *scan)
{
	char *address = g_strdup("");
	for (guint i = scan->box.angles->len; i > 0; i--) {
		const char *inside = g_ptr_array_index(scan->box.angles, i - 1);
		if (address[0] != '\0') {
			hide(scan, inside);
			continue;
		}
		g_free(address);
		address = address_normal_utf8(span_new(inside, strlen(inside)));
	}
	return address;
}

static void finish_angles(Scan *scan)
{
	Mailbox *box = &scan->box;
	char *address = last_angle(scan);
	if (scan->carried->len > 0) {
		g_string_append(scan->carried, ", ");
		g_string_prepend_len(box->name, scan->carried->str, (gssize)scan->carried->len);
		scan->odd = TRUE;
	}
	if (box->name->len == 0)
		g_string_append_len(box->name, box->comment->str, (gssize)box->comment->len);
	char *name = decoded(box->name);
	hide_comment(scan);
	if (strchr(name, '@') != NULL) {
		hide(scan, name);
		scan->odd |= box->quotes == 0;
	}
	scan->odd |= box->angles->len > 1 || address[0] == '\0';
	if (address[0] != '\0' || name[0] != '\0') {
		address_take(scan->addresses, name, address);
		return;
	}
	g_free(name);
	g_free(address);
}

/* An address whose masked letters are "@" may hold only one: the others become "*". */
static char *join_masked(Span user, Span host)
{
	GString *joined = g_string_new_len(user.data, (gssize)user.length);
	g_string_append_c(joined, '\0');
	g_string_append_len(joined, host.data, (gssize)host.length);
	for (gsize i = 0; i < joined->len; i++)
		if (joined->str[i] == '@')
			joined->str[i] = '*';
	joined->str[user.length] = '@';
	char *address = g_utf8_strdown(joined->str, (gssize)joined->len);
	g_string_free(joined, TRUE);
	return address;
}

/* "user at host" of web archives, and "user @end|ng |rom host", in which letters are masked too. */
static char *web_form(const Mailbox *box)
{
	const Span *words = box->words;
	if (box->n_words == 3 && bytes_equal(words[1], "at") && address_good_host(words[2]) &&
		bytes_first(words[2], '.') != NULL)
		return address_join(words[0], words[2]);
	gboolean masked =
		box->n_words == 4 && bytes_first(words[1], '@') != NULL &&
		bytes_first(words[1], '.') == NULL &&
		(bytes_first(words[3], '@') != NULL || bytes_first(words[3], '.') != NULL);
	if (masked && words[0].length + words[3].length <= MASKED_BYTES)
		return join_masked(words[0], words[3]);
	return g_strdup("");
}

/* The comment, or the words beside the address. */
static char *bare_name(const Mailbox *box)
{
	if (box->comment->len > 0 || (box->n_words == 1 && box->quotes == 0))
		return decoded(box->comment);
	g_autofree char *words = decoded(box->name);
	return address_clean_name(words);
}

/* Words of which some are addresses: "a@b", "a@b (Name)", "a@b c@d". TRUE when there was one. */
static gboolean take_bare(Scan *scan)
{
	Mailbox *box = &scan->box;
	gboolean found = FALSE;
	for (guint i = 0; i < box->n_words; i++) {
		if (memchr(box->words[i].data, '@', box->words[i].length) == NULL)
			continue;
		char *address = address_normal_utf8(box->words[i]);
		if (address[0] == '\0') {
			g_free(address);
			continue;
		}
		scan->odd |= found || box->n_words > 1;
		address_take(scan->addresses, found ? NULL : bare_name(box), address);
		found = TRUE;
	}
	if (found)
		hide_comment(scan);
	return found;
}

static void scan_text(Scan *scan);

/* An encoded word that holds a whole "Name <address>" is no address to a server, but one to the
 * reader. */
static gboolean take_encoded(Scan *scan)
{
	if (scan->again || strstr(scan->box.name->str, "=?") == NULL)
		return FALSE;
	g_autofree char *name = decoded(scan->box.name);
	if (strchr(name, '@') == NULL)
		return FALSE;
	guint before = scan->addresses->len;
	Scan inner = {.text = span_new(name, strlen(name)),
		.addresses = scan->addresses,
		.hidden = scan->hidden};
	inner.again = TRUE;
	scan_text(&inner);
	scan->odd = TRUE;
	return scan->addresses->len > before;
}

static void finish_mailbox(Scan *scan, gboolean last)
{
	Mailbox *box = &scan->box;
	if (box->angles->len > 0) {
		finish_angles(scan);
		g_string_set_size(scan->carried, 0);
		mailbox_clear(box);
		return;
	}
	char *address = web_form(box);
	if (address[0] != '\0') {
		address_take(scan->addresses, decoded(box->comment), address);
		g_string_set_size(scan->carried, 0);
		mailbox_clear(box);
		return;
	}
	g_free(address);
	if (!take_bare(scan) && !take_encoded(scan) && box->name->len > 0) {
		if (scan->carried->len > 0)
			g_string_append(scan->carried, ", ");
		if (scan->carried->len < LIMIT_STRING)
			g_string_append_len(scan->carried, box->name->str, (gssize)box->name->len);
		scan->odd = TRUE;
	}
	if (last && scan->carried->len > 0) {
		char *name = decoded(scan->carried);
		hide(scan, name);
		address_take(scan->addresses, name, NULL);
		g_string_set_size(scan->carried, 0);
	}
	mailbox_clear(box);
}

static void append_word(GString *out, const char *data, gsize length)
{
	if (out->len > 0 && out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
	g_string_append_len(out, data, (gssize)length);
}

/* Offset behind the quote or bracket that closes the one at START; START + 1 when nothing does. */
static gsize closing(Span text, gsize start, char open, char close)
{
	guint depth = 1;
	gsize end = open == '(' ? MIN(text.length, start + COMMENT_BYTES) : text.length;
	for (gsize i = start + 1; i < end; i++) {
		char c = text.data[i];
		if (c == '\\')
			i++;
		else if (c == close && --depth == 0)
			return i + 1;
		else if (c == open)
			depth++;
	}
	return start + 1;
}

static void append_unescaped(GString *out, Span inside)
{
	if (out->len > 0 && out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
	for (gsize i = 0; i < inside.length; i++) {
		if (inside.data[i] == '\\' && i + 1 < inside.length)
			i++;
		g_string_append_c(out, inside.data[i]);
	}
}

static gboolean word_byte(char c)
{
	return c != '\0' && !bytes_is_sign(c, "<>(),;:\" \t\r\n");
}

/* A quoted string is a name, or the local part of what follows it at once. */
static void read_quoted(Scan *scan)
{
	gsize end = closing(scan->text, scan->at, '\0', '"');
	if (end == scan->at + 1) { /* nothing closes it */
		scan->odd = TRUE;
		scan->at = end;
		return;
	}
	if (end < scan->text.length && scan->text.data[end] == '@') {
		gsize start = scan->at;
		for (scan->at = end + 1;
			scan->at < scan->text.length && word_byte(scan->text.data[scan->at]);)
			scan->at++;
		if (scan->box.n_words < WORDS)
			scan->box.words[scan->box.n_words++] =
				bytes_part(scan->text, start, scan->at);
		append_word(scan->box.name, scan->text.data + start, scan->at - start);
		return;
	}
	append_unescaped(scan->box.name, bytes_part(scan->text, scan->at + 1, end - 1));
	scan->box.quotes++;
	scan->at = end;
}

static void read_comment(Scan *scan)
{
	gsize end = closing(scan->text, scan->at, '(', ')');
	if (end > scan->at + 1)
		append_unescaped(scan->box.comment, bytes_part(scan->text, scan->at + 1, end - 1));
	else
		scan->odd = TRUE;
	scan->at = end;
}

static void read_angle(Scan *scan)
{
	gsize start = scan->at + 1;
	gsize end = start;
	while (end < scan->text.length && scan->text.data[end] != '>' &&
		scan->text.data[end] != '<')
		end++;
	Span inside = bytes_part(scan->text, start, end);
	gboolean closed = end < scan->text.length && scan->text.data[end] == '>';
	scan->odd |= !closed;
	scan->at = closed ? end + 1 : end;
	if (bytes_trim(inside).length > 0 && scan->box.angles->len < LIMIT_ADDRESSES)
		g_ptr_array_add(scan->box.angles, g_strndup(inside.data, inside.length));
}

static void read_word(Scan *scan)
{
	gsize start = scan->at;
	gsize encoded = encoded_word_length(span_from(scan->text, start));
	if (encoded > 0) {
		scan->at += encoded;
		append_word(scan->box.name, scan->text.data + start, encoded);
		return;
	}
	while (scan->at < scan->text.length && word_byte(scan->text.data[scan->at])) {
		if (scan->at > start && scan->text.data[scan->at] == '=' &&
			encoded_word_length(span_from(scan->text, scan->at)) > 0)
			break;
		scan->at++;
	}
	if (scan->box.n_words < WORDS)
		scan->box.words[scan->box.n_words++] = bytes_part(scan->text, start, scan->at);
	append_word(scan->box.name, scan->text.data + start, scan->at - start);
}

/* "Group: a, b;" loses the group's name, "mailto:a@b" its scheme. */
static void read_colon(Scan *scan)
{
	g_autofree char *group = decoded(scan->box.name);
	hide(scan, group);
	mailbox_clear(&scan->box);
	g_string_set_size(scan->carried, 0);
	scan->at++;
}

static void read_token(Scan *scan)
{
	switch (scan->text.data[scan->at]) {
	case '"':
		read_quoted(scan);
		return;
	case '(':
		read_comment(scan);
		return;
	case '<':
		read_angle(scan);
		return;
	case ':':
		read_colon(scan);
		return;
	case ',':
	case ';':
		finish_mailbox(scan, FALSE);
		scan->at++;
		return;
	case '>':
	case ')':
		scan->odd = TRUE;
		scan->at++;
		return;
	default:
		if (word_byte(scan->text.data[scan->at]))
			read_word(scan);
		else
			scan->at++;
	}
}

static void scan_text(Scan *scan)
{
	scan->box = (Mailbox){.name = g_string_new(NULL), .comment = g_string_new(NULL)};
	scan->box.angles = g_ptr_array_new_with_free_func(g_free);
	scan->carried = g_string_new(NULL);
	while (scan->at < scan->text.length && scan->addresses->len < LIMIT_ADDRESSES)
		read_token(scan);
	finish_mailbox(scan, TRUE);
	g_string_free(scan->box.name, TRUE);
	g_string_free(scan->box.comment, TRUE);
	g_ptr_array_unref(scan->box.angles);
	g_string_free(scan->carried, TRUE);
}

/* VALUE unfolded, as valid UTF-8: bytes of legacy charsets look like quotes and brackets. */
static char *readable(Span value, gsize *ret_length)
{
	value.length = MIN(value.length, FIELD_BYTES);
	char *text = NULL;
	gboolean escapes = bytes_first(value, 0x1b) != NULL;
	if (!escapes &&
		(bytes_are_ascii(value) || g_utf8_validate_len(value.data, value.length, NULL))) {
		text = g_strndup(value.data, value.length);
		*ret_length = value.length;
	} else {
		text = charset_to_utf8("", value, ret_length, NULL);
	}
	for (gsize i = 0; i < *ret_length; i++)
		if (text[i] >= 0 && text[i] < ' ')
			text[i] = ' ';
	return text;
}

static void drop_known(GPtrArray *hidden, const GPtrArray *addresses)
{
	for (guint i = hidden->len; i > 0; i--) {
		const Address *one = g_ptr_array_index(hidden, i - 1);
		if (address_in(addresses, one->address))
			g_ptr_array_remove_index(hidden, i - 1);
	}
}

gboolean address_scan(Span value, GPtrArray *addresses, GPtrArray *hidden)
{
	if (value.length == 0)
		return FALSE;
	gsize length = 0;
	g_autofree char *text = readable(value, &length);
	Scan scan = {.text = span_new(text, length), .addresses = addresses, .hidden = hidden};
	scan_text(&scan);
	if (hidden == NULL)
		return !scan.odd;
	drop_known(hidden, addresses);
	return !scan.odd && hidden->len == 0;
}
