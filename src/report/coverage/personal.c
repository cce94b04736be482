/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything is decoded by everything: the digits of a coding are picked out of the value, wherever
 * they stand, and read from each place at which a group may begin. What comes out is looked at for
 * an address, and what is readable of it is decoded again. The work is bounded; a value that asks
 * for more was made to.
 */
#include "report/coverage/personal.h"

#include <string.h>

enum {
	deepest = 3,          /* codings in one another */
	most_decodings = 300, /* of one value */
	least_readable = 8,   /* bytes that could hold an address in another coding */
};

typedef struct Coding {
	const char *digits; /* by their value, in groups of SIZE bits; two spellings may follow */
	guint bits;         /* of a digit */
	guint group;        /* digits after which bytes end again */
} Coding;

/* In host names there is one case only, which base32 and hex do not mind. */
static const Coding codings[] = {
	{"0123456789abcdef", 4, 2},
	{"abcdefghijklmnopqrstuvwxyz234567", 5, 8},
	{"0123456789abcdefghijklmnopqrstuv", 5, 8},
	{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4},
	{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6, 4},
	{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 6, 4},
};

typedef struct Search {
	guint decodings;
	gboolean found;
} Search;

static gboolean ends_name(char sign)
{
	return g_ascii_isalnum(sign) || (sign != '\0' && strchr("._+-", sign) != NULL);
}

/* Does a host of two labels begin at TEXT? */
static gboolean begins_host(const char *text)
{
	gsize label = 0;
	while (g_ascii_isalnum(text[label]) || text[label] == '-')
		label++;
	return label > 0 && text[label] == '.' && g_ascii_isalnum(text[label + 1]);
}

/* The sign alone, between letters, stands in a quarter of all links that are decoded this way and
 * that; with a host of two labels, in 2 of 10,000. */
static gboolean has_address(const GString *text)
{
	for (gsize i = 1; i < text->len; i++)
		if (text->str[i] == '@' && ends_name(text->str[i - 1]) &&
			begins_host(text->str + i + 1))
			return TRUE;
	return FALSE;
}

/* The digits of CODING in TEXT as their values. */
static GByteArray *digits_of(const Coding *coding, const GString *text)
{
	gboolean folds = coding->bits < 6;
	GByteArray *values = g_byte_array_sized_new((guint)text->len);
	for (gsize i = 0; i < text->len; i++) {
		char sign = folds ? g_ascii_tolower(text->str[i]) : text->str[i];
		const char *digit = sign != '\0' ? strchr(coding->digits, sign) : NULL;
		guint8 value = digit != NULL ? (guint8)(digit - coding->digits) : 0;
		if (digit != NULL)
			g_byte_array_append(values, &value, 1);
	}
	return values;
}

/* The bytes that VALUES, from SKIP on, make; without NULs, which UTF-16 has between letters. */
static GString *bytes_of(const Coding *coding, const GByteArray *values, guint skip)
{
	GString *bytes = g_string_sized_new(values->len);
	guint held = 0, bits = 0;
	for (guint i = skip; i < values->len; i++) {
		held = (held << coding->bits | values->data[i]) & 0xFFFF;
		bits += coding->bits;
		if (bits < 8)
			continue;
		bits -= 8;
		char byte = (char)(held >> bits & 0xFF);
		if (byte != '\0')
			g_string_append_c(bytes, byte);
	}
	return bytes;
}

static GString *without_percent(const GString *text)
{
	GString *plain = g_string_sized_new(text->len);
	for (gsize i = 0; i < text->len; i++) {
		gboolean coded = text->str[i] == '%' && i + 2 < text->len &&
				 g_ascii_isxdigit(text->str[i + 1]) &&
				 g_ascii_isxdigit(text->str[i + 2]);
		g_string_append_c(
			plain, coded ? (char)(g_ascii_xdigit_value(text->str[i + 1]) * 16 +
					       g_ascii_xdigit_value(text->str[i + 2]))
				     : text->str[i]);
		i += coded ? 2 : 0;
	}
	return plain;
}

static void search(Search *state, const GString *text, guint depth);

/* What is readable of BYTES may be coded again. */
static void search_readable(Search *state, const GString *bytes, guint depth)
{
	for (gsize i = 0, start = 0; i <= bytes->len; i++) {
		if (i < bytes->len && g_ascii_isgraph(bytes->str[i]))
			continue;
		if (i - start >= least_readable) {
			g_autoptr(GString) part =
				g_string_new_len(bytes->str + start, (gssize)(i - start));
			search(state, part, depth);
		}
		start = i + 1;
	}
}

static void search_coding(Search *state, const Coding *coding, const GString *text, guint depth)
{
	g_autoptr(GByteArray) values = digits_of(coding, text);
	for (guint skip = 0; skip < coding->group && !state->found; skip++) {
		if (++state->decodings > most_decodings) {
			state->found = TRUE;
			return;
		}
		g_autoptr(GString) bytes = bytes_of(coding, values, skip);
		state->found = has_address(bytes);
		if (!state->found && depth > 1)
			search_readable(state, bytes, depth - 1);
	}
}

/* Look for an address in TEXT and in what it is a coding of, DEPTH deep. */
static void search(Search *state, const GString *text, guint depth)
{
	g_autoptr(GString) plain = without_percent(text);
	state->found = state->found || has_address(text) || has_address(plain);
	if (plain->len < text->len && depth > 1 && !state->found)
		search(state, plain, depth - 1);
	for (guint i = 0; i < G_N_ELEMENTS(codings) && !state->found; i++)
		search_coding(state, &codings[i], text, depth);
}

gboolean personal_names_somebody(const char *value)
{
	static const char *const signs[] = {"?", "@", "%40", "%2540"};
	Search state = {0};
	g_autoptr(GString) text = g_string_new(value);
	for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
		if (strstr(value, signs[i]) != NULL)
			return TRUE;
	search(&state, text, deepest);
	return state.found;
}
