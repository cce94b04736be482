/* SPDX-License-Identifier: Apache-2.0
 *
 * The store in LMDB. A row of a SET costs little more than its own bytes: its first byte is the
 * key, the rest a duplicate of fixed size, and LMDB packs such duplicates without headers. Changes
 * are applied in their order, which makes neighbours share pages.
 */
#include "base/error.h"
#include "store/environment.h"
#include "store/kv-backend.h"
#include "store/place.h"
#include "store/writer-lock.h"

#define SET_PREFIX 1

typedef struct LmdbStore {
	char *path;
	KvOptions options;
	Environment *environment; /* NULL: there is no store yet */
	WriterLock *lock;         /* KV_WRITE only */
	MDB_txn *txn;             /* the view's snapshot, kept for renewal */
	gboolean in_view;         /* the snapshot is alive */
	MDB_cursor *cursors[32];  /* of the view */
	gboolean changed;         /* since the last compaction */
} LmdbStore;

static MDB_val to_val(Span span)
{
	return (MDB_val){.mv_size = span.length, .mv_data = (void *)span.data};
}

static Span to_span(MDB_val value)
{
	return span_new(value.mv_data, value.mv_size);
}

static void snapshot_end(LmdbStore *self)
{
	if (!self->in_view)
		return;
	for (guint i = 0; i < self->options.table_count; i++) {
		if (self->cursors[i] != NULL)
			mdb_cursor_close(self->cursors[i]);
		self->cursors[i] = NULL;
	}
	environment_end_view(self->environment, self->txn);
	self->in_view = FALSE;
}

static void store_end(gpointer data)
{
	LmdbStore *self = data;

	snapshot_end(self);
	if (self->lock != NULL)
		writer_lock_release(self->lock);
}

static void let_go(LmdbStore *self)
{
	if (self->txn != NULL && environment_is_own(self->environment, NULL))
		mdb_txn_abort(self->txn);
	self->txn = NULL;
	g_clear_pointer(&self->environment, environment_release);
}

static void store_close(gpointer data)
{
	LmdbStore *self = data;

	store_end(self);
	let_go(self);
	writer_lock_free(self->lock);
	g_free(self->path);
	g_free(self);
}

/* A new store is made under the writers' lock. */
static gboolean open_for_writing(LmdbStore *self, GError **error)
{
	if (!place_prepare(self->path, error))
		return FALSE;
	self->lock = writer_lock_new(self->path, error);
	if (self->lock == NULL ||
		!writer_lock_acquire(self->lock, self->options.wait_seconds, error))
		return FALSE;
	self->environment = environment_acquire(self->path, &self->options, error);
	writer_lock_release(self->lock);
	return self->environment != NULL;
}

/* Open the newest file, which may be another one than before; there may be none to read. */
static gboolean open_newest(LmdbStore *self, GError **error)
{
	GError *failure = NULL;

	if (self->environment != NULL && environment_is_newest(self->environment))
		return TRUE;
	if (!environment_is_own(self->environment, error))
		return FALSE;
	let_go(self);

	self->environment = environment_acquire(self->path, &self->options, &failure);
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}

static gpointer store_open(const char *path, const KvOptions *options, GError **error)
{
	LmdbStore *self = g_new0(LmdbStore, 1);
	gboolean done;

	self->path = g_strdup(path);
	self->options = *options;
	if (options->mode == KV_WRITE)
		done = open_for_writing(self, error);
	else
		done = open_newest(self, error);
	if (done)
		return self;
	store_close(self);
	return NULL;
}

static gboolean begin_view(LmdbStore *self, gboolean *ret_missing, GError **error)
{
	if (!open_newest(self, error))
		return FALSE;
	*ret_missing = self->environment == NULL;
	if (*ret_missing)
		return TRUE;
	self->in_view = environment_begin_view(self->environment, &self->txn, error);
	return self->in_view;
}

