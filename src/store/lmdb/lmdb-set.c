/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks that are found by their bounds, and grow. One that is full is laid out anew together with
 * its neighbours, so that blocks are at least about four fifths full however the rows come.
 */
#include "store/lmdb/lmdb-set.h"

#include "store/lmdb/block.h"
#include "store/lmdb/bloom.h"
#include "store/lmdb/lmdb-filter.h"

/* Neighbouring blocks that are laid out anew together. */
#define GROUP 4

/* Questions that are answered together. */
#define TOGETHER 64

static gsize row_size_of(const KvTable *table)
{
	return table->key_size + table->member_size;
}

int lmdb_set_compare(const MDB_val *one, const MDB_val *other)
{
	guint64 first, second;
	int order;

	if (one->mv_size == other->mv_size && one->mv_size >= sizeof first) {
		memcpy(&first, one->mv_data, sizeof first);
		memcpy(&second, other->mv_data, sizeof second);
		if (first != second)
			return GUINT64_FROM_BE(first) < GUINT64_FROM_BE(second) ? -1 : 1;
	}
	order = memcmp(one->mv_data, other->mv_data, MIN(one->mv_size, other->mv_size));
	if (order != 0 || one->mv_size == other->mv_size)
		return order;
	return one->mv_size < other->mv_size ? -1 : 1;
}

static int open_block(const KvTable *table, MDB_val bound, MDB_val value, Block *ret)
{
	if (bound.mv_size != row_size_of(table) ||
		!block_open(ret, table, span_new(value.mv_data, value.mv_size)))
		return MDB_CORRUPTED;
	return 0;
}

/* Move CURSOR; 0 with its block and bound, which is as long as a row. */
static int read_block(
	MDB_cursor *cursor, MDB_cursor_op move, const KvTable *table, MDB_val *bound, Block *ret)
{
	MDB_val value;
	int code = mdb_cursor_get(cursor, bound, &value, move);

	return code == 0 ? open_block(table, *bound, value, ret) : code;
}

/* A question of TABLE on its way to its answer. */
typedef struct Search {
	MDB_cursor *cursor;
	LmdbDirectory *filters;
	const KvTable *table;
	KvAsk *ask;
	KvQuestion *question;
	const guint8 *filter; /* NULL: not known */
	MDB_val bound;
	MDB_val value; /* of the first block that may have rows; no data when there is none */
	Block block;
} Search;

static guint64 search_hash(const Search *self)
{
	return lmdb_filter_hash((const guint8 *)kv_question_key(self->ask, self->question).data);
}

static int search_find_filter(Search *self)
{
	int code = lmdb_directory_find(self->filters, search_hash(self), &self->filter);

	if (self->filter != NULL)
		bloom_prefetch(self->filter, search_hash(self));
	return code;
}

static gboolean search_is_vain(const Search *self)
{
	return self->filter != NULL && !bloom_has(self->filter, search_hash(self));
}

/* Leave those of SEARCHES whose keys the table may have. */
static int sift(Search *searches, guint count, guint *ret_left)
{
	int code = 0;

	*ret_left = 0;
	for (guint i = 0; i < count; i++)
		lmdb_directory_prefetch(searches[i].filters, search_hash(&searches[i]));
	for (guint i = 0; i < count && code == 0; i++)
		code = search_find_filter(&searches[i]);
	for (guint i = 0; i < count && code == 0; i++)
		if (!search_is_vain(&searches[i]))
			searches[(*ret_left)++] = searches[i];
	return code;
}

static int search_find(Search *self)
{
	guint8 least[KV_ROW_MAX] = {0};
	Span key = kv_question_key(self->ask, self->question);
	int code;

	memcpy(least, key.data, key.length);
	self->bound = (MDB_val){.mv_size = row_size_of(self->table), .mv_data = least};
	self->value = (MDB_val){.mv_data = NULL};
	code = mdb_cursor_get(self->cursor, &self->bound, &self->value, MDB_SET_RANGE);
	return code == MDB_NOTFOUND ? 0 : code;
}

static int search_open(Search *self)
{
	if (self->value.mv_data == NULL)
		return 0;
	return open_block(self->table, self->bound, self->value, &self->block);
}

/* Add what the block at hand has to the answer, which has room for LEFT members; gives how much
 * room there is then. */
