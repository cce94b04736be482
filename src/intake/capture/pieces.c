/* SPDX-License-Identifier: Apache-2.0
 *
 * A sorted array: pieces come nearly in order, so that most are added at its end.
 */
#include "intake/capture/pieces.h"

#include <string.h>

static Piece *piece_at(const Pieces *pieces, guint index)
{
	return &g_array_index(pieces->pieces, Piece, index);
}

guint pieces_count(const Pieces *pieces)
{
	return pieces->pieces != NULL ? pieces->pieces->len : 0;
}

void pieces_clear(Pieces *pieces)
{
	for (guint i = 0; i < pieces_count(pieces); i++)
		g_free(piece_at(pieces, i)->data);
	if (pieces->pieces != NULL)
		g_array_unref(pieces->pieces);
	*pieces = (Pieces){0};
}

const Piece *pieces_first(const Pieces *pieces)
{
	return pieces_count(pieces) > 0 ? piece_at(pieces, 0) : NULL;
}

Piece pieces_take(Pieces *pieces)
{
	Piece piece = *piece_at(pieces, 0);

	g_array_remove_index(pieces->pieces, 0);
	pieces->bytes -= piece.length;
	return piece;
}

/* The first piece that ends behind OFFSET. */
static guint find(const Pieces *pieces, guint64 offset)
{
	guint low = 0;
	guint high = pieces_count(pieces);

	if (high > 0 &&
		piece_at(pieces, high - 1)->offset + piece_at(pieces, high - 1)->length <= offset)
		return high;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		const Piece *piece = piece_at(pieces, middle);

		if (piece->offset + piece->length > offset)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void insert(Pieces *pieces, guint index, guint64 offset, Span span)
{
	Piece piece = {
		.offset = offset, .length = span.length, .data = g_memdup2(span.data, span.length)};

	g_array_insert_val(pieces->pieces, index, piece);
	pieces->bytes += span.length;
}

void pieces_add(Pieces *pieces, guint64 offset, Span span)
{
	if (pieces->pieces == NULL)
		pieces->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
	guint index = find(pieces, offset);

	while (span.length > 0) {
		const Piece *next = index < pieces->pieces->len ? piece_at(pieces, index) : NULL;

		if (next == NULL || next->offset >= offset + span.length) {
			insert(pieces, index, offset, span);
			return;
		}
		gsize done;

		if (next->offset > offset) {
			done = (gsize)(next->offset - offset);
			insert(pieces, index, offset, span_new(span.data, done));
		} else {
			gsize inside = (gsize)(offset - next->offset);

			done = MIN(next->length - inside, span.length);
			if (memcmp(next->data + inside, span.data, done) != 0)
				pieces->conflict = TRUE;
		}
		index++;
		offset += done;
		span = span_from(span, done);
	}
}
