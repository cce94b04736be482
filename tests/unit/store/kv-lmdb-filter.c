/* SPDX-License-Identifier: Apache-2.0
 *
 * A filtered SET in LMDB has what one without a filter has: made from an older store, grown, asked
 * through a directory, written anew; and a damaged filter is told.
 */
#include <lmdb.h>

#include "base/error.h"
#include "kv-lmdb-rows.h"
#include "scratch.h"

static const KvTable unfiltered[] = {{"map", KV_MAP, 0, 0}, {"set", KV_SET, 8, 4}};

/* Add rows to the store at PATH as a program without filters would. */
static void add_unfiltered(const char *path, guint from, guint to)
{
	KvOptions options = {.tables = unfiltered, .table_count = 2, .mode = KV_WRITE};
	g_autoptr(GError) error = NULL;
	g_autoptr(Kv) kv = kv_open(&kv_lmdb, path, &options, &error);

	g_assert_no_error(error);
	begin(kv);
	put_rows(kv, from, to);
	commit(kv);
}

static void assert_rows(const char *path, guint there, guint asked)
{
	g_autoptr(Kv) kv = open_store(path, KV_READ);
	g_autoptr(GError) error = NULL;
	g_autofree char *problem = NULL;

	begin(kv);
	g_assert_cmpuint(count_rows(kv, asked), ==, there);
	g_assert_true(kv_find_damage(kv, &problem, &error));
	g_assert_cmpstr(problem, ==, NULL);
}

static void add_rows(const char *path, guint from, guint to)
{
	g_autoptr(Kv) kv = open_store(path, KV_WRITE);

	begin(kv);
	put_rows(kv, from, to);
	commit(kv);
}

static guint64 set_bytes(const char *path)
{
	g_autoptr(Kv) kv = open_store(path, KV_READ);
	g_autoptr(GError) error = NULL;
	KvSize size;

	begin(kv);
	g_assert_true(kv_measure(kv, 1, &size, &error));
	return size.bytes;
}

/* BYTES of a SET with ROWS rows where there are BEFORE without a filter: that has at least eight
 * bits a row, and at most sixteen but for a page or two. */
static void assert_filter_bytes(guint64 bytes, guint64 before, guint rows)
{
	g_assert_cmpuint(bytes, >, before + rows);
	g_assert_cmpuint(bytes, <, before + 2 * rows + 20000);
}

static void test_older(void)
{
	char *path = scratch_new();
	guint64 before;

	add_unfiltered(path, 0, 30000);
	assert_rows(path, 30000, 40000);
	before = set_bytes(path);
	add_rows(path, 30000, 30001);
	assert_rows(path, 30001, 40000);
	assert_filter_bytes(set_bytes(path), before, 30001);
	scratch_free(path);
}

/* By a writer in a process that reads it already. */
static void test_older_read(void)
{
	char *path = scratch_new();
	g_autoptr(Kv) reader = NULL;

	add_unfiltered(path, 0, 100);
	reader = open_store(path, KV_READ);
	begin(reader);
	g_assert_cmpuint(count_rows(reader, 200), ==, 100);
	kv_abort(reader);
	add_rows(path, 100, 150);
	begin(reader);
	g_assert_cmpuint(count_rows(reader, 200), ==, 150);
	g_clear_pointer(&reader, kv_free);
	assert_rows(path, 150, 200);
	scratch_free(path);
}

/* Hashes that are not spread evenly: a third begin with the same bits, and some have one top. */
static guint64 uneven(guint64 number)
{
	guint64 hash = (number + 1) * 0x9e3779b97f4a7c15u;

	if (number % 3 == 0)
		hash >>= 20;
	else if (number % 3 == 1)
		hash = 0x12345678ffffffffu ^ hash >> 32;
	return GUINT64_TO_BE(hash);
}

static void test_uneven(void)
{
	char *path = scratch_new();
	g_autoptr(Kv) kv = open_store(path, KV_WRITE);
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *problem = NULL;

	for (guint64 i = 0; i < 60000; i++) {
		guint64 hash = uneven(i);
		guint32 number = GUINT32_TO_BE((guint32)i);

		if (i % 20000 == 0)
			begin(kv);
		kv_add(kv, 1, span_new(&hash, 8), span_new(&number, 4));
		if (i % 20000 == 19999)
			commit(kv);
	}
	begin(kv);
	for (guint64 i = 0; i < 60000; i++) {
		guint64 hash = uneven(i);

		kv_ask_add(ask, 1, span_new(&hash, 8), 1);
	}
	g_assert_true(kv_ask(kv, ask, &error));
	for (guint i = 0; i < 60000; i++)
		g_assert_cmpuint(kv_ask_answer(ask, i).length, ==, 4);
	g_assert_true(kv_find_damage(kv, &problem, &error));
	g_assert_cmpstr(problem, ==, NULL);
	g_clear_pointer(&kv, kv_free);
	scratch_free(path);
}

