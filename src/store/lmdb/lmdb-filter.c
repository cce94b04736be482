/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of all hashes are told by the highest 32 bits of these, here called tops.
 */
#include "store/lmdb/lmdb-filter.h"

#include "store/lmdb/block.h"
#include "store/lmdb/bloom.h"
#include "store/lmdb/lmdb-walk.h"

#define TOP_BYTES 4
/* A part can be halved so often: then all its hashes have one top. */
#define MOST_HALVED 32
/* Where a filter tells how often its part was halved. */
#define HALVED_AT 4

typedef struct Part {
	guint32 first, last; /* top */
	guint halved;
} Part;

typedef struct Filters {
	MDB_cursor *cursor;
	MDB_cursor *rows;
	const KvTable *table;
	guint8 filter[BLOOM_BYTES]; /* that is being made or changed */
} Filters;

guint64 lmdb_filter_hash(const guint8 *key)
{
	guint64 hash;

	memcpy(&hash, key, sizeof hash);
	return GUINT64_FROM_BE(hash);
}

int lmdb_filter_compare(const MDB_val *one, const MDB_val *other)
{
	gsize least = MIN(one->mv_size, other->mv_size);
	guint32 first, second;
	int order;

	if (least == TOP_BYTES && one->mv_size == other->mv_size) {
		memcpy(&first, one->mv_data, sizeof first);
		memcpy(&second, other->mv_data, sizeof second);
		first = GUINT32_FROM_BE(first);
		second = GUINT32_FROM_BE(second);
		return (first > second) - (first < second);
	}
	order = memcmp(one->mv_data, other->mv_data, least);
	return order != 0 ? order : (one->mv_size > least) - (other->mv_size > least);
}

static guint32 top_of(guint64 hash)
{
	return (guint32)(hash >> 32);
}

/* The part of TOP when all hashes are halved so often. */
static Part part_of(guint32 top, guint halved)
{
	guint32 rest = halved < MOST_HALVED ? G_MAXUINT32 >> halved : 0;

	return (Part){.first = top & ~rest, .last = top | rest, .halved = halved};
}

static int check_sizes(MDB_val key, MDB_val value)
{
	return key.mv_size == TOP_BYTES && value.mv_size == BLOOM_BYTES ? 0 : MDB_CORRUPTED;
}

static int read_next(MDB_cursor *cursor, MDB_cursor_op move, guint64 first, Part *ret_part,
	const guint8 **ret_bytes)
{
	MDB_val key, value;
	int code = mdb_cursor_get(cursor, &key, &value, move);
	guint32 last;

	if (code == 0)
		code = check_sizes(key, value);
	if (code != 0)
		return code;
	memcpy(&last, key.mv_data, sizeof last);
	*ret_bytes = value.mv_data;
	*ret_part = part_of(GUINT32_FROM_BE(last), MIN((*ret_bytes)[HALVED_AT], MOST_HALVED));
	if (ret_part->first != first || ret_part->last != GUINT32_FROM_BE(last))
		return MDB_CORRUPTED;
	return 0;
}

int lmdb_filter_walk(MDB_cursor *cursor, LmdbFilterFunc func, gpointer user_data)
{
	MDB_cursor_op move = MDB_FIRST;
	guint64 next = 0;
	const guint8 *bytes;
	Part part;
	int code;

	while ((code = read_next(cursor, move, next, &part, &bytes)) == 0) {
		const LmdbFilter filter = {(guint64)part.first << 32, part.halved, bytes};

		if (func != NULL)
			func(&filter, user_data);
		next = (guint64)part.last + 1;
		move = MDB_NEXT;
	}
	if (code != MDB_NOTFOUND)
		return code;
	return next == 0 || next > G_MAXUINT32 ? 0 : MDB_CORRUPTED;
}

/* Move CURSOR to the filter for the top *INOUT_TOP; gives the last top of its part there. */
static int read_filter(MDB_cursor *cursor, guint32 *inout_top, MDB_val *ret)
{
	guint32 stored = GUINT32_TO_BE(*inout_top);
	MDB_val key = {.mv_size = TOP_BYTES, .mv_data = &stored};
	int code = mdb_cursor_get(cursor, &key, ret, MDB_SET_RANGE);

	if (code == 0)
		code = check_sizes(key, *ret);
	if (code != 0)
		return code;
	memcpy(&stored, key.mv_data, sizeof stored);
	*inout_top = GUINT32_FROM_BE(stored);
	return 0;
}

int lmdb_filter_find(MDB_cursor *cursor, guint64 hash, const guint8 **ret_filter)
{
	MDB_val value = {.mv_data = NULL};
	guint32 top = top_of(hash);
	int code = read_filter(cursor, &top, &value);

	*ret_filter = code == 0 ? value.mv_data : NULL;
	return code == MDB_NOTFOUND ? 0 : code;
}

static int put_filter(Filters *self, Part part)
{
	guint32 last = GUINT32_TO_BE(part.last);
	MDB_val key = {.mv_size = TOP_BYTES, .mv_data = &last};
	MDB_val value = {.mv_size = BLOOM_BYTES, .mv_data = self->filter};

	self->filter[HALVED_AT] = (guint8)part.halved;
	return mdb_cursor_put(self->cursor, &key, &value, 0);
}

static gboolean is_full(const Filters *self, Part part)
{
	return bloom_count(self->filter) > BLOOM_HASHES && part.halved < MOST_HALVED;
}

