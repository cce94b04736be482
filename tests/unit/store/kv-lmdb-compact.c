/* SPDX-License-Identifier: Apache-2.0
 *
 * Making an LMDB store compact, and what may end that in the middle.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "kv-lmdb-rows.h"
#include "scratch.h"

static void compact(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	kv_compact(kv, &error);
	g_assert_no_error(error);
}

static goffset file_size(const char *path, const char *name)
{
	g_autofree char *file = g_build_filename(path, name, NULL);
	struct stat status;

	return stat(file, &status) == 0 ? status.st_size : -1;
}

static void rewrite(Kv *kv, guint rounds)
{
	for (guint i = 0; i < rounds; i++) {
		begin(kv);
		put_rows(kv, 0, 4000);
		put_rows(kv, 4000 + i, 4000 + i + 1);
		commit(kv);
	}
}

static void test_compact(void)
{
	char *path = scratch_new();
	Kv *kv = open_store(path, KV_WRITE);
	Kv *other = open_store(path, KV_WRITE);
	Kv *reader = open_store(path, KV_READ);
	goffset before;

	rewrite(kv, 4);
	begin(reader);
	before = file_size(path, "memory.1.mdb");
	g_assert_cmpint(before, >, 1 << 20);
	compact(kv);
	g_assert_cmpint(file_size(path, "memory.1.mdb"), ==, -1);
	g_assert_cmpint(file_size(path, "memory.2.mdb"), <, before * 2 / 3);
	g_assert_cmpint(file_size(path, "memory.2.mdb"), >, 4000 * 400);
	/* An open view stays what it is; the next one and other writers find the new file. */
	g_assert_cmpuint(count_rows(reader, 5000), ==, 4004);
	begin(other);
	put_rows(other, 4500, 4510);
	commit(other);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 5000), ==, 4014);
	kv_abort(kv);
	g_assert_cmpuint(count_rows(reader, 5000), ==, 4004);
	kv_abort(reader);
	begin(reader);
	g_assert_cmpuint(count_rows(reader, 5000), ==, 4014);
	kv_free(reader);
	/* Nothing was changed since, or too little: nothing to do. */
	compact(kv);
	compact(other);
	g_assert_cmpint(file_size(path, "memory.2.mdb"), >, 0);
	kv_free(other);
	kv_free(kv);
	scratch_free(path);
}

/* What a compaction that died leaves behind does no harm and goes away. */
static void test_compact_died(void)
{
	char *path = scratch_new();
	g_autofree char *draft = g_build_filename(path, "memory.draft", NULL);
	g_autofree char *old = g_build_filename(path, "memory.1.mdb", NULL);
	g_autofree char *kept = g_build_filename(path, "kept", NULL);
	Kv *kv = open_store(path, KV_WRITE);

	rewrite(kv, 4);
	g_assert_cmpint(link(old, kept), ==, 0);
	compact(kv);
	begin(kv);
	put_rows(kv, 4500, 4510);
	commit(kv);
	kv_free(kv);
	/* Killed before the old file was removed. */
	g_assert_cmpint(rename(kept, old), ==, 0);
	g_assert_true(g_file_set_contents(draft, "half", 4, NULL));
	kv = open_store(path, KV_READ);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 5000), ==, 4014);
	kv_free(kv);
	kv = open_store(path, KV_WRITE);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 5000), ==, 4014);
	kv_free(kv);
	g_assert_false(g_file_test(old, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(draft, G_FILE_TEST_EXISTS));
	scratch_free(path);
}

static void compact_without_room(const char *path)
{
	struct rlimit limit = {.rlim_cur = 1 << 20, .rlim_max = RLIM_INFINITY};
	Kv *kv = open_store(path, KV_WRITE);
	GError *error = NULL;

	rewrite(kv, 4);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	g_assert_false(kv_compact(kv, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	g_clear_error(&error);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 5000), ==, 4004);
	kv_free(kv);
}

static void test_compact_full_disk(void)
{
	char *path = scratch_new();

	g_assert_cmpint(in_child(compact_without_room, path), ==, 0);
	g_assert_cmpint(file_size(path, "memory.1.mdb"), >, 0);
	g_assert_cmpint(file_size(path, "memory.2.mdb"), ==, -1);
	g_assert_cmpint(file_size(path, "memory.draft"), ==, -1);
	scratch_free(path);
}

static void compact_on(const char *path)
{
	for (;;) {
		Kv *kv = open_store(path, KV_WRITE);

		rewrite(kv, 4);
		compact(kv);
		kv_free(kv);
	}
}

static void test_compact_killed(void)
{
	char *path = scratch_new();
	Kv *kv = open_store(path, KV_WRITE);

	rewrite(kv, 4);
	kv_free(kv);
	for (guint round = 0; round < 10; round++) {
		int status;
		pid_t process = fork();

		if (process == 0)
			compact_on(path);
		g_usleep(20000 + round * 13000);
		kill(process, SIGKILL);
		g_assert_cmpint(waitpid(process, &status, 0), ==, process);
		g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		kv = open_store(path, round % 2 ? KV_READ : KV_WRITE);
		begin(kv);
		g_assert_cmpuint(count_rows(kv, 5000), ==, 4004);
		kv_free(kv);
	}
	scratch_free(path);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kv-lmdb/compact", test_compact);
	g_test_add_func("/kv-lmdb/compact-died", test_compact_died);
	g_test_add_func("/kv-lmdb/compact-full-disk", test_compact_full_disk);
	g_test_add_func("/kv-lmdb/compact-killed", test_compact_killed);
	return g_test_run();
}
