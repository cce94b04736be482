/* SPDX-License-Identifier: Apache-2.0
 *
 * What every backend of the store must do, whatever it is made of. A new backend is one line in the
 * table below.
 */
#include <glib/gstdio.h>

#include "base/error.h"
#include "store/kv.h"

static const KvBackend *const backends[] = {&kv_lmdb, &kv_memory};
static const char *const backend_names[] = {"lmdb", "memory"};

enum {
	TABLE_MAP,
	TABLE_SET,
	TABLE_OTHER,
	TABLE_WIDE,
};

static const KvTable tables[] = {
	{"map", KV_MAP, 0, 0},
	{"set", KV_SET, 8, 4},
	{"other", KV_MAP, 0, 0},
	{"wide", KV_SET, 4, 8},
};

typedef struct Fixture {
	const KvBackend *backend;
	char *path;
} Fixture;

static void remove_tree(const char *path)
{
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
	const char *name;

	while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *file = g_build_filename(path, name, NULL);

		g_unlink(file);
	}
	g_rmdir(path);
}

static void fixture_begin(Fixture *fixture, gconstpointer backend)
{
	fixture->backend = backend;
	fixture->path = g_dir_make_tmp("kith-store-XXXXXX", NULL);
	g_assert_nonnull(fixture->path);
}

static void fixture_end(Fixture *fixture, gconstpointer backend)
{
	remove_tree(fixture->path);
	g_free(fixture->path);
}

static Kv *open_store(Fixture *fixture, KvMode mode)
{
	KvOptions options = {.tables = tables,
		.table_count = G_N_ELEMENTS(tables),
		.mode = mode,
		.wait_seconds = 0};
	g_autoptr(GError) error = NULL;
	Kv *kv = kv_open(fixture->backend, fixture->path, &options, &error);

	g_assert_no_error(error);
	g_assert_nonnull(kv);
	return kv;
}

static void begin(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	kv_begin(kv, &error);
	g_assert_no_error(error);
}

static void commit(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(kv_commit(kv, &error));
	g_assert_no_error(error);
}

static Span text(const char *string)
{
	return span_new(string, strlen(string));
}

/* The value of KEY as a new string, NULL when there is none. */
static char *get(Kv *kv, guint table, const char *key)
{
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;
	Span value;

	kv_ask_add(ask, table, text(key), 0);
	kv_ask(kv, ask, &error);
	g_assert_no_error(error);
	value = kv_ask_answer(ask, 0);
	return value.data != NULL ? g_strndup(value.data, value.length) : NULL;
}

static gint compare_members(gconstpointer left, gconstpointer right)
{
	return memcmp(left, right, 4);
}

/* The members of KEY in the SET, sorted, as one new string; "" when there are none. */
static char *members(Kv *kv, const char *key, guint limit)
{
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *sorted = NULL;
	Span value;

	kv_ask_add(ask, TABLE_SET, text(key), limit);
	kv_ask(kv, ask, &error);
	g_assert_no_error(error);
	value = kv_ask_answer(ask, 0);
	g_assert_cmpuint(value.length % 4, ==, 0);
	sorted = g_strndup(value.length > 0 ? value.data : "", value.length);
	qsort(sorted, value.length / 4, 4, compare_members);
	return g_steal_pointer(&sorted);
}

#define assert_get(kv, key, expected)                                                              \
	do {                                                                                       \
		g_autofree char *got = get(kv, TABLE_MAP, key);                                    \
		g_assert_cmpstr(got, ==, expected);                                                \
	} while (0)
#define assert_members(kv, key, limit, expected)                                                   \
	do {                                                                                       \
		g_autofree char *got = members(kv, key, limit);                                    \
		g_assert_cmpstr(got, ==, expected);                                                \
	} while (0)

