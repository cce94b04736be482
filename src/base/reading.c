/* SPDX-License-Identifier: Apache-2.0
 *
 * Decoding goes on for a few rounds, since links are wrapped in links. Where a coded word begins is
 * not known, so each is read from four places.
 */
#include "base/reading.h"

#include <string.h>

#include "base/limits.h"

#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_"

/* A "/" is a digit of base64, and stands between the words of a path. */
static const char *const alphabets[] = {BASE64, BASE64 "/"};

typedef struct Name {
	const char *text;
	guint32 character;
} Name;

/* What an address is made of and HTML has a name for. */
static const Name names[] = {{"commat;", '@'}, {"period;", '.'}, {"amp;", '&'}, {"lowbar;", '_'}};

static int hex_value(Span text, gsize at)
{
	return at < text.length ? g_ascii_xdigit_value(text.data[at]) : -1;
}

/* The byte that TEXT says at AT with a percent sign, -1 for none. */
static int percent_at(Span text, gsize at)
{
	int high = hex_value(text, at + 1), low = hex_value(text, at + 2);
	return text.data[at] == '%' && high >= 0 && low >= 0 ? high * 16 + low : -1;
}

/* The ASCII character that a number says ("&#64;", "&#x40;") in TEXT; *RET_LENGTH as below. */
static int number_reference(Span text, gsize *ret_length)
{
	gsize at = 2, digits = 0;
	guint base = text.length > 2 && (text.data[2] | 0x20) == 'x' ? 16 : 10, value = 0;
	at += base == 16;
	for (int digit; (digit = hex_value(text, at)) >= 0 && digit < (int)base; at++, digits++)
		value = MIN(value * base + (guint)digit, 0x80);
	*ret_length = at + (at < text.length && text.data[at] == ';');
	return digits > 0 && value < 0x80 ? (int)value : -1;
}

/* The ASCII character that the reference at the start of TEXT says, with how long it is; -1 for
 * none. */
static int reference_at(Span text, gsize *ret_length)
{
	if (text.length < 3 || text.data[0] != '&')
		return -1;
	if (text.data[1] == '#')
		return number_reference(text, ret_length);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize length = strlen(names[i].text);
		if (text.length <= length || memcmp(text.data + 1, names[i].text, length) != 0)
			continue;
		*ret_length = 1 + length;
		return (int)names[i].character;
	}
	return -1;
}

/* TEXT with one layer of coding taken off. */
static GByteArray *decode(Span text)
{
	GByteArray *out = g_byte_array_sized_new((guint)text.length + 1);
	for (gsize at = 0, length; at < text.length; at += length) {
		int byte = percent_at(text, at);
		length = 3;
		if (byte < 0)
			byte = reference_at(span_from(text, at), &length);
		if (byte < 0) {
			byte = (guint8)text.data[at];
			length = 1;
		}
		guint8 one = (guint8)byte;
		g_byte_array_append(out, &one, 1);
	}
	return out;
}

static gsize decode_hex(const char *coded, gsize length, guchar *plain)
{
	Span text = span_new(coded, length);
	gsize size = 0;
	for (gsize at = 0; at + 1 < length; at += 2) {
		int high = hex_value(text, at), low = hex_value(text, at + 1);
		plain[size++] = high < 0 || low < 0 ? 0 : (guchar)(high * 16 + low);
	}
	return size;
}

/* Links leave out the padding, without which the last bytes would be. */
static gsize decode_base64(const char *coded, gsize length, guchar *plain)
{
	gint state = 0;
	guint save = 0;
	gsize size = g_base64_decode_step(coded, length, plain, &state, &save);
	return size + g_base64_decode_step("===", 3, plain + size, &state, &save);
}

/* One word, from each of four places. */
static gboolean any_of_word(Span word, ReadingTest test, gpointer user_data)
{
	g_autofree char *coded = g_strndup(word.data, word.length);
	g_autofree guchar *plain = g_malloc(word.length + 6);
	g_strdelimit(g_strdelimit(coded, "-", '+'), "_", '/');
	for (gsize skip = 0; skip < MIN(word.length, 4); skip++) {
		gsize left = word.length - skip;
		gsize size = decode_base64(coded + skip, left, plain);
		if (test(span_new(plain, size), user_data))
			return TRUE;
		size = decode_hex(coded + skip, left, plain);
		if (test(span_new(plain, size), user_data))
			return TRUE;
	}
	return FALSE;
}

static gboolean any_of_words(Span text, const char *alphabet, ReadingTest test, gpointer user_data)
{
	for (gsize at = 0, length; at < text.length; at += MAX(length, 1)) {
		for (length = 0; at + length < text.length && text.data[at + length] != '\0' &&
				 strchr(alphabet, text.data[at + length]) != NULL;)
			length++;
		if (length > 0 && any_of_word(span_new(text.data + at, length), test, user_data))
			return TRUE;
	}
	return FALSE;
}

static gboolean any_as_it_is(Span text, ReadingTest test, gpointer user_data)
{
	if (test(text, user_data))
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(alphabets); i++)
		if (any_of_words(text, alphabets[i], test, user_data))
			return TRUE;
	return FALSE;
}

gboolean reading_any(Span text, ReadingTest test, gpointer user_data)
{
	g_autoptr(GByteArray) layer = g_byte_array_new();
	g_byte_array_append(layer, (const guint8 *)text.data, (guint)text.length);
	for (guint round = 0;; round++) {
		Span now = span_new(layer->data, layer->len);
		if (any_as_it_is(now, test, user_data))
			return TRUE;
		GByteArray *next = round < LIMIT_READING_LAYERS ? decode(now) : NULL;
		gboolean changed = next != NULL && next->len != layer->len;
		g_byte_array_unref(layer);
		layer = next;
		if (!changed)
			return FALSE;
	}
}

/* May BYTE go on with a domain that stands before it? */
static gboolean goes_on(guint8 byte)
{
	return g_ascii_isalnum(byte) || byte == '-' || byte >= 0x80;
}

/* A dot does not go on with an address at the end of a sentence. */
static gboolean stands_alone(Span text, gsize at, gsize length)
{
	Span after = span_from(text, at + length);
	gboolean dot = after.length > 1 && after.data[0] == '.';
	guint8 before = at > 0 ? (guint8)text.data[at - 1] : 0;
	guint8 next = after.length > 0 ? (guint8)after.data[dot] : 0;
	return !goes_on(before) && before != '.' && before != '_' && !goes_on(next);
}

static gboolean names_plainly(Span text, gpointer user_data)
{
	const char *address = user_data;
	gsize length = strlen(address);
	g_autofree char *folded = g_memdup2(text.data, text.length);
	for (gsize i = 0; i < text.length; i++)
		folded[i] = g_ascii_tolower(text.data[i]);
	for (gsize at = 0; at + length <= text.length; at++) {
		const char *found = memmem(folded + at, text.length - at, address, length);
		if (found == NULL)
			return FALSE;
		at = (gsize)(found - folded);
		if (stands_alone(text, at, length))
			return TRUE;
	}
	return FALSE;
}

gboolean reading_names(Span text, const char *address)
{
	return address[0] != '\0' && reading_any(text, names_plainly, (gpointer)address);
}
