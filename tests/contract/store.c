/* SPDX-License-Identifier: Apache-2.0
 *
 * What every backend of the store must do, whatever it is made of.
 */
#include "base/error.h"
#include "contract.h"

static void test_missing(Fixture *fixture, gconstpointer backend)
{
	g_autofree char *path = g_build_filename(fixture->path, "none", NULL);
	KvOptions options = {
		.tables = contract_tables, .table_count = TABLE_COUNT, .mode = KV_READ};
	g_autoptr(GError) error = NULL;
	g_autoptr(Kv) kv = kv_open(fixture->backend, path, &options, &error);

	g_assert_no_error(error);
	begin(kv);
	g_assert_true(kv_is_missing(kv));
	assert_get(kv, "a", NULL);
	assert_members(kv, "abcdefgh", 4, "");
	kv_abort(kv);
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void test_appears(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) reader = open_store(fixture, KV_READ);
	g_autoptr(Kv) writer = NULL;

	begin(reader);
	assert_get(reader, "a", NULL);
	kv_abort(reader);
	writer = open_store(fixture, KV_WRITE);
	begin(writer);
	kv_put(writer, TABLE_MAP, text("a"), text("1"));
	commit(writer);
	begin(reader);
	g_assert_false(kv_is_missing(reader));
	assert_get(reader, "a", "1");
}

static void test_map(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);

	for (guint round = 0; round < 2; round++) {
		begin(kv);
		kv_put(kv, TABLE_MAP, text("a"), text("1"));
		kv_put(kv, TABLE_MAP, text("b"), text("2"));
		kv_put(kv, TABLE_MAP, text("b"), text("a longer value"));
		kv_put(kv, TABLE_MAP, text("c"), text(""));
		kv_put(kv, TABLE_OTHER, text("a"), text("another table"));
		kv_put(kv, TABLE_MAP, text("d"), text("x"));
		kv_delete(kv, TABLE_MAP, text("d"));
		kv_delete(kv, TABLE_MAP, text("e"));
		for (guint look = 0; look < 2; look++) {
			assert_get(kv, "a", "1");
			assert_get(kv, "b", "a longer value");
			assert_get(kv, "c", "");
			assert_get(kv, "d", NULL);
			assert_get(kv, "e", NULL);
			assert_get(kv, "aa", NULL);
			commit(kv);
			begin(kv);
		}
		kv_delete(kv, TABLE_MAP, text("a"));
		assert_get(kv, "a", NULL);
		kv_put(kv, TABLE_MAP, text("b"), text("3"));
		commit(kv);
		begin(kv);
		assert_get(kv, "a", NULL);
		assert_get(kv, "b", "3");
		commit(kv);
	}
}

static void test_set(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);

	begin(kv);
	kv_add(kv, TABLE_SET, text("keykeyke"), text("bbbb"));
	kv_add(kv, TABLE_SET, text("keykeyke"), text("aaaa"));
	kv_add(kv, TABLE_SET, text("keykeyke"), text("aaaa"));
	kv_add(kv, TABLE_SET, text("keykeykf"), text("zzzz"));
	kv_add(kv, TABLE_SET, text("jeykeyke"), text("yyyy"));
	assert_members(kv, "keykeyke", 9, "aaaabbbb");
	commit(kv);
	begin(kv);
	assert_members(kv, "keykeyke", 9, "aaaabbbb");
	assert_members(kv, "keykeyke", 1, "aaaa");
	assert_members(kv, "keykeykd", 9, "");
	assert_members(kv, "leykeyke", 9, "");
	kv_add(kv, TABLE_SET, text("keykeyke"), text("bbbb"));
	kv_add(kv, TABLE_SET, text("keykeyke"), text("cccc"));
	kv_remove(kv, TABLE_SET, text("keykeyke"), text("aaaa"));
	kv_remove(kv, TABLE_SET, text("keykeyke"), text("none"));
	assert_members(kv, "keykeyke", 9, "bbbbcccc");
	/* A removed member takes no place within the limit. */
	assert_members(kv, "keykeyke", 2, "bbbbcccc");
	commit(kv);
	begin(kv);
	assert_members(kv, "keykeyke", 9, "bbbbcccc");
	assert_members(kv, "keykeykf", 9, "zzzz");
	assert_members(kv, "jeykeyke", 9, "yyyy");
	kv_remove(kv, TABLE_SET, text("keykeyke"), text("bbbb"));
	kv_add(kv, TABLE_SET, text("keykeyke"), text("bbbb"));
	kv_remove(kv, TABLE_SET, text("keykeykf"), text("zzzz"));
	commit(kv);
	begin(kv);
	assert_members(kv, "keykeyke", 9, "bbbbcccc");
	assert_members(kv, "keykeykf", 9, "");
	kv_abort(kv);
}

