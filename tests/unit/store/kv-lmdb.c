/* SPDX-License-Identifier: Apache-2.0
 *
 * What only the LMDB backend can get wrong: maps that grow, disks that are full, processes that
 * die, files that are not ours. What every backend must do is in tests/contract.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "kv-lmdb-rows.h"
#include "scratch.h"

static void test_private(void)
{
	char *path = scratch_new();
	g_autofree char *inner = g_build_filename(path, "a", "b", NULL);
	g_autoptr(GDir) directory = NULL;
	Kv *kv = open_store(inner, KV_WRITE);
	struct stat status;
	const char *name;

	begin(kv);
	put_rows(kv, 0, 1);
	commit(kv);
	g_assert_cmpint(stat(inner, &status), ==, 0);
	g_assert_cmpuint(status.st_mode & 0777, ==, 0700);
	directory = g_dir_open(inner, 0, NULL);
	while ((name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *file = g_build_filename(inner, name, NULL);

		g_assert_cmpint(stat(file, &status), ==, 0);
		g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
	}
	kv_free(kv);
	scratch_free(g_strdup(inner));
	*strrchr(inner, '/') = '\0';
	g_rmdir(inner);
	scratch_free(path);
}

static void test_grow(void)
{
	char *path = scratch_new();
	g_autoptr(GError) error = NULL;
	Kv *kv = open_sized(path, KV_WRITE, 256 * 1024, &error);

	g_assert_no_error(error);
	for (guint round = 0; round < 4; round++) {
		begin(kv);
		put_rows(kv, round * 3000, (round + 1) * 3000);
		commit(kv);
	}
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 12000), ==, 12000);
	kv_free(kv);
	kv = open_store(path, KV_READ);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 12000), ==, 12000);
	kv_free(kv);
	scratch_free(path);
}

/* Another process makes the map larger between two views of a reader. */
static void test_grow_elsewhere(void)
{
	char *path = scratch_new();
	g_autoptr(GError) error = NULL;
	Kv *kv;
	int pipes[2];
	char byte;
	pid_t process;
	int status;

	g_assert_cmpint(pipe(pipes), ==, 0);
	process = fork();
	if (process == 0) {
		g_assert_cmpint(read(pipes[0], &byte, 1), ==, 1);
		kv = open_sized(path, KV_WRITE, 256 * 1024, NULL);
		begin(kv);
		put_rows(kv, 1, 8000);
		commit(kv);
		kv_free(kv);
		_exit(0);
	}
	kv = open_sized(path, KV_WRITE, 256 * 1024, &error);
	g_assert_no_error(error);
	begin(kv);
	put_rows(kv, 0, 1);
	commit(kv);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 8000), ==, 1);
	kv_abort(kv);
	g_assert_cmpint(write(pipes[1], "x", 1), ==, 1);
	g_assert_cmpint(waitpid(process, &status, 0), ==, process);
	g_assert_cmpint(status, ==, 0);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 8000), ==, 8000);
	put_rows(kv, 8000, 16000);
	commit(kv);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 16000), ==, 16000);
	kv_free(kv);
	close(pipes[0]);
	close(pipes[1]);
	scratch_free(path);
}

static void fill_disk(const char *path)
{
	struct rlimit limit = {.rlim_cur = 1 << 20, .rlim_max = RLIM_INFINITY};
	Kv *kv = open_store(path, KV_WRITE);
	GError *error = NULL;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	begin(kv);
	put_rows(kv, 100, 9000);
	g_assert_false(kv_commit(kv, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	g_assert_nonnull(strstr(error->message, path));
	g_clear_error(&error);
	/* What was there is there, in this handle and in a new one; nothing of the rest is. */
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 9000), ==, 100);
	kv_abort(kv);
	kv_free(kv);
	kv = open_store(path, KV_WRITE);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 9000), ==, 100);
	kv_abort(kv);
	/* And when there is room again, work goes on. */
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	begin(kv);
	put_rows(kv, 100, 9000);
	commit(kv);
	kv_free(kv);
}

static void test_full_disk(void)
{
	char *path = scratch_new();
	Kv *kv = open_store(path, KV_WRITE);

	begin(kv);
	put_rows(kv, 0, 100);
	commit(kv);
	kv_free(kv);
	g_assert_cmpint(in_child(fill_disk, path), ==, 0);
	kv = open_store(path, KV_READ);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 9000), ==, 9000);
	kv_free(kv);
	scratch_free(path);
}

#define KILL_ROWS 400

static void write_on(const char *path)
{
	Kv *kv = open_store(path, KV_WRITE);

	for (;;) {
		guint there;

		begin(kv);
		there = count_rows(kv, 20 * KILL_ROWS) % (20 * KILL_ROWS);
		put_rows(kv, there, there + KILL_ROWS);
		commit(kv);
	}
}

static void test_kill(void)
{
	char *path = scratch_new();

	for (guint round = 0; round < 12; round++) {
		int status;
		pid_t process = fork();
		Kv *kv;

		if (process == 0)
			write_on(path);
		g_usleep(5000 + round * 7000);
		kill(process, SIGKILL);
		g_assert_cmpint(waitpid(process, &status, 0), ==, process);
		g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		kv = open_store(path, KV_WRITE);
		begin(kv);
		/* Whole commits only. */
		g_assert_cmpuint(count_rows(kv, 20 * KILL_ROWS) % KILL_ROWS, ==, 0);
		commit(kv);
		kv_free(kv);
	}
	scratch_free(path);
}

static void look_until_killed(const char *path)
{
	Kv *kv = open_store(path, KV_READ);

	begin(kv);
	g_assert_cmpuint(count_rows(kv, 10), ==, 10);
	raise(SIGKILL);
}

