/* SPDX-License-Identifier: Apache-2.0
 *
 * Names and addresses in text for people. Tolerant, linear: an address is what stands around an '@'
 * (or " at " inside brackets), the name is what is left.
 */
#include "mail/text/quote-party.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/address.h"

#define LOCAL_MAXIMUM 128
#define HOST_MAXIMUM  253

static gboolean is_local(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+/=?^_`{|}~-.", c) != NULL);
}

static gboolean is_host(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || (guint8)c >= 0x80;
}

/* The local part that ends at END. */
static gsize local_start(Span text, gsize end, gsize from)
{
	gsize start = end;
	while (start > from && end - start < LOCAL_MAXIMUM && is_local(text.data[start - 1]))
		start--;
	while (start < end && strchr("'`./=?", text.data[start]) != NULL)
		start++;
	return start;
}

static gsize host_end(Span text, gsize start)
{
	gsize end = start;
	while (end < text.length && end - start < HOST_MAXIMUM && is_host(text.data[end]))
		end++;
	/* Text without spaces may go on behind the host in another script. */
	gsize ascii = start;
	while (ascii < end && (guint8)text.data[ascii] < 0x80)
		ascii++;
	if (memchr(text.data + start, '.', ascii - start) != NULL)
		end = ascii;
	while (end > start && strchr(".-_", text.data[end - 1]) != NULL)
		end--;
	return end;
}

/* Widen the range of RET over the brackets and the scheme around it. */
static void take_wrapping(Span text, gsize from, QuoteAddress *ret)
{
	if (ret->start >= from + 7 && bytes_begin(span_from(text, ret->start - 7), "mailto:"))
		ret->start -= 7;
	while (ret->start > from && strchr("<([\"' ", text.data[ret->start - 1]) != NULL)
		ret->start--;
	while (ret->end < text.length && strchr(">)]\"'", text.data[ret->end]) != NULL)
		ret->end++;
}

/* "k***@host": asterisks are legal and some mask addresses with them; a pair around an address is
 * emphasis. */
static void drop_emphasis(Span text, gsize *start, gsize end)
{
	if (text.data[*start] == '*' && end < text.length && text.data[end] == '*')
		(*start)++;
}

static gboolean find_at_sign(Span text, gsize from, QuoteAddress *ret)
{
	const char *found;
	for (gsize at = from; at < text.length; at++) {
		found = memchr(text.data + at, '@', text.length - at);
		if (found == NULL)
			return FALSE;
		at = (gsize)(found - text.data);
		gsize start = local_start(text, at, from);
		gsize end = host_end(text, at + 1);
		if (start == at || memchr(text.data + at, '.', end - at) == NULL)
			continue;
		drop_emphasis(text, &start, end);
		g_autofree char *address = address_normal_utf8(bytes_part(text, start, end));
		if (address[0] == '\0')
			continue;
		ret->start = start;
		ret->end = end;
		ret->address = g_steal_pointer(&address);
		take_wrapping(text, from, ret);
		return TRUE;
	}
	return FALSE;
}

/* Is " at " at AT that of "<user at host.example>", as archives write addresses? TRUE sets the
 * range of RET. */
static gboolean take_at_word(Span text, gsize at, gsize from, QuoteAddress *ret)
{
	gsize start = local_start(text, at, from);
	gsize end = host_end(text, at + 4);
	gsize open = start; /* of the bracket's content */
	if (open >= from + 7 && bytes_begin(span_from(text, open - 7), "mailto:"))
		open -= 7;
	gboolean bracketed = open > from && strchr("<([", text.data[open - 1]) != NULL &&
			     end < text.length && strchr(">)]", text.data[end]) != NULL;
	gboolean alone = start == 0 && end == text.length;
	if (start == at || !(bracketed || alone) ||
		memchr(text.data + at + 4, '.', end - at - 4) == NULL)
		return FALSE;
	g_autofree char *joined = g_strdup_printf("%.*s@%.*s", (int)(at - start), text.data + start,
		(int)(end - at - 4), text.data + at + 4);
	ret->address = address_normal_utf8(span_new(joined, strlen(joined)));
	ret->start = start;
	ret->end = end;
	if (ret->address[0] == '\0') {
		g_free(ret->address);
		return FALSE;
	}
	take_wrapping(text, from, ret);
	return TRUE;
}

