/* SPDX-License-Identifier: Apache-2.0
 *
 * The skeleton of a text: ICU's NFKC_Casefold, of which only letters, marks and numbers are kept.
 * Text that the normalisation cannot change (ASCII, Han, kana) takes a short way; the rest goes
 * through ICU in runs that are cut only where the result is the same as for the whole.
 */
#include "mail/text/skeleton.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "mail/bytes.h"

/* UTF-16 units normalised at once; longer sequences without any boundary are not language and are
 * cut. */
#define RUN_UNITS 512
/* Reordering marks costs the square of their number: after this many without a boundary, cut (UAX
 * #15 allows 30). */
#define RUN_MARKS 30

static const char ascii_kept[128] = {
	['0'] = '0',
	['1'] = '1',
	['2'] = '2',
	['3'] = '3',
	['4'] = '4',
	['5'] = '5',
	['6'] = '6',
	['7'] = '7',
	['8'] = '8',
	['9'] = '9',
	['A'] = 'a',
	['B'] = 'b',
	['C'] = 'c',
	['D'] = 'd',
	['E'] = 'e',
	['F'] = 'f',
	['G'] = 'g',
	['H'] = 'h',
	['I'] = 'i',
	['J'] = 'j',
	['K'] = 'k',
	['L'] = 'l',
	['M'] = 'm',
	['N'] = 'n',
	['O'] = 'o',
	['P'] = 'p',
	['Q'] = 'q',
	['R'] = 'r',
	['S'] = 's',
	['T'] = 't',
	['U'] = 'u',
	['V'] = 'v',
	['W'] = 'w',
	['X'] = 'x',
	['Y'] = 'y',
	['Z'] = 'z',
	['a'] = 'a',
	['b'] = 'b',
	['c'] = 'c',
	['d'] = 'd',
	['e'] = 'e',
	['f'] = 'f',
	['g'] = 'g',
	['h'] = 'h',
	['i'] = 'i',
	['j'] = 'j',
	['k'] = 'k',
	['l'] = 'l',
	['m'] = 'm',
	['n'] = 'n',
	['o'] = 'o',
	['p'] = 'p',
	['q'] = 'q',
	['r'] = 'r',
	['s'] = 's',
	['t'] = 't',
	['u'] = 'u',
	['v'] = 'v',
	['w'] = 'w',
	['x'] = 'x',
	['y'] = 'y',
	['z'] = 'z',
};

typedef struct Skeleton {
	GString *out;
	Span text;
	const UNormalizer2 *normalizer;
	UChar run[RUN_UNITS + 2];
	int32_t run_length;
	guint run_marks;
} Skeleton;

static const UNormalizer2 *normalizer_get(void)
{
	static const UNormalizer2 *normalizer;
	UErrorCode error = U_ZERO_ERROR;
	if (normalizer == NULL)
		normalizer = unorm2_getNFKCCasefoldInstance(&error);
	return normalizer;
}

static gboolean is_kept(UChar32 c)
{
	return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

static void append_kept(GString *out, const UChar *units, int32_t length)
{
	int32_t at = 0;
	while (at < length) {
		UChar32 c;
		U16_NEXT(units, at, length, c);
		if (!is_kept(c))
			continue;
		char bytes[U8_MAX_LENGTH];
		int32_t count = 0;
		U8_APPEND_UNSAFE(bytes, count, c);
		g_string_append_len(out, bytes, count);
	}
}

static void run_flush(Skeleton *self)
{
	if (self->run_length == 0)
		return;
	UChar folded[RUN_UNITS * 4];
	UErrorCode error = U_ZERO_ERROR;
	int32_t length = unorm2_normalize(self->normalizer, self->run, self->run_length, folded,
		G_N_ELEMENTS(folded), &error);
	if (error == U_BUFFER_OVERFLOW_ERROR) {
		g_autofree UChar *room = g_new(UChar, length);
		error = U_ZERO_ERROR;
		length = unorm2_normalize(
			self->normalizer, self->run, self->run_length, room, length, &error);
		append_kept(self->out, room, length);
	} else if (U_SUCCESS(error)) {
		append_kept(self->out, folded, length);
	}
	self->run_length = 0;
	self->run_marks = 0;
}

static void run_add(Skeleton *self, UChar32 c)
{
	gboolean boundary = unorm2_hasBoundaryBefore(self->normalizer, c);
	if ((boundary && self->run_length > RUN_UNITS / 2) || self->run_length >= RUN_UNITS ||
		(!boundary && self->run_marks >= RUN_MARKS))
		run_flush(self);
	self->run_marks = boundary ? 0 : self->run_marks + 1;
	U16_APPEND_UNSAFE(self->run, self->run_length, c);
}

/* Characters that normalisation leaves alone whatever stands before them: Han, kana, CJK
 * punctuation. Whether it changes them depends on what follows (kana and voicing marks). */
static gboolean is_plain(UChar32 c)
{
	return c < 0x80 || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3041 && c <= 0x3096) ||
	       (c >= 0x30a1 && c <= 0x30fa) || c == 0x30fc || (c >= 0x3001 && c <= 0x3003);
}

/* Copy ASCII from AT on as long as it goes, but not a last character that a mark behind it may
 * change. */
static gsize take_ascii(Skeleton *self, gsize at)
{
	const char *data = self->text.data;
	gsize end = at + bytes_ascii_length(span_from(self->text, at));
	gsize stop = end == self->text.length ? end : end - 1;
	gsize start = self->out->len;
	g_string_set_size(self->out, start + (stop - at));
	char *out = self->out->str + start;
	for (gsize i = at; i < stop; i++) {
		*out = ascii_kept[(guint8)data[i]];
		out += *out != '\0';
	}
	g_string_truncate(self->out, (gsize)(out - self->out->str));
	return stop;
}

/* The character at *AT, of a kind that take_ascii does not finish; *AT moves behind it. */
static void take_one(Skeleton *self, gsize *at)
{
	const guint8 *data = (const guint8 *)self->text.data;
	gsize length = self->text.length;
	gsize start = *at;
	UChar32 c;
	UChar32 next = 0;
	U8_NEXT_OR_FFFD(data, *at, length, c);
	gsize ahead = *at;
	if (ahead < length)
		U8_NEXT_OR_FFFD(data, ahead, length, next);
	if (!is_plain(c) || !is_plain(next)) {
		if (is_plain(c))
			run_flush(self);
		run_add(self, c);
		return;
	}
	run_flush(self);
	if (c < 0x80) {
		if (ascii_kept[c] != '\0')
			g_string_append_c(self->out, ascii_kept[c]);
	} else if (c < 0x3001 || c > 0x3003) {
		g_string_append_len(self->out, self->text.data + start, (gssize)(*at - start));
	}
}

void skeleton_append(GString *out, Span text)
{
	/* No initialiser: it would clear the run for every line of mail. */
	Skeleton self;
	self.out = out;
	self.text = text;
	self.normalizer = normalizer_get();
	self.run_length = 0;
	self.run_marks = 0;
	gsize at = 0;
	while (at < text.length) {
		if (self.run_length == 0 && (guint8)text.data[at] < 0x80) {
			gsize stop = take_ascii(&self, at);
			if (stop > at) {
				at = stop;
				continue;
			}
		}
		take_one(&self, &at);
	}
	run_flush(&self);
}

char *skeleton_of(Span text)
{
	GString *out = g_string_sized_new(text.length + 1);
	skeleton_append(out, text);
	return g_string_free(out, FALSE);
}
