/* SPDX-License-Identifier: Apache-2.0
 *
 * A head, then lines; a few bits of one line for each hash.
 */
#include "store/lmdb/bloom.h"

#include <string.h>

/* LMDB puts 16 bytes before a value of a page of its own: lines begin where those of the cache do.
 */
#define HEAD_BYTES 48
#define LINE_BYTES 64
#define LINES      ((BLOOM_BYTES - HEAD_BYTES) / LINE_BYTES)
/* Bits for a hash, each told by so many bits of it. */
#define BITS       5
#define PLACE_BITS 9

G_STATIC_ASSERT(LINE_BYTES * 8 == 1 << PLACE_BITS);

void bloom_init(guint8 *bytes)
{
	memset(bytes, 0, BLOOM_BYTES);
}

guint bloom_count(const guint8 *bytes)
{
	guint32 count;

	memcpy(&count, bytes, sizeof count);
	return GUINT32_FROM_LE(count);
}

static void set_count(guint8 *bytes, guint count)
{
	guint32 stored = GUINT32_TO_LE(count);

	memcpy(bytes, &stored, sizeof stored);
}

/* HASH with its lower bits brought to its upper ones. */
static inline guint64 spread(guint64 hash)
{
	return hash * 0x9e3779b97f4a7c15u;
}

static inline gsize line_of(guint64 hash)
{
	return HEAD_BYTES + (gsize)((spread(hash) >> 32) * LINES >> 32) * LINE_BYTES;
}

/* The places of the bits in a line, one above the other. */
static inline guint64 places_of(guint64 hash)
{
	return (spread(hash) ^ hash) * 0xff51afd7ed558ccdu >> (64 - BITS * PLACE_BITS);
}

static inline guint next_place(guint64 *places)
{
	guint place = *places & ((1 << PLACE_BITS) - 1);

	*places >>= PLACE_BITS;
	return place;
}

void bloom_add(guint8 *bytes, guint64 hash)
{
	guint8 *line = bytes + line_of(hash);
	guint64 places = places_of(hash);

	if (bloom_has(bytes, hash))
		return;
	for (guint i = 0; i < BITS; i++) {
		guint place = next_place(&places);

		line[place / 8] |= (guint8)(1 << place % 8);
	}
	set_count(bytes, bloom_count(bytes) + 1);
}

gboolean bloom_has(const guint8 *bytes, guint64 hash)
{
	const guint8 *line = bytes + line_of(hash);
	guint64 places = places_of(hash);

	for (guint i = 0; i < BITS; i++) {
		guint place = next_place(&places);

		if ((line[place / 8] >> place % 8 & 1) == 0)
			return FALSE;
	}
	return TRUE;
}

void bloom_prefetch(const guint8 *bytes, guint64 hash)
{
	__builtin_prefetch(bytes + line_of(hash));
}