static gboolean store_begin(gpointer data, gboolean *ret_missing, GError **error)
{
	LmdbStore *self = data;

	if (self->lock != NULL &&
		!writer_lock_acquire(self->lock, self->options.wait_seconds, error))
		return FALSE;
	if (begin_view(self, ret_missing, error))
		return TRUE;
	if (self->lock != NULL)
		writer_lock_release(self->lock);
	return FALSE;
}

static int fetch_value(LmdbStore *self, KvAsk *ask, KvQuestion *question)
{
	MDB_val key = to_val(kv_question_key(ask, question)), value;
	int code = mdb_get(
		self->txn, environment_table(self->environment, question->table), &key, &value);

	if (code == 0) {
		kv_question_found(ask, question);
		kv_question_append(ask, question, to_span(value));
	}
	return code == MDB_NOTFOUND ? 0 : code;
}

static int fetch_members(LmdbStore *self, KvAsk *ask, KvQuestion *question)
{
	const KvTable *table = &self->options.tables[question->table];
	MDB_cursor *cursor = self->cursors[question->table];
	Span prefix = kv_question_key(ask, question);
	Span rest = span_from(prefix, SET_PREFIX);
	guint8 row[KV_ROW_MAX] = {0};
	MDB_val key = {.mv_size = SET_PREFIX, .mv_data = (void *)prefix.data};
	MDB_val value = {.mv_size = rest.length + table->member_size, .mv_data = row};
	int code;

	memcpy(row, rest.data, rest.length);
	code = mdb_cursor_get(cursor, &key, &value, MDB_GET_BOTH_RANGE);
	for (guint i = 0; i < question->limit && code == 0; i++) {
		if (value.mv_size != rest.length + table->member_size)
			return MDB_CORRUPTED;
		if (memcmp(value.mv_data, rest.data, rest.length) != 0)
			break;
		if (i == 0)
			kv_question_found(ask, question);
		kv_question_append(ask, question, span_from(to_span(value), rest.length));
		code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT_DUP);
	}
	return code == MDB_NOTFOUND ? 0 : code;
}

static int cursor_ready(LmdbStore *self, guint table)
{
	if (self->cursors[table] != NULL)
		return 0;
	return mdb_cursor_open(
		self->txn, environment_table(self->environment, table), &self->cursors[table]);
}

static gboolean store_fetch(gpointer data, KvAsk *ask, GError **error)
{
	LmdbStore *self = data;
	int code = 0;

	for (guint i = 0; i < ask->questions->len && code == 0; i++) {
		KvQuestion *question = &g_array_index(ask->questions, KvQuestion, i);

		if (self->options.tables[question->table].kind == KV_MAP) {
			code = fetch_value(self, ask, question);
			continue;
		}
		code = cursor_ready(self, question->table);
		if (code == 0)
			code = fetch_members(self, ask, question);
	}
	return code == 0 || environment_error(self->environment, code, "read", error);
}

/* Where the next rows of one table go, and what its last row is: rows behind it are appended, which
 * fills pages instead of splitting them in halves. */
typedef struct Writer {
	MDB_cursor *cursor;
	const KvTable *table;
	gboolean last_known;
	gboolean empty;
	guint8 last[KV_KEY_MAX > KV_ROW_MAX ? KV_KEY_MAX : KV_ROW_MAX];
	gsize last_length;
} Writer;

static gboolean writer_is_behind(const Writer *self, Span row)
{
	int difference = memcmp(row.data, self->last, MIN(row.length, self->last_length));

	if (self->empty)
		return FALSE;
	return difference > 0 || (difference == 0 && row.length > self->last_length);
}

static void writer_set_last(Writer *self, Span row)
{
	memcpy(self->last, row.data, row.length);
	self->last_length = row.length;
	self->empty = FALSE;
	self->last_known = TRUE;
}

static int writer_find_last_key(Writer *self)
{
	MDB_val key, value;
	int code = mdb_cursor_get(self->cursor, &key, &value, MDB_LAST);

	self->last_known = TRUE;
	self->empty = code == MDB_NOTFOUND;
	if (code == 0 && key.mv_size > sizeof self->last)
		return MDB_CORRUPTED;
	if (code == 0)
		writer_set_last(self, to_span(key));
	return self->empty ? 0 : code;
}

