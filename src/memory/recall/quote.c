/* SPDX-License-Identifier: Apache-2.0
 *
 * Winnowing with a rolling hash and a sliding minimum, both in bounded time per character. The
 * hashes choose windows and do nothing else: what they choose is hashed anew, with cryptography,
 * where it is stored.
 */
#include "memory/recall/quote.h"

#define LARGE_SPAN (QUOTE_RUN - QUOTE_GRAM + 1)
#define SMALL_SPAN (QUOTE_CJK_RUN - QUOTE_CJK_GRAM + 1)
/* Room for the grams of one span. */
#define RING 64
/* The hash of a gram that does not take part. */
#define NO_PART G_MAXUINT64
#define BASE    0x9e3779b97f4a7c15u

G_STATIC_ASSERT(LARGE_SPAN <= RING && SMALL_SPAN <= RING);
G_STATIC_ASSERT(QUOTE_CJK_RUN >= 2 * QUOTE_CJK_GRAM);
/* The proof above: a run half CJK, less the rest, shared by two grams. */
G_STATIC_ASSERT(
	(QUOTE_CJK_RUN / 2 - (QUOTE_CJK_RUN - 2 * QUOTE_CJK_GRAM) + 1) / 2 >= QUOTE_CJK_LEAST);

/* A text as characters; offsets has one entry more, for the end. Of ASCII, which most texts are
 * wholly, the bytes are the characters, and there are no arrays. */
typedef struct Text {
	const guint8 *bytes;
	guint32 *characters;
	guint32 *offsets;
	guint32 length;
	gboolean has_cjk;
} Text;

typedef struct Winnower {
	const Text *text;
	GArray *windows;
	guint32 gram; /* characters in a gram */
	guint32 span; /* grams in a run */
	/* The hashes of the last grams, by index; NO_PART for one that does not take part. */
	guint64 hashes[RING];
	guint64 least;  /* the smallest of the last span grams; 0 before there are so many */
	guint32 chosen; /* its gram */
	guint32 leaves; /* the gram that comes in when the chosen one leaves the run */
} Winnower;

