/* SPDX-License-Identifier: Apache-2.0
 *
 * Character references by the tokenisation rules of the HTML Standard. What they yield is always
 * valid UTF-8 without NUL: forbidden code points become U+FFFD, as in browsers.
 */
#include "mail/html/html-entity.h"

#define NAME_MAXIMUM 32
/* The longest name that is understood without a semicolon. */
#define BARE_MAXIMUM 6

/* Name to its row entry, from the sign behind the name on. */
static GHashTable *entries_get(void)
{
	static GHashTable *entries;
	if (entries != NULL)
		return entries;
	entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (gsize i = 0; i < html_entity_row_count; i++) {
		const char *at = html_entity_rows[i];
		while (*at != '\0') {
			gsize name = strcspn(at, "=~");
			g_hash_table_insert(
				entries, g_strndup(at, name), (gpointer)(guintptr)(at + name));
			at += strcspn(at, " ");
			at += strspn(at, " ");
		}
	}
	return entries;
}

static const char *entry_find(const char *name, gsize length)
{
	char copy[NAME_MAXIMUM];
	memcpy(copy, name, length);
	copy[length] = '\0';
	return g_hash_table_lookup(entries_get(), copy);
}

static void append_entry(GString *out, const char *entry)
{
	do {
		char *end;
		guint64 c = g_ascii_strtoull(entry + 1, &end, 16);
		g_string_append_unichar(out, (gunichar)c);
		entry = end;
	} while (*entry == '+');
}

/* Numbers 80 to 9F mean what these bytes are in windows-1252; 0 stands for no character. */
static gunichar mend_number(guint64 number)
{
	static const guint16 western[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020,
		0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018,
		0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153,
		0x9d, 0x17e, 0x178};
	if (number >= 0x80 && number <= 0x9f)
		return western[number - 0x80];
	gboolean surrogate = number >= 0xd800 && number <= 0xdfff;
	return number == 0 || number > 0x10ffff || surrogate ? 0xfffd : (gunichar)number;
}

static gsize append_number(GString *out, Span text)
{
	gsize at = 2;
	gboolean hexadecimal = at < text.length && (text.data[at] | 0x20) == 'x';
	at += hexadecimal ? 1 : 0;
	gsize start = at;
	guint64 number = 0;
	for (; at < text.length; at++) {
		gint digit = g_ascii_xdigit_value(text.data[at]);
		if (digit < 0 || (!hexadecimal && digit > 9))
			break;
		number = MIN(number * (hexadecimal ? 16 : 10) + (guint64)digit, 0x110000);
	}
	if (at == start)
		return 0;
	g_string_append_unichar(out, mend_number(number));
	return at + (at < text.length && text.data[at] == ';' ? 1 : 0);
}

/* The longest beginning of the name that is understood without a semicolon. */
static gsize append_bare(GString *out, Span text, gsize length, gboolean attribute)
{
	for (gsize bare = MIN(length, BARE_MAXIMUM); bare >= 2; bare--) {
		const char *entry = entry_find(text.data + 1, bare);
		if (entry == NULL || *entry != '~')
			continue;
		char next = 1 + bare < text.length ? text.data[1 + bare] : '\0';
		if (attribute && (next == '=' || g_ascii_isalnum(next)))
			return 0;
		append_entry(out, entry);
		return 1 + bare;
	}
	return 0;
}

gsize html_entity_append(GString *out, Span text, gboolean attribute)
{
	if (text.length < 3)
		return 0;
	if (text.data[1] == '#')
		return append_number(out, text);
	gsize length = 0;
	while (length + 1 < text.length && length + 1 < NAME_MAXIMUM &&
		g_ascii_isalnum(text.data[1 + length]))
		length++;
	if (length + 1 < text.length && text.data[1 + length] == ';') {
		const char *entry = entry_find(text.data + 1, length);
		if (entry != NULL) {
			append_entry(out, entry);
			return length + 2;
		}
	}
	return append_bare(out, text, length, attribute);
}

void html_entity_decode(GString *out, Span text, gboolean attribute)
{
	while (text.length > 0) {
		const char *sign = memchr(text.data, '&', text.length);
		gsize plain = sign != NULL ? (gsize)(sign - text.data) : text.length;
		g_string_append_len(out, text.data, (gssize)plain);
		text = span_from(text, plain);
		if (text.length == 0)
			return;
		gsize taken = html_entity_append(out, text, attribute);
		if (taken == 0) {
			g_string_append_c(out, '&');
			taken = 1;
		}
		text = span_from(text, taken);
	}
}