static void test_batch(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;

	begin(kv);
	kv_put(kv, TABLE_MAP, text("a"), text("1"));
	kv_add(kv, TABLE_SET, text("keykeyke"), text("bbbb"));
	commit(kv);
	begin(kv);
	kv_put(kv, TABLE_OTHER, text("a"), text("2"));
	for (guint round = 0; round < 2; round++) {
		kv_ask_clear(ask);
		g_assert_cmpuint(kv_ask_add(ask, TABLE_SET, text("keykeyke"), 4), ==, 0);
		g_assert_cmpuint(kv_ask_add(ask, TABLE_OTHER, text("a"), 0), ==, 1);
		g_assert_cmpuint(kv_ask_add(ask, TABLE_MAP, text("a"), 0), ==, 2);
		g_assert_cmpuint(kv_ask_add(ask, TABLE_MAP, text("b"), 0), ==, 3);
		g_assert_cmpuint(kv_ask_count(ask), ==, 4);
		g_assert_true(kv_ask(kv, ask, &error));
		g_assert_cmpmem(
			kv_ask_answer(ask, 0).data, kv_ask_answer(ask, 0).length, "bbbb", 4);
		g_assert_cmpmem(kv_ask_answer(ask, 1).data, kv_ask_answer(ask, 1).length, "2", 1);
		g_assert_cmpmem(kv_ask_answer(ask, 2).data, kv_ask_answer(ask, 2).length, "1", 1);
		g_assert_null(kv_ask_answer(ask, 3).data);
	}
	kv_abort(kv);
}

static void test_abort(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);

	begin(kv);
	kv_put(kv, TABLE_MAP, text("a"), text("1"));
	commit(kv);
	begin(kv);
	kv_put(kv, TABLE_MAP, text("a"), text("2"));
	kv_add(kv, TABLE_SET, text("keykeyke"), text("bbbb"));
	g_assert_cmpuint(kv_pending(kv), >, 0);
	kv_abort(kv);
	g_assert_false(kv_in_view(kv));
	kv_abort(kv);
	begin(kv);
	g_assert_cmpuint(kv_pending(kv), ==, 0);
	assert_get(kv, "a", "1");
	assert_members(kv, "keykeyke", 4, "");
}

static void test_snapshot(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) writer = open_store(fixture, KV_WRITE);
	g_autoptr(Kv) reader = NULL;

	begin(writer);
	kv_put(writer, TABLE_MAP, text("a"), text("1"));
	kv_add(writer, TABLE_SET, text("keykeyke"), text("aaaa"));
	commit(writer);
	reader = open_store(fixture, KV_READ);
	begin(reader);
	begin(writer);
	kv_put(writer, TABLE_MAP, text("a"), text("2"));
	kv_add(writer, TABLE_SET, text("keykeyke"), text("bbbb"));
	assert_get(reader, "a", "1");
	commit(writer);
	assert_get(reader, "a", "1");
	assert_members(reader, "keykeyke", 4, "aaaa");
	kv_abort(reader);
	begin(reader);
	assert_get(reader, "a", "2");
	assert_members(reader, "keykeyke", 4, "aaaabbbb");
}

static void test_one_writer(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) one = open_store(fixture, KV_WRITE);
	g_autoptr(Kv) two = open_store(fixture, KV_WRITE);
	g_autoptr(GError) error = NULL;

	begin(one);
	g_assert_false(kv_begin(two, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	g_assert_nonnull(strstr(error->message, "another writer"));
	g_assert_nonnull(strstr(error->message, fixture->path));
	g_assert_false(kv_in_view(two));
	kv_put(one, TABLE_MAP, text("a"), text("1"));
	commit(one);
	begin(two);
	assert_get(two, "a", "1");
	kv_put(two, TABLE_MAP, text("a"), text("2"));
	commit(two);
	begin(one);
	assert_get(one, "a", "2");
}

static void test_reopen(Fixture *fixture, gconstpointer backend)
{
	for (guint i = 0; i < 3; i++) {
		g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);

		begin(kv);
		if (i > 0)
			assert_get(kv, "a", i == 1 ? "0" : "1");
		kv_put(kv, TABLE_MAP, text("a"), text(i == 0 ? "0" : "1"));
		commit(kv);
	}
}

static void test_commit_nothing(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(GError) error = NULL;
	guint64 before, after;

	begin(kv);
	kv_put(kv, TABLE_MAP, text("a"), text("1"));
	commit(kv);
	begin(kv);
	g_assert_true(kv_total(kv, &before, &error));
	for (guint i = 0; i < 10; i++)
		commit(kv), begin(kv);
	g_assert_true(kv_total(kv, &after, &error));
	g_assert_cmpuint(before, ==, after);
}

static const Case cases[] = {
	{"missing", test_missing},
	{"appears", test_appears},
	{"map", test_map},
	{"set", test_set},
	{"batch", test_batch},
	{"abort", test_abort},
	{"snapshot", test_snapshot},
	{"one-writer", test_one_writer},
	{"reopen", test_reopen},
	{"commit-nothing", test_commit_nothing},
};

int main(int argc, char **argv)
{
	return contract_run("store", cases, G_N_ELEMENTS(cases), &argc, &argv);
}
