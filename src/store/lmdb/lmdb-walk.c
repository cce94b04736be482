/* SPDX-License-Identifier: Apache-2.0
 *
 * Walking a MAP is LMDB's own; a SET is walked block by block. Rows that do not ascend are damage.
 */
#include "store/lmdb/lmdb-walk.h"

#include "store/lmdb/block.h"
#include "store/lmdb/lmdb-pages.h"

static Span to_span(MDB_val value)
{
	return span_new(value.mv_data, value.mv_size);
}

/* The row before, to see that rows ascend: a walk over damaged pages would else go on for ever, or
 * give rows that no question finds. */
typedef struct Before {
	guint8 row[KV_ROW_MAX];
	gsize length;
} Before;

static gboolean is_behind(Before *self, Span row)
{
	int order = memcmp(row.data, self->row, MIN(row.length, self->length));

	if (row.length > sizeof self->row || order < 0 ||
		(order == 0 && row.length <= self->length))
		return FALSE;
	memcpy(self->row, row.data, row.length);
	self->length = row.length;
	return TRUE;
}

static int walk_map(MDB_cursor *cursor, KvWalkFunc func, gpointer user_data)
{
	Before before = {.length = 0};
	MDB_val key, value;
	int code;

	while ((code = lmdb_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		if (!is_behind(&before, to_span(key)))
			return MDB_CORRUPTED;
		if (!func(to_span(key), to_span(value), user_data))
			return 0;
	}
	return code;
}

typedef struct Walk {
	KvWalkFunc func;
	gpointer user_data;
	Before before;
	gboolean stopped;
} Walk;

static int walk_block(Walk *self, const Block *block, const void *bound)
{
	gsize key_size = block->table->key_size, row_size = key_size + block->table->member_size;
	guint8 row[KV_ROW_MAX];

	for (guint i = 0; i < block->count && !self->stopped; i++) {
		block_row(block, i, row);
		if (!is_behind(&self->before, span_new(row, row_size)))
			return MDB_CORRUPTED;
		self->stopped = !self->func(span_new(row, key_size),
			span_new(row + key_size, block->table->member_size), self->user_data);
	}
	return memcmp(self->before.row, bound, row_size) <= 0 ? 0 : MDB_CORRUPTED;
}

static int walk_set(MDB_cursor *cursor, const KvTable *table, KvWalkFunc func, gpointer user_data)
{
	Walk walk = {.func = func, .user_data = user_data};
	MDB_val bound, value;
	Block block;
	int code;

	while ((code = lmdb_get(cursor, &bound, &value, MDB_NEXT)) == 0) {
		if (bound.mv_size != table->key_size + table->member_size ||
			!block_open(&block, table, to_span(value)))
			return MDB_CORRUPTED;
		code = walk_block(&walk, &block, bound.mv_data);
		if (code != 0 || walk.stopped)
			return code;
	}
	return code;
}

int lmdb_walk(MDB_cursor *cursor, const KvTable *table, KvWalkFunc func, gpointer user_data)
{
	int code = table->kind == KV_MAP ? walk_map(cursor, func, user_data)
					 : walk_set(cursor, table, func, user_data);

	return code == MDB_NOTFOUND ? 0 : code;
}