/* In many commits, which cut filters in halves one by one. */
static void test_growth(void)
{
	char *path = scratch_new(), *other = scratch_new();

	for (guint i = 0; i < 40; i++) {
		add_rows(path, i * 1000, (i + 1) * 1000);
		add_unfiltered(other, i * 1000, (i + 1) * 1000);
	}
	assert_rows(path, 40000, 50000);
	assert_filter_bytes(set_bytes(path), set_bytes(other), 40000);
	scratch_free(path);
	scratch_free(other);
}

/* A reader that has asked enough for a directory, and whose store then changes. */
static void test_directory(void)
{
	char *path = scratch_new();
	g_autoptr(Kv) reader = NULL;

	add_rows(path, 0, 20000);
	reader = open_store(path, KV_READ);
	for (guint i = 1; i <= 3; i++) {
		begin(reader);
		g_assert_cmpuint(count_rows(reader, 21000 + i * 1000), ==, 19000 + i * 1000);
		add_rows(path, 19000 + i * 1000, 20000 + i * 1000);
		/* The view stays what it was. */
		g_assert_cmpuint(count_rows(reader, 21000 + i * 1000), ==, 19000 + i * 1000);
		kv_abort(reader);
	}
	scratch_free(path);
}

static KvFate drop_half(
	guint table, Span key, Span value, GByteArray *replacement, gpointer user_data)
{
	guint32 number;

	memcpy(&number, (table == 0 ? key : value).data, sizeof number);
	return GUINT32_FROM_BE(number) % 2 == 0 ? KV_KEEP : KV_DROP;
}

/* What is written anew has a filter of what is left. */
static void test_rewrite(void)
{
	char *path = scratch_new();
	g_autoptr(GError) error = NULL;
	guint64 before;

	add_rows(path, 0, 60000);
	before = set_bytes(path);
	g_autoptr(Kv) kv = open_store(path, KV_WRITE);
	begin(kv);
	g_assert_true(kv_rewrite(kv, drop_half, NULL, &error));
	g_clear_pointer(&kv, kv_free);
	assert_rows(path, 30000, 60000);
	g_assert_cmpuint(set_bytes(path), <, before * 6 / 10);
	scratch_free(path);
}

static void check_lmdb(int code)
{
	g_assert_cmpstr(code == 0 ? NULL : mdb_strerror(code), ==, NULL);
}

/* What becomes of the last filter: so many of its bytes are left, the one at AT is changed, or some
 * bits are lost. */
typedef struct Damage {
	const char *name;
	gsize length, at;
	guint8 byte;
} Damage;

static const Damage damages[] = {
	{"bits-lost", 4080, 0, 0},
	{"cut-short", 400, 0, 0},
	{"part-too-large", 4080, 4, 0},
	{"part-too-small", 4080, 4, 30},
};

/* Damage the last filter of the store at PATH. */
static void damage_filter(const char *path, const Damage *damage)
{
	g_autofree char *file = g_build_filename(path, "memory.1.mdb", NULL);
	guint8 bytes[4080];
	MDB_val key, value;
	MDB_cursor *cursor;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi table;

	check_lmdb(mdb_env_create(&env));
	check_lmdb(mdb_env_set_maxdbs(env, 4));
	check_lmdb(mdb_env_set_mapsize(env, 1 << 26));
	check_lmdb(mdb_env_open(env, file, MDB_NOSUBDIR, 0600));
	check_lmdb(mdb_txn_begin(env, NULL, 0, &txn));
	check_lmdb(mdb_dbi_open(txn, "set.filter", 0, &table));
	check_lmdb(mdb_cursor_open(txn, table, &cursor));
	check_lmdb(mdb_cursor_get(cursor, &key, &value, MDB_LAST));
	memcpy(bytes, value.mv_data, sizeof bytes);
	if (damage->at == 0)
		memset(bytes + 2048, 0, 64);
	else
		bytes[damage->at] = damage->byte;
	value = (MDB_val){.mv_size = damage->length, .mv_data = bytes};
	check_lmdb(mdb_cursor_put(cursor, &key, &value, 0));
	mdb_cursor_close(cursor);
	check_lmdb(mdb_txn_commit(txn));
	mdb_env_close(env);
}

static void test_damage(gconstpointer data)
{
	char *path = scratch_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *problem = NULL;

	add_rows(path, 0, 20000);
	damage_filter(path, data);
	g_autoptr(Kv) kv = open_store(path, KV_READ);
	begin(kv);
	g_assert_true(kv_find_damage(kv, &problem, &error));
	g_assert_cmpstr(problem, ==, "the filter of table set does not fit its rows");
	g_clear_pointer(&kv, kv_free);
	scratch_free(path);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kv-lmdb-filter/older", test_older);
	g_test_add_func("/kv-lmdb-filter/older/read", test_older_read);
	g_test_add_func("/kv-lmdb-filter/uneven", test_uneven);
	g_test_add_func("/kv-lmdb-filter/growth", test_growth);
	g_test_add_func("/kv-lmdb-filter/directory", test_directory);
	g_test_add_func("/kv-lmdb-filter/rewrite", test_rewrite);
	for (guint i = 0; i < G_N_ELEMENTS(damages); i++) {
		g_autofree char *name =
			g_strconcat("/kv-lmdb-filter/damage/", damages[i].name, NULL);

		g_test_add_data_func(name, &damages[i], test_damage);
	}
	return g_test_run();
}