/* What a killed reader saw is freed by a writer that has had the store open all along. */
static void test_dead_reader(void)
{
	char *path = scratch_new();
	Kv *kv = open_store(path, KV_WRITE);
	g_autoptr(GError) error = NULL;
	guint64 before, after;

	for (guint round = 0; round < 60; round++) {
		begin(kv);
		put_rows(kv, 0, 50);
		commit(kv);
		if (round == 9) {
			begin(kv);
			g_assert_true(kv_total(kv, &before, &error));
			kv_abort(kv);
			g_assert_cmpint(in_child(look_until_killed, path), ==, 128 + SIGKILL);
		}
	}
	begin(kv);
	g_assert_true(kv_total(kv, &after, &error));
	g_assert_cmpuint(after, <=, 2 * before);
	kv_free(kv);
	scratch_free(path);
}

static Kv *inherited;

static void use_inherited(const char *path)
{
	g_autoptr(GError) error = NULL;

	g_assert_false(kv_begin(inherited, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	g_assert_nonnull(strstr(error->message, "fork"));
	kv_free(inherited);
	/* Opened anew it can be used. */
	inherited = open_store(path, KV_READ);
	begin(inherited);
	g_assert_cmpuint(count_rows(inherited, 10), ==, 10);
	kv_free(inherited);
}

static void test_fork(void)
{
	char *path = scratch_new();

	inherited = open_store(path, KV_WRITE);
	begin(inherited);
	put_rows(inherited, 0, 10);
	commit(inherited);
	g_assert_cmpint(in_child(use_inherited, path), ==, 0);
	begin(inherited);
	g_assert_cmpuint(count_rows(inherited, 10), ==, 10);
	kv_free(inherited);
	scratch_free(path);
}

static void assert_refused(const char *path, const char *word)
{
	for (guint mode = KV_READ; mode <= KV_WRITE; mode++) {
		g_autoptr(GError) error = NULL;
		Kv *kv = open_sized(path, mode, 0, &error);

		g_assert_null(kv);
		g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
		g_assert_nonnull(strstr(error->message, path));
		g_assert_nonnull(strstr(error->message, word));
	}
}

static void test_damaged(void)
{
	char *path = scratch_new();
	g_autofree char *file = g_build_filename(path, "memory.1.mdb", NULL);
	g_autofree char *lock = g_strconcat(file, "-lock", NULL);
	g_autofree char *noise = g_malloc0(65536);
	struct stat status;
	Kv *kv;

	memset(noise, 'x', 65536);
	g_assert_true(g_file_set_contents(file, noise, 65536, NULL));
	assert_refused(path, "damaged");
	/* Emptied or removed it is not taken for a store that never was. */
	g_assert_true(g_file_set_contents(file, "", 0, NULL));
	assert_refused(path, "gone or empty");
	g_unlink(file);
	assert_refused(path, "gone or empty");
	g_unlink(lock);
	kv = open_store(path, KV_WRITE);
	begin(kv);
	put_rows(kv, 0, 1000);
	commit(kv);
	kv_free(kv);
	g_assert_cmpint(stat(file, &status), ==, 0);
	g_assert_cmpint(truncate(file, status.st_size / 2), ==, 0);
	assert_refused(path, "cut short");
	scratch_free(path);
}

/* A place that cannot be looked into is not an empty one. */
static void test_unreadable(void)
{
	char *path = scratch_new();
	g_autofree char *file = g_build_filename(path, "file", NULL);
	g_autofree char *below = g_build_filename(file, "state", NULL);
	const char *const places[] = {file, below};

	g_assert_true(g_file_set_contents(file, "x", 1, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(open_sized(places[i], KV_READ, 0, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
		g_assert_nonnull(strstr(error->message, places[i]));
	}
	scratch_free(path);
}

/* Several threads of one process, each with a handle of its own. */
static gpointer read_often(gpointer path)
{
	Kv *kv = open_store(path, KV_READ);

	for (guint i = 0; i < 300; i++) {
		begin(kv);
		g_assert_cmpuint(count_rows(kv, 50) % 5, ==, 0);
		kv_abort(kv);
	}
	kv_free(kv);
	return NULL;
}

static void test_threads(void)
{
	char *path = scratch_new();
	g_autoptr(GError) error = NULL;
	Kv *kv = open_sized(path, KV_WRITE, 256 * 1024, &error);
	GThread *threads[4];

	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
		threads[i] = g_thread_new("reader", read_often, path);
	for (guint i = 0; i < 40; i++) {
		begin(kv);
		put_rows(kv, i * 5, i * 5 + 5);
		/* The map grows under the readers' feet. */
		put_rows(kv, 1000 + i * 300, 1000 + (i + 1) * 300);
		commit(kv);
	}
	for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
		g_thread_join(threads[i]);
	kv_free(kv);
	scratch_free(path);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kv-lmdb/private", test_private);
	g_test_add_func("/kv-lmdb/grow", test_grow);
	g_test_add_func("/kv-lmdb/grow-elsewhere", test_grow_elsewhere);
	g_test_add_func("/kv-lmdb/full-disk", test_full_disk);
	g_test_add_func("/kv-lmdb/kill", test_kill);
	g_test_add_func("/kv-lmdb/dead-reader", test_dead_reader);
	g_test_add_func("/kv-lmdb/fork", test_fork);
	g_test_add_func("/kv-lmdb/damaged", test_damaged);
	g_test_add_func("/kv-lmdb/unreadable", test_unreadable);
	g_test_add_func("/kv-lmdb/threads", test_threads);
	return g_test_run();
}
