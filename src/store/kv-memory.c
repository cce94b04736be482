/* SPDX-License-Identifier: Apache-2.0
 *
 * The store in the process's own memory, for tests and for judging without a state. It lives as
 * long as the process, by path. A commit copies the tables that it changes, so that views keep what
 * they saw: meant for small stores.
 */
#include "base/error.h"
#include "store/kv-backend.h"

/* Rows of one table in order; never changed once others can see it. */
typedef struct Rows {
	gatomicrefcount references;
	GPtrArray *rows; /* of Row */
} Rows;

typedef struct Row {
	gatomicrefcount references;
	GBytes *row; /* key, for a SET with the member behind it */
	GBytes *value;
} Row;

/* What all handles to one path share. */
typedef struct Shared {
	GMutex mutex;
	Rows *tables[KV_TABLES_MAX]; /* NULL when empty */
	gboolean exists;
	gboolean writing;
} Shared;

typedef struct MemoryStore {
	char *path;
	KvOptions options;
	Shared *shared;
	Rows *view[KV_TABLES_MAX];
	gboolean in_view;
	gboolean writing;
} MemoryStore;

static GMutex registry_mutex;
static GHashTable *registry; /* path → Shared */

static Shared *shared_find(const char *path)
{
	Shared *shared;

	g_mutex_lock(&registry_mutex);
	if (registry == NULL)
		registry = g_hash_table_new(g_str_hash, g_str_equal);
	shared = g_hash_table_lookup(registry, path);
	if (shared == NULL) {
		shared = g_new0(Shared, 1);
		g_mutex_init(&shared->mutex);
		g_hash_table_insert(registry, g_strdup(path), shared);
	}
	g_mutex_unlock(&registry_mutex);
	return shared;
}

static Row *row_new(Span row, Span value)
{
	Row *self = g_new0(Row, 1);

	g_atomic_ref_count_init(&self->references);
	self->row = g_bytes_new(row.data, row.length);
	self->value = g_bytes_new(value.data, value.length);
	return self;
}

static Row *row_ref(Row *self)
{
	g_atomic_ref_count_inc(&self->references);
	return self;
}

static void row_unref(gpointer data)
{
	Row *self = data;

	if (!g_atomic_ref_count_dec(&self->references))
		return;
	g_bytes_unref(self->row);
	g_bytes_unref(self->value);
	g_free(self);
}

static Rows *rows_new(void)
{
	Rows *self = g_new0(Rows, 1);

	g_atomic_ref_count_init(&self->references);
	self->rows = g_ptr_array_new_with_free_func(row_unref);
	return self;
}

static void rows_unref(Rows *self)
{
	if (self == NULL || !g_atomic_ref_count_dec(&self->references))
		return;
	g_ptr_array_unref(self->rows);
	g_free(self);
}

static Rows *rows_ref(Rows *self)
{
	if (self != NULL)
		g_atomic_ref_count_inc(&self->references);
	return self;
}

static int compare_spans(Span one, Span two)
{
	int difference = memcmp(one.data, two.data, MIN(one.length, two.length));

	if (difference != 0)
		return difference;
	return one.length < two.length ? -1 : one.length > two.length;
}

static Span bytes_span(GBytes *bytes)
{
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);

	return span_new(data, length);
}

static Row *rows_at(const Rows *self, guint index)
{
	return self->rows->pdata[index];
}