gboolean quote_is_cjk(guint32 c)
{
	if (c < 0x1100)
		return FALSE;
	return c <= 0x11ff || (c >= 0x2e80 && c <= 0x2fdf) || (c >= 0x3005 && c <= 0x3007) ||
	       (c >= 0x3021 && c <= 0x3029) || (c >= 0x3040 && c <= 0x318f) ||
	       (c >= 0x31a0 && c <= 0x31bf) || (c >= 0x31f0 && c <= 0x31ff) ||
	       (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
	       (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7ff) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0x1b000 && c <= 0x1b16f) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

/* The character at AT, and in *AT where the next one begins. */
static guint32 next_character(Span skeleton, gsize *at)
{
	guint8 byte = (guint8)skeleton.data[*at];
	gunichar c;

	if (byte < 0x80) {
		*at += 1;
		return byte;
	}
	c = g_utf8_get_char_validated(
		skeleton.data + *at, (gssize)MIN(skeleton.length - *at, (gsize)6));
	if (c >= (gunichar)-2) {
		*at += 1;
		return 0x110000u + byte;
	}
	*at += (gsize)g_unichar_to_utf8(c, NULL);
	return c;
}

static gboolean is_ascii(Span bytes)
{
	guint64 all = 0, word;
	gsize at = 0;

	for (; at + sizeof word <= bytes.length; at += sizeof word) {
		memcpy(&word, bytes.data + at, sizeof word);
		all |= word;
	}
	for (; at < bytes.length; at++)
		all |= (guint8)bytes.data[at];
	return (all & G_GUINT64_CONSTANT(0x8080808080808080)) == 0;
}

static void text_decode(Text *self, Span skeleton)
{
	gsize at = 0;

	self->characters = g_new(guint32, skeleton.length + 1);
	self->offsets = g_new(guint32, skeleton.length + 1);
	while (at < skeleton.length) {
		self->offsets[self->length] = (guint32)at;
		self->characters[self->length] = next_character(skeleton, &at);
		self->has_cjk |= quote_is_cjk(self->characters[self->length]);
		self->length++;
	}
	self->offsets[self->length] = (guint32)skeleton.length;
}

static void text_read(Text *self, Span skeleton)
{
	*self = (Text){.bytes = (const guint8 *)skeleton.data};
	if (is_ascii(skeleton))
		self->length = (guint32)skeleton.length;
	else
		text_decode(self, skeleton);
}

static inline guint32 text_character(const Text *self, guint32 index)
{
	return self->characters != NULL ? self->characters[index] : self->bytes[index];
}

static guint32 text_offset(const Text *self, guint32 index)
{
	return self->offsets != NULL ? self->offsets[index] : index;
}

static void text_clear(Text *self)
{
	g_free(self->characters);
	g_free(self->offsets);
}

/* The low bits of a polynomial hash are weak; spread them. */
static guint64 mix(guint64 hash)
{
	hash ^= hash >> 32;
	hash *= 0xd6e8feb86659fd93u;
	hash ^= hash >> 32;
	return hash == NO_PART ? 0 : hash;
}

static void emit(Winnower *self)
{
	QuoteWindow window = {
		.start = text_offset(self->text, self->chosen),
		.end = text_offset(self->text, self->chosen + self->gram),
	};

	if (self->least != NO_PART)
		g_array_append_val(self->windows, window);
}

static void take(Winnower *self, guint32 index, guint64 hash)
{
	self->least = hash;
	self->chosen = index;
	self->leaves = index + self->span;
	emit(self);
}

/* Choose among the COUNT grams that end with INDEX, the rightmost of equal ones. */
static void choose(Winnower *self, guint32 index, guint32 count)
{
	guint64 least = NO_PART;
	guint32 chosen = index;

	for (guint32 i = 0; i < count; i++) {
		guint64 hash = self->hashes[(index - i) % RING];

		if (hash < least) {
			least = hash;
			chosen = index - i;
		}
	}
	take(self, chosen, least);
}

/* Gram INDEX has come in. The smallest hash is looked for anew when its gram leaves the run, once
 * in half a span for ordinary text and at worst every time: a constant bound either way. */
static inline void advance(Winnower *self, guint32 index, guint64 hash)
{
	self->hashes[index % RING] = hash;
	if (index >= self->leaves)
		choose(self, index, self->span);
	else if (hash < self->least)
		take(self, index, hash);
}

/* BASE to the power of N. */
static guint64 power(guint n)
{
	guint64 result = 1;

	while (n-- > 0)
		result *= BASE;
	return result;
}

/* The hash of the gram that ends with character INDEX, from HASH of the one before. */
static inline guint64 roll(const Winnower *self, guint32 index, guint64 leaving, guint64 hash)
{
	hash = hash * BASE + text_character(self->text, index) + 1;
	if (index >= self->gram)
		hash -= leaving * (text_character(self->text, index - self->gram) + 1);
	return hash;
}

/* What winnow_large does, for the text that there is most of. */
static void winnow_ascii(Winnower *self)
{
	const guint8 *bytes = self->text->bytes;
	guint32 gram = self->gram, length = self->text->length, at = 0;
	guint64 leaving = power(gram), hash = 0;

	for (; at < MIN(gram, length); at++)
		hash = roll(self, at, leaving, hash);
	if (at == gram)
		advance(self, 0, mix(hash));
	for (; at < length; at++) {
		hash = hash * BASE + bytes[at] + 1 - leaving * (bytes[at - gram] + 1u);
		advance(self, at + 1 - gram, mix(hash));
	}
}

static void winnow_large(Winnower *self)
{
	guint64 leaving = power(self->gram), hash = 0;

	for (guint32 i = 0; i < self->text->length; i++) {
		hash = roll(self, i, leaving, hash);
		if (i + 1 >= self->gram)
			advance(self, i + 1 - self->gram, mix(hash));
	}
}

static void winnow_cjk(Winnower *self)
{
	const Text *text = self->text;
	guint64 leaving = power(self->gram), hash = 0;
	guint cjk = 0;

	for (guint32 i = 0; i < text->length; i++) {
		hash = roll(self, i, leaving, hash);
		cjk += quote_is_cjk(text_character(text, i));
		if (i >= self->gram)
			cjk -= quote_is_cjk(text_character(text, i - self->gram));
		if (i + 1 >= self->gram)
			advance(self, i + 1 - self->gram,
				cjk >= QUOTE_CJK_LEAST ? mix(hash) : NO_PART);
	}
}

/* A text with fewer grams than a run: the smallest of them, if any takes part. */
static void winnow_short(Winnower *self)
{
	guint32 length = self->text->length;

	if (length >= self->gram && length - self->gram + 1 < self->span)
		choose(self, length - self->gram, length - self->gram + 1);
}

void quote_windows(Span skeleton, GArray *windows)
{
	Text text;
	Winnower large = {.gram = QUOTE_GRAM, .span = LARGE_SPAN, .leaves = LARGE_SPAN - 1};
	Winnower small = {.gram = QUOTE_CJK_GRAM, .span = SMALL_SPAN, .leaves = SMALL_SPAN - 1};

	g_return_if_fail(skeleton.length < G_MAXUINT32);
	text_read(&text, skeleton);
	large.text = small.text = &text;
	large.windows = small.windows = windows;
	if (text.characters == NULL)
		winnow_ascii(&large);
	else
		winnow_large(&large);
	winnow_short(&large);
	if (text.has_cjk) {
		winnow_cjk(&small);
		winnow_short(&small);
	}
	text_clear(&text);
}