static void test_missing(Fixture *fixture, gconstpointer backend)
{
	g_autofree char *path = g_build_filename(fixture->path, "none", NULL);
	KvOptions options = {
		.tables = tables, .table_count = G_N_ELEMENTS(tables), .mode = KV_READ};
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

/* Against a model: random changes to few keys, so that they meet, with commits and aborts among
 * them. */
static void test_random(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(GHashTable) model = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	char *keys[64];

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		keys[i] = g_strdup_printf("%c%03d%04d", 'a' + (int)i % 3, (int)(i / 7), (int)i);
	for (guint round = 0; round < 60; round++) {
		begin(kv);
		for (guint i = 0; i < 200; i++) {
			const char *key = keys[g_rand_int_range(random, 0, 64)];
			g_autofree char *member =
				g_strdup_printf("%04d", g_rand_int_range(random, 0, 12));
			char *row = g_strconcat(key, member, NULL);

			if (g_rand_int_range(random, 0, 3) > 0) {
				kv_add(kv, TABLE_SET, text(key), text(member));
				g_hash_table_add(model, row);
			} else {
				kv_remove(kv, TABLE_SET, text(key), text(member));
				g_hash_table_remove(model, row);
				g_free(row);
			}
		}
		if (round % 2 == 0)
			commit(kv), begin(kv);
		for (guint k = 0; k < 64; k++) {
			g_autoptr(GString) expected = g_string_new(NULL);

			for (guint m = 0; m < 12; m++) {
				g_autofree char *row = g_strdup_printf("%s%04u", keys[k], m);

				if (g_hash_table_contains(model, row))
					g_string_append(expected, row + 8);
			}
			assert_members(kv, keys[k], 99, expected->str);
		}
		commit(kv);
	}
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		g_free(keys[i]);
}

/* Enough rows to split pages, of every width, in an order that is not theirs. */
static void test_many(Fixture *fixture, gconstpointer backend)
{
	const guint count = 20000;
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;
	KvSize size;
	guint64 total, measured = 0;

	for (guint part = 0; part < 4; part++) {
		begin(kv);
		for (guint i = part; i < count; i += 4) {
			guint32 number = GUINT32_TO_BE(i);
			guint64 scattered = (guint64)i * 0x9e3779b97f4a7c15u;

			kv_put(kv, TABLE_MAP, span_new(&number, 4), span_new(&scattered, 8));
			kv_add(kv, TABLE_SET, span_new(&scattered, 8), span_new(&number, 4));
			kv_add(kv, TABLE_WIDE, span_new(&number, 4), span_new(&scattered, 8));
		}
		commit(kv);
	}
	begin(kv);
	for (guint i = 0; i < count; i++) {
		guint32 number = GUINT32_TO_BE(i);
		guint64 scattered = (guint64)i * 0x9e3779b97f4a7c15u;

		kv_ask_clear(ask);
		kv_ask_add(ask, TABLE_MAP, span_new(&number, 4), 0);
		kv_ask_add(ask, TABLE_SET, span_new(&scattered, 8), 8);
		kv_ask_add(ask, TABLE_WIDE, span_new(&number, 4), 8);
		g_assert_true(kv_ask(kv, ask, &error));
		g_assert_cmpmem(
			kv_ask_answer(ask, 0).data, kv_ask_answer(ask, 0).length, &scattered, 8);
		g_assert_cmpmem(
			kv_ask_answer(ask, 1).data, kv_ask_answer(ask, 1).length, &number, 4);
		g_assert_cmpmem(
			kv_ask_answer(ask, 2).data, kv_ask_answer(ask, 2).length, &scattered, 8);
	}
	for (guint table = 0; table < G_N_ELEMENTS(tables); table++) {
		g_assert_true(kv_measure(kv, table, &size, &error));
		g_assert_cmpuint(size.entries, ==, table == TABLE_OTHER ? 0 : count);
		/* A row costs about its own bytes, a SET's no more than them. */
		if (table == TABLE_MAP)
			g_assert_cmpuint(size.bytes, <, 40 * count);
		else if (table != TABLE_OTHER)
			g_assert_cmpuint(size.bytes, <, 13 * count);
		measured += size.bytes;
	}
	g_assert_true(kv_total(kv, &total, &error));
	g_assert_cmpuint(total, >=, measured);
}

enum {
	CHURN_ROWS = 12000,
	CHURN_LARGE = 3000, /* of them with one key */
};

/* Row NUMBER: three with one key, but for those with the large one. */
static void churn_row(guint number, guint64 *ret_key, guint32 *ret_member)
{
	guint key = number < CHURN_LARGE ? CHURN_ROWS : number / 3;

	*ret_key = key * 0x9e3779b97f4a7c15u;
	*ret_member = GUINT32_TO_BE(number);
}

static void churn(Kv *kv, gboolean *model, guint changes)
{
	gint adding = g_test_rand_int_range(1, 10);

	begin(kv);
	for (guint i = 0; i < changes; i++) {
		guint number = (guint)g_test_rand_int_range(0, CHURN_ROWS);
		guint64 key;
		guint32 member;

		churn_row(number, &key, &member);
		model[number] = g_test_rand_int_range(0, 10) < adding;
		if (model[number])
			kv_add(kv, TABLE_SET, span_new(&key, 8), span_new(&member, 4));
		else
			kv_remove(kv, TABLE_SET, span_new(&key, 8), span_new(&member, 4));
	}
	commit(kv);
}

static void check_churned(Kv *kv, const gboolean *model)
{
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < CHURN_ROWS;) {
		g_autoptr(GByteArray) expected = g_byte_array_new();
		guint64 key, other;
		guint32 member;
		Span answer;

		churn_row(i, &key, &member);
		for (other = key; i < CHURN_ROWS && other == key;) {
			if (model[i])
				g_byte_array_append(expected, (const guint8 *)&member, 4);
			churn_row(++i, &other, &member);
		}
		kv_ask_clear(ask);
		kv_ask_add(ask, TABLE_SET, span_new(&key, 8), CHURN_ROWS);
		g_assert_true(kv_ask(kv, ask, &error));
		answer = kv_ask_answer(ask, 0);
		g_assert_cmpmem(answer.data, answer.length, expected->data, expected->len);
	}
}