/* The first row that is not before KEY. */
static guint rows_find(const Rows *self, Span key)
{
	guint low = 0, high = self != NULL ? self->rows->len : 0;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (compare_spans(bytes_span(rows_at(self, middle)->row), key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static gpointer store_open(const char *path, const KvOptions *options, GError **error)
{
	MemoryStore *self = g_new0(MemoryStore, 1);

	self->path = g_strdup(path);
	self->options = *options;
	self->shared = shared_find(path);
	if (options->mode == KV_WRITE)
		self->shared->exists = TRUE;
	return self;
}

/* FALSE when another writer is still there after the time to wait. */
static gboolean wait_for_writer(MemoryStore *self)
{
	gint64 end = g_get_monotonic_time() + self->options.wait_seconds * G_TIME_SPAN_SECOND;

	for (;;) {
		gboolean taken;

		g_mutex_lock(&self->shared->mutex);
		taken = self->shared->writing;
		self->shared->writing = TRUE;
		g_mutex_unlock(&self->shared->mutex);
		if (!taken)
			return TRUE;
		if (g_get_monotonic_time() >= end)
			return FALSE;
		g_usleep(5000);
	}
}

static gboolean store_begin(gpointer data, gboolean *ret_missing, GError **error)
{
	MemoryStore *self = data;

	if (self->options.mode == KV_WRITE) {
		self->writing = wait_for_writer(self);
		if (!self->writing) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
				"another writer holds %s, waited %u seconds", self->path,
				self->options.wait_seconds);
			return FALSE;
		}
	}
	g_mutex_lock(&self->shared->mutex);
	*ret_missing = !self->shared->exists;
	for (guint i = 0; i < self->options.table_count; i++)
		self->view[i] = rows_ref(self->shared->tables[i]);
	g_mutex_unlock(&self->shared->mutex);
	self->in_view = TRUE;
	return TRUE;
}

static void store_end(gpointer data)
{
	MemoryStore *self = data;

	for (guint i = 0; i < self->options.table_count && self->in_view; i++)
		g_clear_pointer(&self->view[i], rows_unref);
	self->in_view = FALSE;
	if (!self->writing)
		return;
	g_mutex_lock(&self->shared->mutex);
	self->shared->writing = FALSE;
	g_mutex_unlock(&self->shared->mutex);
	self->writing = FALSE;
}

static void store_close(gpointer data)
{
	MemoryStore *self = data;

	store_end(self);
	g_free(self->path);
	g_free(self);
}

static void fetch_value(const Rows *rows, KvAsk *ask, KvQuestion *question)
{
	Span key = kv_question_key(ask, question);
	guint at = rows_find(rows, key);

	if (rows == NULL || at == rows->rows->len ||
		compare_spans(bytes_span(rows_at(rows, at)->row), key) != 0)
		return;
	kv_question_found(ask, question);
	kv_question_append(ask, question, bytes_span(rows_at(rows, at)->value));
}

static void fetch_members(const Rows *rows, KvAsk *ask, KvQuestion *question)
{
	Span key = kv_question_key(ask, question);
	guint at = rows_find(rows, key);

	for (guint i = 0; rows != NULL && i < question->limit && at + i < rows->rows->len; i++) {
		Span row = bytes_span(rows_at(rows, at + i)->row);

		if (memcmp(row.data, key.data, key.length) != 0)
			break;
		if (i == 0)
			kv_question_found(ask, question);
		kv_question_append(ask, question, span_from(row, key.length));
	}
}

static gboolean store_fetch(gpointer data, KvAsk *ask, GError **error)
{
	MemoryStore *self = data;

	for (guint i = 0; i < ask->questions->len; i++) {
		KvQuestion *question = &g_array_index(ask->questions, KvQuestion, i);

		if (self->options.tables[question->table].kind == KV_MAP)
			fetch_value(self->view[question->table], ask, question);
		else
			fetch_members(self->view[question->table], ask, question);
	}
	return TRUE;
}

/* OLD with COUNT changes to it, as new Rows: a merge of two sorted runs. */
static Rows *rows_merge(const Rows *old, const KvChange *changes, gsize count)
{
	Rows *merged = rows_new();
	guint at = 0, length = old != NULL ? old->rows->len : 0;

	for (gsize i = 0; i < count; i++) {
		guint end = rows_find(old, changes[i].row);

		for (; at < end; at++)
			g_ptr_array_add(merged->rows, row_ref(rows_at(old, at)));
		if (at < length &&
			compare_spans(bytes_span(rows_at(old, at)->row), changes[i].row) == 0)
			at++;
		if (changes[i].kind == KV_PUT || changes[i].kind == KV_ADD)
			g_ptr_array_add(
				merged->rows, row_new(changes[i].row, changes[i].kind == KV_PUT
									      ? changes[i].value
									      : span_new(NULL, 0)));
	}
	for (; at < length; at++)
		g_ptr_array_add(merged->rows, row_ref(rows_at(old, at)));
	return merged;
}

/* Into MERGED the tables that COUNT changes to TABLES give; NULL stays what they leave alone. */
static void merge_all(Rows *const *tables, const KvChange *changes, gsize count, Rows **merged)
{
	for (gsize start = 0; start < count;) {
		guint table = changes[start].table;
		gsize end = start;

		while (end < count && changes[end].table == table)
			end++;
		merged[table] = rows_merge(tables[table], changes + start, end - start);
		start = end;
	}
}

/* Give SHARED those of TABLES that are not NULL. */
static void shared_set(Shared *shared, Rows *const *tables)
{
	g_mutex_lock(&shared->mutex);
	shared->exists = TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(shared->tables); i++) {
		if (tables[i] == NULL)
			continue;
		rows_unref(shared->tables[i]);
		shared->tables[i] = tables[i];
	}
	g_mutex_unlock(&shared->mutex);
}

