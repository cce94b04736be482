/* SPDX-License-Identifier: Apache-2.0
 *
 * A writer that is killed when LMDB has written which snapshot is the newest, and before it tells
 * the other processes: the next writer must see what it changes.
 */
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kv-lmdb-rows.h"
#include "scratch.h"

/* The two pages that tell where everything begins are written in part, all others whole. */
#define PAGE 4096

static gboolean fatal;

/* LMDB finds this instead of the C library's pwrite, whose name a macro may change. */
ssize_t write_at(int file, const void *bytes, size_t length, off_t at) __asm__("pwrite");

ssize_t write_at(int file, const void *bytes, size_t length, off_t at)
{
	ssize_t written = syscall(SYS_pwrite64, file, bytes, length, at);

	if (fatal && at < 2 * PAGE && length < PAGE)
		raise(SIGKILL);
	return written;
}

static void write_and_die(const char *path)
{
	Kv *kv = open_store(path, KV_WRITE);

	begin(kv);
	put_rows(kv, 10, 20);
	fatal = TRUE;
	commit(kv);
}

static void test_view(void)
{
	char *path = scratch_new();
	Kv *kv = open_store(path, KV_WRITE);

	begin(kv);
	put_rows(kv, 0, 10);
	commit(kv);
	g_assert_cmpint(in_child(write_and_die, path), ==, 128 + SIGKILL);
	begin(kv);
	/* It was written to its end, and tells nobody. */
	g_assert_cmpuint(count_rows(kv, 40), ==, 20);
	put_rows(kv, 20, 30);
	commit(kv);
	begin(kv);
	g_assert_cmpuint(count_rows(kv, 40), ==, 30);
	kv_free(kv);
	scratch_free(path);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kv-lmdb-unannounced/view", test_view);
	return g_test_run();
}