static int put_value(Writer *self, const KvChange *change)
{
	MDB_val key = to_val(change->row), value = to_val(change->value);
	int code = self->last_known ? 0 : writer_find_last_key(self);
	guint flags = 0;

	if (code != 0)
		return code;
	if (self->empty || writer_is_behind(self, change->row)) {
		flags = MDB_APPEND;
		writer_set_last(self, change->row);
	}
	return mdb_cursor_put(self->cursor, &key, &value, flags);
}

/* The last row with the first byte of ROW. */
static int writer_find_last_row(Writer *self, Span row)
{
	MDB_val key = {.mv_size = SET_PREFIX, .mv_data = (void *)row.data}, value;
	int code = mdb_cursor_get(self->cursor, &key, &value, MDB_SET);

	if (code == 0)
		code = mdb_cursor_get(self->cursor, &key, &value, MDB_LAST_DUP);
	self->last_known = TRUE;
	self->empty = code == MDB_NOTFOUND;
	memcpy(self->last, row.data, SET_PREFIX);
	if (code != 0)
		return self->empty ? 0 : code;
	if (value.mv_size + SET_PREFIX != row.length)
		return MDB_CORRUPTED;
	memcpy(self->last + SET_PREFIX, value.mv_data, value.mv_size);
	self->last_length = row.length;
	return 0;
}

static int add_member(Writer *self, const KvChange *change)
{
	MDB_val key = {.mv_size = SET_PREFIX, .mv_data = (void *)change->row.data};
	MDB_val value = to_val(span_from(change->row, SET_PREFIX));
	guint flags = MDB_NODUPDATA;
	int code = 0;

	if (!self->last_known || memcmp(self->last, change->row.data, SET_PREFIX) != 0)
		code = writer_find_last_row(self, change->row);
	if (code != 0)
		return code;
	if (!self->empty && writer_is_behind(self, change->row))
		flags = MDB_APPENDDUP;
	if (self->empty || flags == MDB_APPENDDUP)
		writer_set_last(self, change->row);
	code = mdb_cursor_put(self->cursor, &key, &value, flags);
	return code == MDB_KEYEXIST ? 0 : code;
}

static int writer_apply(Writer *self, const KvChange *change)
{
	MDB_txn *txn = mdb_cursor_txn(self->cursor);
	MDB_dbi table = mdb_cursor_dbi(self->cursor);
	MDB_val key = to_val(change->row), value;
	int code;

	if (change->kind == KV_PUT)
		return put_value(self, change);
	if (change->kind == KV_ADD)
		return add_member(self, change);
	self->last_known = FALSE;
	if (change->kind == KV_REMOVE) {
		value = to_val(span_from(change->row, SET_PREFIX));
		key.mv_size = SET_PREFIX;
		code = mdb_del(txn, table, &key, &value);
	} else
		code = mdb_del(txn, table, &key, NULL);
	return code == MDB_NOTFOUND ? 0 : code;
}

static int apply_all(LmdbStore *self, MDB_txn *txn, const KvChange *changes, gsize count)
{
	Writer writer = {0};
	guint table = G_MAXUINT;
	int code = 0;

	for (gsize i = 0; i < count && code == 0; i++) {
		if (changes[i].table != table) {
			table = changes[i].table;
			if (writer.cursor != NULL)
				mdb_cursor_close(writer.cursor);
			writer = (Writer){.table = &self->options.tables[table]};
			code = mdb_cursor_open(
				txn, environment_table(self->environment, table), &writer.cursor);
		}
		if (code == 0)
			code = writer_apply(&writer, &changes[i]);
	}
	if (writer.cursor != NULL)
		mdb_cursor_close(writer.cursor);
	return code;
}

