/* SPDX-License-Identifier: Apache-2.0
 *
 * Datagrams under way, the oldest first: it gives way when there are too many or it waits too long.
 */
#include "intake/capture/datagrams.h"

#include <string.h>

#include "base/limits.h"
#include "intake/capture/pieces.h"
#include "intake/capture/seeded-hash.h"

/* The largest payload that IP can carry. */
#define DATAGRAM_BYTES 65535

/* The start of a Datagram is its key. */
typedef struct DatagramKey {
	guint8 from[16];
	guint8 to[16];
	guint32 identification;
	guint32 protocol;
} DatagramKey;

typedef struct Datagram {
	DatagramKey key;
	GList link; /* in the order of their first fragments */
	gint64 time;
	Pieces pieces;
	gsize reach;  /* where the furthest fragment ends */
	gsize length; /* 0 until the last fragment is there */
} Datagram;

struct Datagrams {
	GHashTable *table; /* of Datagram, owned, its own key */
	GQueue order;
	guint8 whole[DATAGRAM_BYTES];
};

static guint datagram_hash(gconstpointer key)
{
	return seeded_hash(key, sizeof(DatagramKey));
}

static gboolean datagram_equal(gconstpointer left, gconstpointer right)
{
	return memcmp(left, right, sizeof(DatagramKey)) == 0;
}

static void datagram_free(gpointer data)
{
	Datagram *datagram = data;

	pieces_clear(&datagram->pieces);
	g_free(datagram);
}

Datagrams *datagrams_new(void)
{
	Datagrams *datagrams = g_new0(Datagrams, 1);

	datagrams->table =
		g_hash_table_new_full(datagram_hash, datagram_equal, NULL, datagram_free);
	return datagrams;
}

void datagrams_free(Datagrams *datagrams)
{
	if (datagrams == NULL)
		return;
	g_hash_table_unref(datagrams->table);
	g_free(datagrams);
}

static void drop(Datagrams *datagrams, Datagram *datagram)
{
	g_queue_unlink(&datagrams->order, &datagram->link);
	g_hash_table_remove(datagrams->table, &datagram->key);
}

static void drop_old(Datagrams *datagrams, gint64 time)
{
	Datagram *oldest;

	while ((oldest = g_queue_peek_head(&datagrams->order)) != NULL) {
		if (datagrams->order.length <= LIMIT_DATAGRAMS &&
			time - oldest->time <= LIMIT_DATAGRAM_SECONDS * G_USEC_PER_SEC)
			return;
		drop(datagrams, oldest);
	}
}

static Datagram *find(Datagrams *datagrams, const Fragment *fragment, gint64 time)
{
	DatagramKey key = {
		.identification = fragment->identification, .protocol = fragment->protocol};

	memcpy(key.from, fragment->from, sizeof key.from);
	memcpy(key.to, fragment->to, sizeof key.to);
	Datagram *datagram = g_hash_table_lookup(datagrams->table, &key);

	if (datagram != NULL)
		return datagram;
	datagram = g_new0(Datagram, 1);
	datagram->key = key;
	datagram->time = time;
	datagram->link.data = datagram;
	g_queue_push_tail_link(&datagrams->order, &datagram->link);
	g_hash_table_add(datagrams->table, datagram);
	return datagram;
}

/* Pieces do not overlap: when they hold as many bytes as the whole has, none is missing. One that
 * reaches further than the last fragment is forged and never whole. */
static gboolean is_whole(const Datagram *datagram)
{
	return datagram->length > 0 && datagram->reach == datagram->length &&
	       datagram->pieces.bytes == datagram->length;
}

static Span put_together(Datagrams *datagrams, Datagram *datagram)
{
	gsize length = datagram->length;

	while (pieces_first(&datagram->pieces) != NULL) {
		Piece piece = pieces_take(&datagram->pieces);
		g_autofree guint8 *data = piece.data;

		memcpy(datagrams->whole + piece.offset, data, piece.length);
	}
	drop(datagrams, datagram);
	return span_new(datagrams->whole, length);
}

gboolean datagrams_add(Datagrams *datagrams, const Fragment *fragment, gint64 time, Span *ret)
{
	gsize end = fragment->offset + fragment->bytes.length;

	if (fragment->bytes.length == 0 || end > DATAGRAM_BYTES)
		return FALSE;
	Datagram *datagram = find(datagrams, fragment, time);

	if (pieces_count(&datagram->pieces) >= LIMIT_DATAGRAM_PIECES)
		return FALSE;
	pieces_add(&datagram->pieces, fragment->offset, fragment->bytes);
	if (!fragment->more && datagram->length == 0)
		datagram->length = end;
	datagram->reach = MAX(datagram->reach, end);
	gboolean whole = is_whole(datagram);

	if (whole)
		*ret = put_together(datagrams, datagram);
	drop_old(datagrams, time);
	return whole;
}