/* Add the rows of BLOCK that are of PART; FALSE when none that follows will be. */
static gboolean add_block(Filters *self, const Block *block, Part part)
{
	guint8 row[KV_ROW_MAX];

	for (guint i = 0; i < block->count; i++) {
		guint64 hash;

		block_row(block, i, row);
		hash = lmdb_filter_hash(row);
		if (top_of(hash) > part.last)
			return FALSE;
		if (top_of(hash) >= part.first)
			bloom_add(self->filter, hash);
	}
	return TRUE;
}

/* Make the filter of PART from the rows, as far as it has room for them. */
static int make_filter(Filters *self, Part part)
{
	guint32 first = GUINT32_TO_BE(part.first);
	guint8 least[KV_ROW_MAX] = {0};
	MDB_val bound = {.mv_size = self->table->key_size + self->table->member_size};
	MDB_val value;
	MDB_cursor_op move = MDB_SET_RANGE;
	int code;

	bloom_init(self->filter);
	memcpy(least, &first, sizeof first);
	bound.mv_data = least;
	while ((code = mdb_cursor_get(self->rows, &bound, &value, move)) == 0) {
		Block block;

		if (!block_open(&block, self->table, span_new(value.mv_data, value.mv_size)))
			return MDB_CORRUPTED;
		if (!add_block(self, &block, part) || is_full(self, part))
			return 0;
		move = MDB_NEXT;
	}
	return code == MDB_NOTFOUND ? 0 : code;
}

/* Put the filters of PART, halved as often as its rows need it. */
static int make_filters(Filters *self, Part part)
{
	int code = make_filter(self, part);

	if (code != 0 || !is_full(self, part))
		return code != 0 ? code : put_filter(self, part);
	code = make_filters(self, part_of(part.first, part.halved + 1));
	return code != 0 ? code : make_filters(self, part_of(part.last, part.halved + 1));
}

/* Add those of CHANGES that are of PART, whose filter is at hand; gives how many these are. */
static gsize add_changes(Filters *self, Part part, const KvChange *changes, gsize count)
{
	gsize taken = 0;

	for (; taken < count; taken++) {
		guint64 hash = lmdb_filter_hash((const guint8 *)changes[taken].row.data);

		if (top_of(hash) > part.last)
			break;
		if (changes[taken].kind == KV_ADD)
			bloom_add(self->filter, hash);
	}
	return taken;
}

/* Take the filter for ROW to hand. */
static int load_filter(Filters *self, const guint8 *row, Part *ret_part)
{
	guint32 top = top_of(lmdb_filter_hash(row)), last = top;
	MDB_val value;
	int code = read_filter(self->cursor, &last, &value);

	if (code != 0)
		return code;
	memcpy(self->filter, value.mv_data, BLOOM_BYTES);
	*ret_part = part_of(last, MIN(self->filter[HALVED_AT], MOST_HALVED));
	return ret_part->first <= top && ret_part->last == last ? 0 : MDB_CORRUPTED;
}

/* Bring the filter of the first of CHANGES up to date; *RET_TAKEN is how many it concerned. */
static int apply_part(Filters *self, const KvChange *changes, gsize count, gsize *ret_taken)
{
	guint before;
	Part part;
	int code = load_filter(self, (const guint8 *)changes[0].row.data, &part);

	*ret_taken = count;
	if (code == MDB_NOTFOUND)
		return make_filters(self, part_of(0, 0));
	if (code != 0)
		return code;
	before = bloom_count(self->filter);
	*ret_taken = add_changes(self, part, changes, count);
	if (is_full(self, part))
		return make_filters(self, part);
	return bloom_count(self->filter) == before ? 0 : put_filter(self, part);
}

int lmdb_filter_apply(MDB_cursor *filters, MDB_cursor *rows, const KvTable *table,
	const KvChange *changes, gsize count)
{
	Filters self = {.cursor = filters, .rows = rows, .table = table};
	gsize taken;
	int code = 0;

	for (gsize at = 0; at < count && code == 0; at += taken)
		code = apply_part(&self, changes + at, count - at, &taken);
	return code;
}

typedef struct Check {
	MDB_cursor *cursor;
	const guint8 *filter; /* at hand, for tops up to last; NULL: none */
	guint32 last;
	gboolean holds;
	int code;
} Check;

static gboolean check_row(Span key, Span member, gpointer user_data)
{
	Check *self = user_data;
	guint64 hash = lmdb_filter_hash((const guint8 *)key.data);
	guint32 top = top_of(hash);
	MDB_val value;

	if (self->filter == NULL || top > self->last) {
		self->last = top;
		self->code = read_filter(self->cursor, &self->last, &value);
		self->filter = self->code == 0 ? value.mv_data : NULL;
	}
	self->holds = self->filter != NULL && bloom_has(self->filter, hash);
	return self->holds;
}

int lmdb_filter_check(
	MDB_cursor *filters, MDB_cursor *rows, const KvTable *table, gboolean *ret_holds)
{
	Check check = {.cursor = filters, .holds = TRUE};
	int code = lmdb_filter_walk(filters, NULL, NULL);

	if (code == 0)
		code = lmdb_walk(rows, table, check_row, &check);
	if (code == 0 && check.code != MDB_NOTFOUND)
		code = check.code;
	/* No filter at all is none that denies. */
	*ret_holds = check.holds || check.code == MDB_NOTFOUND;
	return code;
}
