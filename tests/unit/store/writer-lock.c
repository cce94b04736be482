/* SPDX-License-Identifier: Apache-2.0
 *
 * The writers' lock: one at a time, a clear word when it takes too long, and nobody starves.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "scratch.h"
#include "store/writer-lock.h"

static WriterLock *lock_new(const char *path)
{
	g_autoptr(GError) error = NULL;
	WriterLock *lock = writer_lock_new(path, &error);

	g_assert_no_error(error);
	return lock;
}

static void acquire(WriterLock *lock)
{
	g_autoptr(GError) error = NULL;

	writer_lock_acquire(lock, 20, &error);
	g_assert_no_error(error);
}

static void test_excludes(void)
{
	char *path = scratch_new();
	g_autoptr(WriterLock) one = lock_new(path);
	g_autoptr(WriterLock) two = lock_new(path);
	g_autoptr(GError) error = NULL;
	g_autofree char *process = g_strdup_printf("process %ld", (long)getpid());
	gint64 start = g_get_monotonic_time();

	acquire(one);
	g_assert_false(writer_lock_acquire(two, 1, &error));
	g_assert_cmpint(g_get_monotonic_time() - start, >=, G_USEC_PER_SEC);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	g_assert_nonnull(strstr(error->message, path));
	g_assert_nonnull(strstr(error->message, process));
	writer_lock_release(one);
	acquire(two);
	/* Nothing to give back twice. */
	writer_lock_release(one);
	g_clear_error(&error);
	g_assert_false(writer_lock_acquire(one, 0, &error));
	writer_lock_release(two);
	acquire(one);
	writer_lock_release(one);
	scratch_free(path);
}

static gpointer take_in_turn(gpointer path)
{
	g_autoptr(WriterLock) lock = lock_new(path);
	gint64 longest = 0;

	for (guint i = 0; i < 5; i++) {
		gint64 start = g_get_monotonic_time();

		acquire(lock);
		longest = MAX(longest, g_get_monotonic_time() - start);
		writer_lock_release(lock);
	}
	return GINT_TO_POINTER((gint)longest);
}

/* One that holds the lock nearly always must let the other in between. */
static void test_fair(void)
{
	char *path = scratch_new();
	g_autoptr(WriterLock) busy = lock_new(path);
	GThread *thread = g_thread_new("other", take_in_turn, path);
	guint turns = 0;
	gint longest;

	for (; turns < 25; turns++) {
		acquire(busy);
		g_usleep(20000);
		writer_lock_release(busy);
	}
	longest = GPOINTER_TO_INT(g_thread_join(thread));
	g_assert_cmpint(longest, <, G_USEC_PER_SEC / 4);
	scratch_free(path);
}

/* A holder that is killed leaves no lock behind. */
static void test_killed(void)
{
	char *path = scratch_new();
	g_autoptr(WriterLock) lock = lock_new(path);
	int pipes[2], status;
	char byte;
	pid_t process;

	g_assert_cmpint(pipe(pipes), ==, 0);
	process = fork();
	if (process == 0) {
		WriterLock *theirs = lock_new(path);

		acquire(theirs);
		if (write(pipes[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	g_assert_cmpint(read(pipes[0], &byte, 1), ==, 1);
	g_assert_false(writer_lock_acquire(lock, 0, NULL));
	kill(process, SIGKILL);
	g_assert_cmpint(waitpid(process, &status, 0), ==, process);
	acquire(lock);
	close(pipes[0]);
	close(pipes[1]);
	scratch_free(path);
}

/* The number of a process that has ended is not the holder's, who is then no kith. */
static void test_unsigned(void)
{
	char *path = scratch_new();
	g_autofree char *file = g_build_filename(path, "writer.lock", NULL);
	g_autoptr(WriterLock) one = lock_new(path);
	g_autoptr(WriterLock) two = lock_new(path);
	g_autoptr(GError) error = NULL;
	pid_t process = fork();
	FILE *out;

	if (process == 0)
		_exit(0);
	g_assert_cmpint(waitpid(process, NULL, 0), ==, process);
	acquire(one);
	out = fopen(file, "w");
	g_assert_nonnull(out);
	fprintf(out, "%ld\n", (long)process);
	fclose(out);
	g_assert_false(writer_lock_acquire(two, 0, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	g_assert_nonnull(strstr(error->message, "another writer holds"));
	scratch_free(path);
}

static void test_unwritable(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(writer_lock_new("/nonexistent/kith", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/writer-lock/excludes", test_excludes);
	g_test_add_func("/writer-lock/fair", test_fair);
	g_test_add_func("/writer-lock/killed", test_killed);
	g_test_add_func("/writer-lock/unsigned", test_unsigned);
	g_test_add_func("/writer-lock/unwritable", test_unwritable);
	return g_test_run();
}
