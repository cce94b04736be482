/* SPDX-License-Identifier: Apache-2.0
 *
 * The store in LMDB: a MAP is a table of its own, a SET one of packed blocks
 * (store/lmdb/lmdb-set.h). Changes are applied in their order, which makes neighbours share pages.
 */
#include "base/error.h"
#include "store/kv-backend.h"
#include "store/lmdb/environment.h"
#include "store/lmdb/lmdb-apply.h"
#include "store/lmdb/lmdb-filter.h"
#include "store/lmdb/lmdb-pages.h"
#include "store/lmdb/lmdb-rewrite.h"
#include "store/lmdb/lmdb-set.h"
#include "store/lmdb/lmdb-walk.h"
#include "store/place.h"
#include "store/writer-lock.h"

typedef struct LmdbStore {
	char *path;
	KvOptions options;
	Environment *environment;           /* NULL: there is no store yet */
	WriterLock *lock;                   /* KV_WRITE only */
	MDB_txn *txn;                       /* the view's snapshot, kept for renewal */
	gboolean in_view;                   /* the snapshot is alive */
	MDB_cursor *cursors[KV_TABLES_MAX]; /* of the view */
	MDB_cursor *filters[KV_TABLES_MAX];
	LmdbDirectory *directories[KV_TABLES_MAX]; /* of filters; NULL as long as not needed */
	gboolean changed;                          /* since the last compaction */
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
		g_clear_pointer(&self->cursors[i], mdb_cursor_close);
		g_clear_pointer(&self->filters[i], mdb_cursor_close);
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
	for (guint i = 0; i < self->options.table_count; i++)
		g_clear_pointer(&self->directories[i], lmdb_directory_free);
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
	if (self->lock != NULL && !environment_settle(self->environment, error))
		return FALSE;
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

static int fetch_value(MDB_cursor *cursor, KvAsk *ask, KvQuestion *question)
{
	MDB_val key = to_val(kv_question_key(ask, question)), value;
	int code = lmdb_get(cursor, &key, &value, MDB_SET);

	if (code == 0) {
		kv_question_found(ask, question);
		kv_question_append(ask, question, to_span(value));
	}
	return code == MDB_NOTFOUND ? 0 : code;
}

static int cursors_ready(LmdbStore *self, guint table)
{
	const LmdbHandles *handles = environment_handles(self->environment);
	int code = 0;

	if (self->cursors[table] == NULL)
		code = mdb_cursor_open(self->txn, handles->rows[table], &self->cursors[table]);
	if (code != 0 || self->filters[table] != NULL || handles->filters[table] == 0)
		return code;
	code = mdb_cursor_open(self->txn, handles->filters[table], &self->filters[table]);
	if (self->directories[table] == NULL)
		self->directories[table] = lmdb_directory_new();
	if (code == 0)
		lmdb_directory_begin(self->directories[table], self->filters[table],
			environment_map(self->environment));
	return code;
}

/* Answer COUNT questions about one table. */
static int fetch_run(LmdbStore *self, KvAsk *ask, KvQuestion *questions, guint count)
{
	const KvTable *table = &self->options.tables[questions->table];
	MDB_cursor *cursor;
	int code;

	if (environment_handles(self->environment)->rows[questions->table] == 0)
		return 0;
	code = cursors_ready(self, questions->table);
	cursor = self->cursors[questions->table];
	if (code == 0 && table->kind == KV_SET)
		return lmdb_set_fetch(
			cursor, self->directories[questions->table], table, ask, questions, count);
	for (guint i = 0; i < count && code == 0; i++)
		code = fetch_value(cursor, ask, &questions[i]);
	return code;
}

/* How many of COUNT questions, from the first on, are about the same table. */
static guint run_length(const KvQuestion *questions, guint count)
{
	guint length = 1;

	while (length < count && questions[length].table == questions->table)
		length++;
	return length;
}

static gboolean store_fetch(gpointer data, KvAsk *ask, GError **error)
{
	LmdbStore *self = data;
	guint count = ask->questions->len, length;
	int code = 0;

	for (guint at = 0; at < count && code == 0; at += length) {
		KvQuestion *questions = &g_array_index(ask->questions, KvQuestion, at);

		length = run_length(questions, count - at);
		code = fetch_run(self, ask, questions, length);
	}
	return code == 0 || environment_error(self->environment, code, "read", error);
}

/* Begin to change the snapshot numbered SEEN, and no other: what the changes are was told from it.
 */
static gboolean begin_change(LmdbStore *self, size_t seen, MDB_txn **ret_txn, GError **error)
{
	if (!environment_begin_change(self->environment, ret_txn, error))
		return FALSE;
	if (mdb_txn_id(*ret_txn) == seen + 1)
		return TRUE;
	mdb_txn_abort(*ret_txn);
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		"the memory in %s was changed by somebody who did not wait; try again", self->path);
	return FALSE;
}