static guint search_add(Search *self, guint left)
{
	gsize size = self->table->member_size;
	guint first = 0;
	guint count = block_find(&self->block, kv_question_key(self->ask, self->question), &first);
	guint8 *room;

	count = MIN(count, left);
	if (count == 0)
		return left;
	if (!self->question->found)
		kv_question_found(self->ask, self->question);
	room = kv_question_extend(self->ask, self->question, count * size);
	for (guint i = 0; i < count; i++)
		block_member(&self->block, first + i, room + i * size);
	return left - count;
}

/* The next block has more of a key only when the key is in between. */
static gboolean search_goes_on(const Search *self)
{
	Span key = kv_question_key(self->ask, self->question);

	return memcmp(self->bound.mv_data, key.data, key.length) == 0;
}

static int search_take(Search *self)
{
	guint left = self->question->limit;
	int code = 0;

	if (self->value.mv_data == NULL)
		return 0;
	left = search_add(self, left);
	if (left > 0 && search_goes_on(self))
		code = mdb_cursor_get(self->cursor, &self->bound, &self->value, MDB_SET);
	while (left > 0 && code == 0 && search_goes_on(self)) {
		code = read_block(self->cursor, MDB_NEXT, self->table, &self->bound, &self->block);
		if (code == 0)
			left = search_add(self, left);
	}
	return code == MDB_NOTFOUND ? 0 : code;
}

/* A block of a large table is in no cache of the processor. When all blocks are found before one is
 * opened, and all are opened before one is searched, it waits for several of them at once. */
static int fetch_together(const Search *common, KvQuestion *questions, guint count)
{
	Search searches[TOGETHER];
	int code = 0;

	for (guint i = 0; i < count; i++) {
		searches[i] = *common;
		searches[i].question = &questions[i];
	}
	if (common->filters != NULL)
		code = sift(searches, count, &count);
	for (guint i = 0; i < count && code == 0; i++)
		code = search_find(&searches[i]);
	for (guint i = 0; i < count && code == 0; i++)
		code = search_open(&searches[i]);
	for (guint i = 0; i < count && code == 0; i++)
		code = search_take(&searches[i]);
	return code;
}

int lmdb_set_fetch(MDB_cursor *cursor, LmdbDirectory *filters, const KvTable *table, KvAsk *ask,
	KvQuestion *questions, guint count)
{
	const Search common = {.cursor = cursor, .filters = filters, .table = table, .ask = ask};
	int code = 0;

	for (guint at = 0; at < count && code == 0; at += TOGETHER)
		code = fetch_together(&common, questions + at, MIN(count - at, TOGETHER));
	return code;
}

/* Rows on their way into blocks: those of a few neighbours at most, with the changes to them. */
typedef struct Group {
	MDB_cursor *cursor;
	const KvTable *table;
	gsize row_size;
	guint8 bound[KV_ROW_MAX]; /* of the last block taken */
	GByteArray *rows;
	gboolean changed;  /* the rows are not those that the blocks hold */
	GByteArray *value; /* scratch */
} Group;

static void group_add(Group *self, const void *row)
{
	g_byte_array_append(self->rows, row, (guint)self->row_size);
}

static void group_change(Group *self, const KvChange *change, gboolean is_there)
{
	gboolean stays = change->kind == KV_ADD;

	self->changed |= stays != is_there;
	if (stays)
		group_add(self, change->row.data);
}

/* Add the rows of BLOCK, NULL for none, and those CHANGES that are not behind the bound; gives how
 * many these are. */
static gsize group_merge(Group *self, const Block *block, const KvChange *changes, gsize count)
{
	guint8 row[KV_ROW_MAX];
	gsize taken = 0;

	for (guint i = 0; block != NULL && i < block->count; i++) {
		int order = 1;

		block_row(block, i, row);
		for (; taken < count; taken++) {
			order = memcmp(changes[taken].row.data, row, self->row_size);
			if (order >= 0)
				break;
			group_change(self, &changes[taken], FALSE);
		}
		if (taken < count && order == 0)
			group_change(self, &changes[taken++], TRUE);
		else
			group_add(self, row);
	}
	while (taken < count && memcmp(changes[taken].row.data, self->bound, self->row_size) <= 0)
		group_change(self, &changes[taken++], FALSE);
	return taken;
}

/* Take the block that ROW belongs into, with the changes to it. */
static int group_take(
	Group *self, const void *row, const KvChange *changes, gsize count, gsize *taken)
{
	MDB_val bound = {.mv_size = self->row_size, .mv_data = (void *)row};
	Block block;
	int code = read_block(self->cursor, MDB_SET_RANGE, self->table, &bound, &block);

	if (code != 0)
		return code;
	memcpy(self->bound, bound.mv_data, self->row_size);
	*taken += group_merge(self, &block, changes + *taken, count - *taken);
	return 0;
}