static gboolean store_apply(gpointer data, const KvChange *changes, gsize count, GError **error)
{
	MemoryStore *self = data;
	Rows *merged[KV_TABLES_MAX] = {NULL};

	merge_all(self->view, changes, count, merged);
	shared_set(self->shared, merged);
	return TRUE;
}

typedef struct Walk {
	const KvTable *table;
	KvWalkFunc func;
	gpointer user_data;
} Walk;

static gboolean walk_row(const Walk *self, const Row *row)
{
	Span key = bytes_span(row->row), value = bytes_span(row->value);
	gsize size = self->table->key_size;

	if (self->table->kind == KV_MAP)
		return self->func(key, value, self->user_data);
	return self->func(span_new(key.data, size), span_from(key, size), self->user_data);
}

static gboolean store_walk(
	gpointer data, guint table, KvWalkFunc func, gpointer user_data, GError **error)
{
	MemoryStore *self = data;
	const Rows *rows = self->view[table];
	Walk walk = {&self->options.tables[table], func, user_data};

	for (guint i = 0; rows != NULL && i < rows->rows->len; i++)
		if (!walk_row(&walk, rows_at(rows, i)))
			break;
	return TRUE;
}

typedef struct Sifting {
	guint table;
	KvSieve sieve;
	gpointer user_data;
	KvFate fate; /* of the last row */
	GByteArray *replacement;
} Sifting;

static gboolean sift_row(Span key, Span value, gpointer user_data)
{
	Sifting *self = user_data;

	g_byte_array_set_size(self->replacement, 0);
	self->fate = self->sieve(self->table, key, value, self->replacement, self->user_data);
	return TRUE;
}

static Rows *sift_table(const MemoryStore *self, Sifting *sifting)
{
	const Rows *rows = self->view[sifting->table];
	Walk walk = {&self->options.tables[sifting->table], sift_row, sifting};
	Rows *kept = rows_new();

	for (guint i = 0; rows != NULL && i < rows->rows->len; i++) {
		Row *row = rows_at(rows, i);

		walk_row(&walk, row);
		if (sifting->fate == KV_KEEP)
			g_ptr_array_add(kept->rows, row_ref(row));
		if (sifting->fate == KV_REPLACE)
			g_ptr_array_add(kept->rows,
				row_new(bytes_span(row->row), span_new(sifting->replacement->data,
								      sifting->replacement->len)));
	}
	return kept;
}

static gboolean store_rewrite(gpointer data, const KvChange *changes, gsize count, KvSieve sieve,
	gpointer user_data, GError **error)
{
	MemoryStore *self = data;
	g_autoptr(GByteArray) replacement = g_byte_array_new();
	Rows *sifted[KV_TABLES_MAX] = {NULL}, *merged[KV_TABLES_MAX] = {NULL};

	for (guint i = 0; i < self->options.table_count; i++) {
		Sifting sifting = {i, sieve, user_data, KV_KEEP, replacement};

		sifted[i] = sift_table(self, &sifting);
	}
	merge_all(sifted, changes, count, merged);
	for (guint i = 0; i < self->options.table_count; i++)
		if (merged[i] == NULL)
			merged[i] = rows_ref(sifted[i]);
	shared_set(self->shared, merged);
	for (guint i = 0; i < self->options.table_count; i++)
		rows_unref(sifted[i]);
	return TRUE;
}

static gboolean store_copy(gpointer data, const char *directory, GError **error)
{
	MemoryStore *self = data;
	Shared *target = shared_find(directory);
	Rows *copied[KV_TABLES_MAX] = {NULL};

	for (guint i = 0; i < self->options.table_count; i++)
		copied[i] = self->view[i] != NULL ? rows_ref(self->view[i]) : rows_new();
	shared_set(target, copied);
	return TRUE;
}

static gboolean store_compact(gpointer data, GError **error)
{
	return TRUE;
}

static void rows_measure(const Rows *rows, KvSize *size)
{
	for (guint i = 0; rows != NULL && i < rows->rows->len; i++) {
		size->entries++;
		size->bytes += g_bytes_get_size(rows_at(rows, i)->row);
		size->bytes += g_bytes_get_size(rows_at(rows, i)->value);
	}
}

static gboolean store_measure(gpointer data, guint table, KvSize *ret, GError **error)
{
	MemoryStore *self = data;

	rows_measure(self->view[table], ret);
	return TRUE;
}

static gboolean store_total(gpointer data, guint64 *ret_bytes, GError **error)
{
	MemoryStore *self = data;
	KvSize size = {0};

	for (guint i = 0; i < self->options.table_count; i++)
		rows_measure(self->view[i], &size);
	*ret_bytes = size.bytes;
	return TRUE;
}

const KvBackend kv_memory = {
	.name = "memory",
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
	.measure = store_measure,
	.total = store_total,
};
