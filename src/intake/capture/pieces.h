/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes at places of a longer whole, of which others are still missing: segments of a TCP
 * stream, fragments of a datagram. Where two bytes claim one place the first that came wins, and it
 * is noted when they differ.
 */
#pragma once

#include "base/span.h"

typedef struct Piece {
	guint64 offset;
	gsize length;
	guint8 *data; /* owned by the Pieces */
} Piece;

typedef struct Pieces {
	GArray *pieces; /* of Piece, in order, none overlap; NULL while empty */
	gsize bytes;
	gboolean conflict; /* a byte came again and was another one */
} Pieces;

/* All zero is empty; pieces_clear frees what it holds and leaves it empty, the conflict too. */
void pieces_clear(Pieces *pieces);
/* Keep the bytes of SPAN, which are copied, at OFFSET. */
void pieces_add(Pieces *pieces, guint64 offset, Span span);
/* The first piece, or NULL. Borrowed. */
const Piece *pieces_first(const Pieces *pieces);
/* Take the first piece away: its data is freed with g_free by the caller. */
Piece pieces_take(Pieces *pieces);
guint pieces_count(const Pieces *pieces);