static gboolean store_apply(gpointer data, const KvChange *changes, gsize count, GError **error)
{
	LmdbStore *self = data;
	size_t seen = mdb_txn_id(self->txn);

	snapshot_end(self);
	for (;;) {
		MDB_txn *txn;
		int code;

		if (!begin_change(self, seen, &txn, error))
			return FALSE;
		code = lmdb_apply(txn, environment_handles(self->environment), self->options.tables,
			changes, count);
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

static gboolean store_walk(
	gpointer data, guint table, KvWalkFunc func, gpointer user_data, GError **error)
{
	LmdbStore *self = data;
	MDB_dbi handle = environment_handles(self->environment)->rows[table];
	MDB_cursor *cursor;
	int code;

	if (handle == 0)
		return TRUE;
	code = mdb_cursor_open(self->txn, handle, &cursor);
	if (code == 0) {
		code = lmdb_walk(cursor, &self->options.tables[table], func, user_data);
		mdb_cursor_close(cursor);
	}
	return code == 0 || environment_error(self->environment, code, "read", error);
}

static gboolean store_rewrite(gpointer data, const KvChange *changes, gsize count, KvSieve sieve,
	gpointer user_data, GError **error)
{
	LmdbStore *self = data;
	LmdbRewrite rewrite = {
		.options = &self->options,
		.view = self->txn,
		.sieve = sieve,
		.user_data = user_data,
		.changes = changes,
		.count = count,
	};

	if (!lmdb_rewrite(self->environment, &rewrite, error))
		return FALSE;
	self->changed = FALSE;
	return TRUE;
}

static gboolean store_copy(gpointer data, const char *directory, GError **error)
{
	LmdbStore *self = data;
	g_autoptr(WriterLock) lock = NULL;

	if (!place_prepare(directory, error))
		return FALSE;
	lock = writer_lock_new(directory, error);
	return lock != NULL && writer_lock_acquire(lock, self->options.wait_seconds, error) &&
	       environment_copy(self->environment, directory, error);
}

static int check_filter(LmdbStore *self, guint table, gboolean *ret_holds)
{
	MDB_cursor *rows;
	int code = cursors_ready(self, table);

	if (code != 0 || self->filters[table] == NULL)
		return code;
	code = mdb_cursor_open(
		self->txn, environment_handles(self->environment)->rows[table], &rows);
	if (code != 0)
		return code;
	code = lmdb_filter_check(
		self->filters[table], rows, &self->options.tables[table], ret_holds);
	mdb_cursor_close(rows);
	return code;
}

static gboolean check_filters(LmdbStore *self, char **ret_problem, GError **error)
{
	for (guint i = 0; i < self->options.table_count && *ret_problem == NULL; i++) {
		const KvTable *table = &self->options.tables[i];
		gboolean holds = TRUE;
		int code = table->filtered ? check_filter(self, i, &holds) : 0;

		if (code != 0 && code != MDB_CORRUPTED)
			return environment_error(self->environment, code, "read", error);
		if (code != 0 || !holds)
			*ret_problem = g_strdup_printf(
				"the filter of table %s does not fit its rows", table->name);
	}
	return TRUE;
}

static gboolean store_find_damage(gpointer data, char **ret_problem, GError **error)
{
	LmdbStore *self = data;

	return environment_find_damage(self->environment, ret_problem, error) &&
	       (*ret_problem != NULL || check_filters(self, ret_problem, error));
}

static int count_rows(LmdbStore *self, guint table, guint64 *ret_count)
{
	int code = cursors_ready(self, table);

	if (code != 0)
		return code;
	return lmdb_set_count(self->cursors[table], &self->options.tables[table], ret_count);
}

static int measure_one(MDB_txn *txn, MDB_dbi handle, KvSize *ret)
{
	MDB_stat sizes;
	int code = mdb_stat(txn, handle, &sizes);

	if (code != 0)
		return code;
	ret->entries = sizes.ms_entries;
	ret->bytes = (guint64)sizes.ms_psize *
		     (sizes.ms_branch_pages + sizes.ms_leaf_pages + sizes.ms_overflow_pages);
	return 0;
}

static gboolean store_measure(gpointer data, guint table, KvSize *ret, GError **error)
{
	LmdbStore *self = data;
	const LmdbHandles *handles = environment_handles(self->environment);
	KvSize filters = {0};
	int code;

	*ret = (KvSize){0};
	if (handles->rows[table] == 0)
		return TRUE;
	code = measure_one(self->txn, handles->rows[table], ret);
	if (code == 0 && handles->filters[table] != 0)
		code = measure_one(self->txn, handles->filters[table], &filters);
	ret->bytes += filters.bytes;
	if (code == 0 && self->options.tables[table].kind == KV_SET)
		code = count_rows(self, table, &ret->entries);
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
	.walk = store_walk,
	.rewrite = store_rewrite,
	.copy = store_copy,
	.find_damage = store_find_damage,
	.measure = store_measure,
	.total = store_total,
};
