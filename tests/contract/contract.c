/* SPDX-License-Identifier: Apache-2.0
 *
 * A new backend is one line in the table below.
 */
#include "contract.h"

#include <glib/gstdio.h>

#include "base/error.h"

static const KvBackend *const backends[] = {&kv_lmdb, &kv_memory};
static const char *const backend_names[] = {"lmdb", "memory"};

const KvTable contract_tables[TABLE_COUNT] = {
	{"map", KV_MAP, 0, 0},
	{"set", KV_SET, 8, 4, .filtered = TRUE},
	{"other", KV_MAP, 0, 0},
	{"wide", KV_SET, 4, 8},
};

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
	fixture->other = g_strconcat(fixture->path, "-other", NULL);
}

static void fixture_end(Fixture *fixture, gconstpointer backend)
{
	remove_tree(fixture->path);
	remove_tree(fixture->other);
	g_free(fixture->path);
	g_free(fixture->other);
}

Kv *open_store_at(const Fixture *fixture, const char *path, KvMode mode)
{
	KvOptions options = {.tables = contract_tables,
		.table_count = TABLE_COUNT,
		.mode = mode,
		.wait_seconds = 0};
	g_autoptr(GError) error = NULL;
	Kv *kv = kv_open(fixture->backend, path, &options, &error);

	g_assert_no_error(error);
	g_assert_nonnull(kv);
	return kv;
}

Kv *open_store(const Fixture *fixture, KvMode mode)
{
	return open_store_at(fixture, fixture->path, mode);
}

void begin(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	kv_begin(kv, &error);
	g_assert_no_error(error);
}

void commit(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(kv_commit(kv, &error));
	g_assert_no_error(error);
}

char *get(Kv *kv, guint table, const char *key)
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

char *members(Kv *kv, const char *key, guint limit)
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

int contract_run(const char *suite, const Case *cases, guint count, int *argc, char ***argv)
{
	g_test_init(argc, argv, NULL);
	for (guint b = 0; b < G_N_ELEMENTS(backends); b++)
		for (guint i = 0; i < count; i++) {
			g_autofree char *path = g_strdup_printf(
				"/%s/%s/%s", suite, backend_names[b], cases[i].name);

			g_test_add(path, Fixture, backends[b], fixture_begin, cases[i].run,
				fixture_end);
		}
	return g_test_run();
}
