/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows that tell whether they are whole: each stands in a map and in a set.
 */
#include "kv-lmdb-rows.h"

#include <sys/wait.h>
#include <unistd.h>

static const KvTable tables[] = {
	{"map", KV_MAP, 0, 0},
	{"set", KV_SET, 8, 4, .filtered = TRUE},
};

Kv *open_sized(const char *path, KvMode mode, gsize map_size, GError **error)
{
	KvOptions options = {.tables = tables,
		.table_count = G_N_ELEMENTS(tables),
		.mode = mode,
		.wait_seconds = 20,
		.map_size = map_size};

	return kv_open(&kv_lmdb, path, &options, error);
}

Kv *open_store(const char *path, KvMode mode)
{
	g_autoptr(GError) error = NULL;
	Kv *kv = open_sized(path, mode, 0, &error);

	g_assert_no_error(error);
	return kv;
}

void begin(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	kv_begin(kv, &error);
	g_assert_no_error(error);
}

void put_rows(Kv *kv, guint from, guint to)
{
	static const guint8 value[400] = "value";

	for (guint i = from; i < to; i++) {
		guint32 number = GUINT32_TO_BE(i);
		guint64 scattered = (guint64)i * 0x9e3779b97f4a7c15u;

		kv_put(kv, 0, span_new(&number, 4), span_new(value, sizeof value));
		kv_add(kv, 1, span_new(&scattered, 8), span_new(&number, 4));
	}
}

guint count_rows(Kv *kv, guint count)
{
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;
	guint found = 0;

	for (guint i = 0; i < count; i++) {
		guint32 number = GUINT32_TO_BE(i);
		guint64 scattered = (guint64)i * 0x9e3779b97f4a7c15u;
		gboolean in_map, in_set;

		kv_ask_clear(ask);
		kv_ask_add(ask, 0, span_new(&number, 4), 0);
		kv_ask_add(ask, 1, span_new(&scattered, 8), 1);
		kv_ask(kv, ask, &error);
		g_assert_no_error(error);
		in_map = kv_ask_answer(ask, 0).length == 400;
		in_set = kv_ask_answer(ask, 1).length == 4;
		g_assert_true(in_map == in_set);
		found += in_map;
	}
	return found;
}

void commit(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	kv_commit(kv, &error);
	g_assert_no_error(error);
}

int in_child(void (*child)(const char *path), const char *path)
{
	int status = 0;
	pid_t process = fork();

	if (process == 0) {
		child(path);
		_exit(0);
	}
	g_assert_cmpint(waitpid(process, &status, 0), ==, process);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
