/* SPDX-License-Identifier: Apache-2.0
 *
 * Winnowing with a rolling hash and a sliding minimum, both in constant time per character. The
 * hashes choose windows and do nothing else: what they choose is hashed anew, with cryptography,
 * where it is stored.
 */
#include "memory/quote.h"

#define LARGE_SPAN (QUOTE_RUN - QUOTE_GRAM + 1)
#define SMALL_SPAN (QUOTE_CJK_RUN - QUOTE_CJK_GRAM + 1)
/* Room for the candidates of one span; a power of two above both. */
#define RING 64
#define BASE 0x9e3779b97f4a7c15u

G_STATIC_ASSERT(LARGE_SPAN <= RING && SMALL_SPAN <= RING);
G_STATIC_ASSERT(QUOTE_CJK_RUN >= 2 * QUOTE_CJK_GRAM);
/* The proof above: a run half CJK, less the rest, shared by two grams. */
G_STATIC_ASSERT(
	(QUOTE_CJK_RUN / 2 - (QUOTE_CJK_RUN - 2 * QUOTE_CJK_GRAM) + 1) / 2 >= QUOTE_CJK_LEAST);

/* A text as characters; offset has one entry more, for the end. */
typedef struct Text {
	guint32 *characters;
	guint32 *offsets;
	guint32 length;
	gboolean has_cjk;
} Text;

typedef struct Gram {
	guint64 hash;
	guint32 index;
} Gram;

typedef struct Winnower {
	const Text *text;
	GArray *windows;
	guint32 gram; /* characters in a gram */
	guint32 span; /* grams in a run */
	/* Candidates for the minimum: indexes and hashes both ascend from head on. */
	Gram ring[RING];
	guint head;
	guint count;
	gboolean has_chosen;
	Gram chosen;
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

static void text_read(Text *self, Span skeleton)
{
	gsize at = 0;

	self->characters = g_new(guint32, skeleton.length + 1);
	self->offsets = g_new(guint32, skeleton.length + 1);
	self->length = 0;
	self->has_cjk = FALSE;
	while (at < skeleton.length) {
		self->offsets[self->length] = (guint32)at;
		self->characters[self->length] = next_character(skeleton, &at);
		self->has_cjk |= quote_is_cjk(self->characters[self->length]);
		self->length++;
	}
	self->offsets[self->length] = (guint32)skeleton.length;
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
	return hash;
}

static Gram *ring_at(Winnower *self, guint place)
{
	return &self->ring[(self->head + place) % RING];
}

static void emit(Winnower *self, Gram gram)
{
	QuoteWindow window = {
		.start = self->text->offsets[gram.index],
		.end = self->text->offsets[gram.index + self->gram],
	};

	self->has_chosen = TRUE;
	self->chosen = gram;
	g_array_append_val(self->windows, window);
}

static void candidate_add(Winnower *self, Gram gram)
{
	while (self->count > 0 && ring_at(self, self->count - 1)->hash >= gram.hash)
		self->count--;
	*ring_at(self, self->count) = gram;
	self->count++;
}

/* Forget candidates from before the run that ends with gram INDEX. */
static void candidates_expire(Winnower *self, guint32 index)
{
	while (self->count > 0 && self->ring[self->head].index + self->span <= index) {
		self->head = (self->head + 1) % RING;
		self->count--;
	}
}

/* Choose for the run that ends with gram INDEX. */
static void choose(Winnower *self, guint32 index)
{
	Gram smallest = self->ring[self->head];

	if (self->count == 0)
		return;
	if (self->has_chosen && self->chosen.index + self->span > index &&
		self->chosen.hash == smallest.hash)
		return;
	emit(self, smallest);
}

/* A text with fewer grams than a run: the smallest of them, if any takes part. */
static void choose_short(Winnower *self, guint32 grams)
{
	if (grams > 0 && grams < self->span && self->count > 0)
		emit(self, self->ring[self->head]);
}

/* BASE to the power of N. */
static guint64 power(guint n)
{
	guint64 result = 1;

	while (n-- > 0)
		result *= BASE;
	return result;
}

/* LEAST: CJK characters that a gram must hold to take part. */
static void winnow(Winnower *self, guint least)
{
	const Text *text = self->text;
	guint64 leaving = power(self->gram);
	guint64 hash = 0;
	guint cjk = 0;

	for (guint32 i = 0; i < text->length; i++) {
		guint32 index = i + 1 - self->gram;

		hash = hash * BASE + text->characters[i] + 1;
		cjk += least > 0 && quote_is_cjk(text->characters[i]);
		if (i >= self->gram) {
			guint32 old = text->characters[i - self->gram];

			hash -= leaving * (old + 1);
			cjk -= least > 0 && quote_is_cjk(old);
		}
		if (i + 1 < self->gram)
			continue;
		candidates_expire(self, index);
		if (cjk >= least)
			candidate_add(self, (Gram){.hash = mix(hash), .index = index});
		if (index + 1 >= self->span)
			choose(self, index);
	}
	if (text->length >= self->gram)
		choose_short(self, text->length - self->gram + 1);
}

void quote_windows(Span skeleton, GArray *windows)
{
	Text text;
	Winnower large = {
		.text = &text, .windows = windows, .gram = QUOTE_GRAM, .span = LARGE_SPAN};
	Winnower small = {.text = &text, .windows = windows};

	g_return_if_fail(skeleton.length < G_MAXUINT32);
	small.gram = QUOTE_CJK_GRAM;
	small.span = SMALL_SPAN;
	text_read(&text, skeleton);
	winnow(&large, 0);
	if (text.has_cjk)
		winnow(&small, QUOTE_CJK_LEAST);
	text_clear(&text);
}