static int group_put(Group *self, gsize at, gsize count)
{
	const guint8 *rows = self->rows->data + at * self->row_size;
	gboolean is_last = (at + count) * self->row_size == self->rows->len;
	MDB_val bound = {.mv_size = self->row_size, .mv_data = self->bound};
	MDB_val value;

	if (!is_last)
		bound.mv_data = (void *)(rows + (count - 1) * self->row_size);
	block_write(self->table, rows, count, self->value);
	value = (MDB_val){.mv_size = self->value->len, .mv_data = self->value->data};
	return mdb_cursor_put(self->cursor, &bound, &value, 0);
}

static gsize group_count(const Group *self)
{
	return self->rows->len / self->row_size;
}

/* How many rows from the one at AT on fit into one block, at most MOST. */
static gsize group_fit(const Group *self, gsize at, gsize most)
{
	return block_fit(self->table, self->rows->data + at * self->row_size,
		MIN(most, group_count(self) - at));
}

static gboolean group_is_at_end(const Group *self)
{
	guint8 greatest[KV_ROW_MAX];

	memset(greatest, 0xff, sizeof greatest);
	return memcmp(self->bound, greatest, self->row_size) == 0;
}

/* How many rows each block of the group shall have at most. In the middle of a table all have the
 * same room for more; a table whose keys are growing numbers gets its rows at its end, and there
 * blocks are filled. */
static gsize group_share(const Group *self)
{
	gsize count = group_count(self), blocks = 0;

	if (group_is_at_end(self))
		return count;
	for (gsize at = 0; at < count; at += group_fit(self, at, count))
		blocks++;
	return (count + blocks - 1) / blocks;
}

static int group_lay_out(Group *self)
{
	gsize count = group_count(self), share, fitting;
	int code = 0;

	if (count == 0)
		return mdb_cursor_del(self->cursor, 0);
	share = group_share(self);
	for (gsize at = 0; at < count && code == 0; at += fitting) {
		fitting = group_fit(self, at, share);
		code = group_put(self, at, fitting);
	}
	return code;
}

static gboolean group_fits(const Group *self)
{
	gsize count = group_count(self);

	return count == 0 || group_fit(self, 0, count) == count;
}

/* Apply the first of CHANGES and those to the same rows' neighbours. */
static int group_apply(Group *self, const KvChange *changes, gsize count, gsize *ret_taken)
{
	int code;

	*ret_taken = 0;
	self->changed = FALSE;
	g_byte_array_set_size(self->rows, 0);
	code = group_take(self, changes[0].row.data, changes, count, ret_taken);
	if (code == MDB_NOTFOUND) {
		memset(self->bound, 0xff, self->row_size);
		*ret_taken = group_merge(self, NULL, changes, count);
	}
	for (guint i = 1; i < GROUP && code == 0 && self->changed && !group_fits(self); i++) {
		code = mdb_cursor_del(self->cursor, 0);
		if (code == 0)
			code = group_take(self, self->bound, changes, count, ret_taken);
	}
	if (code != 0 && code != MDB_NOTFOUND)
		return code;
	return self->changed ? group_lay_out(self) : 0;
}

int lmdb_set_apply(MDB_cursor *cursor, const KvTable *table, const KvChange *changes, gsize count)
{
	g_autoptr(GByteArray) rows = g_byte_array_new();
	g_autoptr(GByteArray) value = g_byte_array_new();
	Group group = {
		.cursor = cursor,
		.table = table,
		.row_size = row_size_of(table),
		.rows = rows,
		.value = value,
	};
	gsize taken;
	int code = 0;

	for (gsize at = 0; at < count && code == 0; at += taken)
		code = group_apply(&group, changes + at, count - at, &taken);
	return code;
}

int lmdb_set_count(MDB_cursor *cursor, const KvTable *table, guint64 *ret_count)
{
	MDB_cursor_op move = MDB_FIRST;
	MDB_val bound;
	Block block;
	int code;

	*ret_count = 0;
	while ((code = read_block(cursor, move, table, &bound, &block)) == 0) {
		*ret_count += block.count;
		move = MDB_NEXT;
	}
	return code == MDB_NOTFOUND ? 0 : code;
}