static gboolean find_at_word(Span text, gsize from, QuoteAddress *ret)
{
	gsize at;
	for (gsize behind = from; bytes_find(span_from(text, behind), " at ", &at);
		behind += at + 4)
		if (take_at_word(text, behind + at, from, ret))
			return TRUE;
	return FALSE;
}

gboolean quote_address_find(Span text, gsize from, QuoteAddress *ret)
{
	return find_at_sign(text, from, ret) || find_at_word(text, from, ret);
}

/* NAME without quotes, brackets and commas around it; a new string. */
static char *clean_name(Span name)
{
	static const char *const wide[] = {"、", "，", "\xc2\xa0", "　", "“", "”", "‘", "’"};
	gsize before;
	do {
		before = name.length;
		while (name.length > 0 && strchr(" \t\"'`,;:_<>[]()|~", name.data[0]) != NULL)
			name = span_from(name, 1);
		while (name.length > 0 &&
			strchr(" \t\"'`,;:_<>[](|~", name.data[name.length - 1]) != NULL)
			name.length--;
		gboolean ascii =
			name.length == 0 ||
			((guint8)name.data[0] < 0x80 && (guint8)name.data[name.length - 1] < 0x80);
		for (gsize i = 0; i < G_N_ELEMENTS(wide) && !ascii; i++) {
			gsize length = strlen(wide[i]);
			if (bytes_begin(name, wide[i]))
				name = span_from(name, length);
			if (name.length >= length &&
				memcmp(name.data + name.length - length, wide[i], length) == 0)
				name.length -= length;
		}
		if (name.length > 2 && name.data[0] == '*' && name.data[name.length - 1] == '*')
			name = span_new(name.data + 1, name.length - 2);
	} while (name.length < before);
	gboolean open = name.length > 0 && memchr(name.data, '(', name.length) != NULL;
	if (name.length > 0 && name.data[name.length - 1] == ')' && !open)
		name.length--;
	while (name.length > LIMIT_STRING ||
		(name.length == LIMIT_STRING && name.length > 0 &&
			((guint8)name.data[name.length - 1] & 0x80) != 0))
		name.length--;
	char *valid = g_utf8_make_valid(name.length > 0 ? name.data : "", (gssize)name.length);
	return valid;
}

/* "A on behalf of B": B wrote it. */
static Span drop_deputy(Span text)
{
	static const char *const words[] = {" on behalf of ", " im Auftrag von ", " de la part de ",
		" en nombre de ", " per conto di ", " em nome de ", " namens "};
	gsize at;
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (bytes_find(text, words[i], &at))
			return span_from(text, at + strlen(words[i]));
	return text;
}

void quote_party_read(Address *ret, Span text)
{
	QuoteAddress found;
	text = bytes_trim(drop_deputy(text));
	g_free(ret->name);
	g_free(ret->address);
	if (!quote_address_find(text, 0, &found)) {
		ret->address = g_strdup("");
		ret->name = clean_name(text);
		return;
	}
	ret->address = found.address;
	ret->name = clean_name(span_new(text.data, found.start));
	if (ret->name[0] != '\0')
		return;
	/* "a@b (Name)", "a@b <mailto:a@b>" */
	QuoteAddress again;
	Span behind = span_from(text, found.end);
	if (quote_address_find(behind, 0, &again)) {
		g_free(again.address);
		behind.length = again.start;
	}
	g_free(ret->name);
	ret->name = clean_name(behind);
}

/* Where the person at the start of TEXT ends: at a semicolon, or at a comma when none are there and
 * an address stands before the comma, since "Doe, John" is one person. */
static gsize party_end(Span text, gboolean semicolons)
{
	gboolean quoted = FALSE;
	gboolean address = FALSE;
	for (gsize i = 0; i < text.length; i++) {
		char c = text.data[i];
		address = address || c == '@';
		if (c == '"')
			quoted = !quoted;
		else if (c == ';' || (c == ',' && !semicolons && address && !quoted))
			return i;
	}
	return text.length;
}

void quote_parties_read(GPtrArray *parties, Span text)
{
	gboolean semicolons = text.length > 0 && memchr(text.data, ';', text.length) != NULL;
	while (text.length > 0 && parties->len < LIMIT_ADDRESSES) {
		gsize end = party_end(text, semicolons);
		Address *party = address_new(NULL, NULL);
		quote_party_read(party, span_new(text.data, end));
		if (party->name[0] != '\0' || party->address[0] != '\0')
			g_ptr_array_add(parties, party);
		else
			address_free(party);
		text = span_from(text, end + 1);
	}
}