/* Rows that come and go, in commits of every size, until nearly all are gone. */
static void test_churn(Fixture *fixture, gconstpointer backend)
{
	static const guint sizes[] = {1, 20000, 30, 1, 3000, 300, 1};
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autofree gboolean *model = g_new0(gboolean, CHURN_ROWS);

	for (guint round = 0; round < 42; round++) {
		churn(kv, model, sizes[round % G_N_ELEMENTS(sizes)]);
		begin(kv);
		check_churned(kv, model);
		kv_abort(kv);
	}
	begin(kv);
	for (guint i = 1; i < CHURN_ROWS; i++) {
		guint64 key;
		guint32 member;

		churn_row(i, &key, &member);
		kv_remove(kv, TABLE_SET, span_new(&key, 8), span_new(&member, 4));
		model[i] = FALSE;
	}
	commit(kv);
	begin(kv);
	check_churned(kv, model);
}

static void test_compact(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(GError) error = NULL;

	begin(kv);
	kv_put(kv, TABLE_MAP, text("a"), text("1"));
	commit(kv);
	g_assert_true(kv_compact(kv, &error));
	g_assert_no_error(error);
	begin(kv);
	assert_get(kv, "a", "1");
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

typedef struct Case {
	const char *name;
	void (*run)(Fixture *fixture, gconstpointer backend);
} Case;

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
	{"random", test_random},
	{"many", test_many},
	{"churn", test_churn},
	{"commit-nothing", test_commit_nothing},
	{"compact", test_compact},
};

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint b = 0; b < G_N_ELEMENTS(backends); b++) {
		for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
			g_autofree char *path =
				g_strdup_printf("/store/%s/%s", backend_names[b], cases[i].name);

			g_test_add(path, Fixture, backends[b], fixture_begin, cases[i].run,
				fixture_end);
		}
	}
	return g_test_run();
}
