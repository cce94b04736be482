/* SPDX-License-Identifier: Apache-2.0
 *
 * From chosen windows to stored keys, and whether a window stands in a quote.
 */
#include "memory/fingerprint.h"

#include <sodium.h>

#include "base/limits.h"
#include "memory/recall/quote.h"

G_STATIC_ASSERT(PUBLIC_HASH_BYTES >= crypto_generichash_BYTES_MIN);

void fingerprint_public(Span window, guint8 ret[PUBLIC_HASH_BYTES])
{
	crypto_generichash(
		ret, PUBLIC_HASH_BYTES, (const guint8 *)window.data, window.length, NULL, 0);
}

/* Walks along the blocks of a text with windows that move forward. */
typedef struct BlockCursor {
	const GArray *blocks;
	guint at;
} BlockCursor;

/* Does the byte at OFFSET, not before the last one asked for, stand in a quote? */
static gboolean in_quote(BlockCursor *self, guint32 offset)
{
	while (self->at < self->blocks->len &&
		g_array_index(self->blocks, Block, self->at).end <= offset)
		self->at++;
	if (self->at == self->blocks->len)
		return FALSE;
	return g_array_index(self->blocks, Block, self->at).kind == BLOCK_QUOTE &&
	       g_array_index(self->blocks, Block, self->at).start <= offset;
}

static void add_window(
	const TextPart *text, const Keys *keys, QuoteWindow window, gboolean quoted, GArray *out)
{
	guint8 public[PUBLIC_HASH_BYTES];
	Fingerprint fingerprint = {.quoted = quoted};

	fingerprint_public(
		span_new(text->skeleton + window.start, window.end - window.start), public);
	fingerprint.key = key_hash(keys, TABLE_FINGERPRINT, span_new(public, sizeof public));
	g_array_append_val(out, fingerprint);
}

static void add_text(const TextPart *text, const Keys *keys, GArray *windows, GArray *out)
{
	BlockCursor starts = {.blocks = text->blocks};
	BlockCursor ends = {.blocks = text->blocks};
	guint32 before = 0;

	g_array_set_size(windows, 0);
	quote_windows(span_new(text->skeleton, text->skeleton_length), windows);
	for (guint i = 0; i < windows->len; i++) {
		QuoteWindow window = g_array_index(windows, QuoteWindow, i);
		gboolean quoted;

		/* The small windows begin at the start of the text again. */
		if (window.start < before)
			starts.at = ends.at = 0;
		before = window.start;
		quoted = in_quote(&starts, window.start);
		quoted = in_quote(&ends, window.end - 1) && quoted;
		add_window(text, keys, window, quoted, out);
	}
}

/* Distribute FINGERPRINTS by the leading BITS of their keys, in order of these, into TO. */
static void distribute(const GArray *fingerprints, guint bits, Fingerprint *to)
{
	const Fingerprint *from = (const Fingerprint *)fingerprints->data;
	g_autofree guint *ends = g_new0(guint, (gsize)1 << bits);
	guint before = 0;

	for (guint i = 0; i < fingerprints->len; i++)
		ends[from[i].key >> (64 - bits)]++;
	for (gsize i = 0; i < (gsize)1 << bits; i++) {
		guint start = before;

		before += ends[i];
		ends[i] = start;
	}
	for (guint i = 0; i < fingerprints->len; i++)
		to[ends[from[i].key >> (64 - bits)]++] = from[i];
}

/* Keys are hashes under a secret, spread evenly whoever wrote the text: with as many buckets as
 * keys all are near their places. Equal ones do not move. */
static void sort(GArray *fingerprints)
{
	Fingerprint *sorted = (Fingerprint *)fingerprints->data;
	g_autofree Fingerprint *near = g_new(Fingerprint, fingerprints->len);

	distribute(fingerprints, g_bit_storage(fingerprints->len), near);
	for (guint i = 0; i < fingerprints->len; i++) {
		guint at = i;

		for (; at > 0 && sorted[at - 1].key > near[i].key; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = near[i];
	}
}

static void make_unique(GArray *fingerprints)
{
	guint kept = 0;

	for (guint i = 0; i < fingerprints->len; i++) {
		Fingerprint *next = &g_array_index(fingerprints, Fingerprint, i);
		Fingerprint *last =
			kept > 0 ? &g_array_index(fingerprints, Fingerprint, kept - 1) : NULL;

		if (last != NULL && last->key == next->key)
			last->quoted |= next->quoted;
		else
			g_array_index(fingerprints, Fingerprint, kept++) = *next;
	}
	g_array_set_size(fingerprints, MIN(kept, LIMIT_FINGERPRINTS_ASKED));
}

GArray *fingerprints_of(const Facts *facts, const Keys *keys)
{
	GArray *fingerprints = g_array_new(FALSE, FALSE, sizeof(Fingerprint));
	g_autoptr(GArray) windows = g_array_new(FALSE, FALSE, sizeof(QuoteWindow));

	for (guint i = 0; i < facts->texts->len; i++)
		add_text(facts->texts->pdata[i], keys, windows, fingerprints);
	sort(fingerprints);
	make_unique(fingerprints);
	return fingerprints;
}
