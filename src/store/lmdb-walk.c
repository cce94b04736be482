/* SPDX-License-Identifier: Apache-2.0
 *
 * Walking a MAP is LMDB's own; a SET is walked block by block.
 */
#include "store/lmdb-walk.h"

#include "store/block.h"

static Span to_span(MDB_val value)
{
	return span_new(value.mv_data, value.mv_size);
}

static int walk_map(MDB_cursor *cursor, KvWalkFunc func, gpointer user_data)
{
	MDB_val key, value;
	int code;

	while ((code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0)
		if (!func(to_span(key), to_span(value), user_data))
			return 0;
	return code;
}

static gboolean walk_block(const Block *block, KvWalkFunc func, gpointer user_data)
{
	gsize key_size = block->table->key_size;
	guint8 row[KV_ROW_MAX];

	for (guint i = 0; i < block->count; i++) {
		block_row(block, i, row);
		if (!func(span_new(row, key_size),
			    span_new(row + key_size, block->table->member_size), user_data))
			return FALSE;
	}
	return TRUE;
}

static int walk_set(MDB_cursor *cursor, const KvTable *table, KvWalkFunc func, gpointer user_data)
{
	MDB_val key, value;
	Block block;
	int code;

	while ((code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		if (!block_open(&block, table, to_span(value)))
			return MDB_CORRUPTED;
		if (!walk_block(&block, func, user_data))
			return 0;
	}
	return code;
}

int lmdb_walk(MDB_cursor *cursor, const KvTable *table, KvWalkFunc func, gpointer user_data)
{
	int code = table->kind == KV_MAP ? walk_map(cursor, func, user_data)
					 : walk_set(cursor, table, func, user_data);

	return code == MDB_NOTFOUND ? 0 : code;
}