static gboolean store_apply(gpointer data, const KvChange *changes, gsize count, GError **error)
{
	LmdbStore *self = data;

	snapshot_end(self);
	for (;;) {
		MDB_txn *txn;
		int code;

		if (!environment_begin_change(self->environment, &txn, error))
			return FALSE;
		code = apply_all(self, txn, changes, count);
		if (code == 0)
			code = mdb_txn_commit(txn);
		else
			mdb_txn_abort(txn);
		if (code == 0) {
			self->changed = TRUE;
			return TRUE;
		}
		if (code != MDB_MAP_FULL)
			return environment_error(self->environment, code, "write", error);
		if (!environment_grow(self->environment, error))
			return FALSE;
	}
}

static gboolean store_compact(gpointer data, GError **error)
{
	LmdbStore *self = data;
	gboolean done = TRUE;

	/* Another writer at work will do it later. */
	if (!self->changed || !writer_lock_acquire(self->lock, 0, NULL))
		return TRUE;
	if (self->environment != NULL && environment_is_newest(self->environment))
		done = environment_compact(self->environment, error);
	self->changed = FALSE;
	writer_lock_release(self->lock);
	return done;
}

/* Bytes of the duplicates' own pages under the cursor's key, which mdb_stat leaves out. Few
 * duplicates stand within the page of their key. */
static int measure_key(MDB_cursor *cursor, gsize row_size, gsize page_size, guint64 *ret_bytes)
{
	guint64 pages = 0;
	size_t count = 0;
	MDB_val key, value = {0};
	int code = mdb_cursor_count(cursor, &count);

	if (code != 0 || count * row_size < page_size / 2)
		return code;
	code = mdb_cursor_get(cursor, &key, &value, MDB_GET_MULTIPLE);
	for (; code == 0; code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT_MULTIPLE))
		pages++;
	*ret_bytes += pages * page_size;
	return code == MDB_NOTFOUND ? 0 : code;
}

static int measure_set(LmdbStore *self, guint table, gsize page_size, KvSize *ret)
{
	const KvTable *spec = &self->options.tables[table];
	gsize row_size = spec->key_size + spec->member_size - SET_PREFIX;
	MDB_cursor *cursor;
	MDB_val key, value;
	int code = mdb_cursor_open(self->txn, environment_table(self->environment, table), &cursor);

	if (code != 0)
		return code;
	code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST);
	while (code == 0) {
		code = measure_key(cursor, row_size, page_size, &ret->bytes);
		if (code == 0)
			code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT_NODUP);
	}
	mdb_cursor_close(cursor);
	return code == MDB_NOTFOUND ? 0 : code;
}

static gboolean store_measure(gpointer data, guint table, KvSize *ret, GError **error)
{
	LmdbStore *self = data;
	MDB_stat sizes;
	int code = mdb_stat(self->txn, environment_table(self->environment, table), &sizes);

	if (code == 0) {
		ret->entries = sizes.ms_entries;
		ret->bytes =
			(guint64)sizes.ms_psize *
			(sizes.ms_branch_pages + sizes.ms_leaf_pages + sizes.ms_overflow_pages);
		if (self->options.tables[table].kind == KV_SET)
			code = measure_set(self, table, sizes.ms_psize, ret);
	}
	return code == 0 || environment_error(self->environment, code, "read", error);
}

static gboolean store_total(gpointer data, guint64 *ret_bytes, GError **error)
{
	LmdbStore *self = data;
	MDB_envinfo info;
	MDB_stat sizes;
	int code = mdb_env_info(environment_handle(self->environment), &info);

	if (code == 0)
		code = mdb_env_stat(environment_handle(self->environment), &sizes);
	*ret_bytes = code == 0 ? ((guint64)info.me_last_pgno + 1) * sizes.ms_psize : 0;
	return code == 0 || environment_error(self->environment, code, "read", error);
}

const KvBackend kv_lmdb = {
	.name = "lmdb",
	.open = store_open,
	.close = store_close,
	.begin = store_begin,
	.end = store_end,
	.fetch = store_fetch,
	.apply = store_apply,
	.compact = store_compact,
	.measure = store_measure,
	.total = store_total,
};
