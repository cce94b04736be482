/* SPDX-License-Identifier: Apache-2.0
 *
 * Each page of a store is overwritten in turn: damage is told, and LMDB is not let near it.
 */
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "kv-lmdb-rows.h"
#include "scratch.h"

#define PAGE 4096
#define ROWS 3000

/* Pages that hold nothing any more: LMDB keeps those of the last commits. */
#define FREE_PAGES 12

static char *make_store(void)
{
	char *path = scratch_new();
	Kv *kv = open_store(path, KV_WRITE);

	begin(kv);
	put_rows(kv, 0, ROWS);
	commit(kv);
	kv_free(kv);
	return path;
}

/* What is wrong with the store at PATH, as a new string; "" when nothing is found. */
static char *damage_of(const char *path)
{
	g_autoptr(GError) error = NULL;
	char *problem = NULL;
	g_autoptr(Kv) kv = open_sized(path, KV_READ, 0, &error);

	if (kv == NULL || !kv_begin(kv, &error) || !kv_find_damage(kv, &problem, &error)) {
		g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
		return g_strdup(error->message);
	}
	return problem != NULL ? problem : g_strdup("");
}

typedef void (*Overwrite)(guint8 *page);

static void with_zeros(guint8 *page)
{
	memset(page, 0, PAGE);
}

static void with_noise(guint8 *page)
{
	for (guint i = 0; i < PAGE; i++)
		page[i] = (guint8)g_test_rand_int();
}

/* The kind and the bounds of the page stay; its rows do not. */
static void rows_with_noise(guint8 *page)
{
	for (guint i = 16; i < PAGE; i++)
		page[i] = (guint8)g_test_rand_int();
}

static void test_pages(gconstpointer data)
{
	Overwrite overwrite = (Overwrite)data;
	char *path = make_store();
	g_autofree char *name = g_build_filename(path, "memory.1.mdb", NULL), *none = NULL;
	int file = open(name, O_RDWR);
	guint missed = 0, pages = (guint)(lseek(file, 0, SEEK_END) / PAGE);
	guint8 whole[PAGE], page[PAGE];

	none = damage_of(path);
	g_assert_cmpstr(none, ==, "");
	for (guint i = 2; i < pages; i++) {
		g_autofree char *problem = NULL;

		g_assert_cmpint(pread(file, whole, PAGE, i * PAGE), ==, PAGE);
		memcpy(page, whole, PAGE);
		overwrite(page);
		g_assert_cmpint(pwrite(file, page, PAGE, i * PAGE), ==, PAGE);
		problem = damage_of(path);
		missed += problem[0] == '\0';
		g_assert_cmpint(pwrite(file, whole, PAGE, i * PAGE), ==, PAGE);
	}
	close(file);
	g_assert_cmpuint(pages, >, 300);
	g_assert_cmpuint(missed, <=, FREE_PAGES);
	scratch_free(path);
}

/* The newer of the two pages at the beginning is lost: the older one must not pass for it. */
static void test_head(void)
{
	char *path = make_store();
	g_autofree char *name = g_build_filename(path, "memory.1.mdb", NULL), *problem = NULL;
	int file = open(name, O_RDWR);
	const guint64 far = 1000;

	/* Of what stands there, the number of the commit. */
	for (guint i = 0; i < 2; i++) {
		guint64 commit;

		g_assert_cmpint(pread(file, &commit, 8, i * PAGE + 144), ==, 8);
		if (commit % 2 == 0)
			g_assert_cmpint(pwrite(file, &far, 8, i * PAGE + 144), ==, 8);
	}
	close(file);
	problem = damage_of(path);
	g_assert_cmpstr(problem, !=, "");
	scratch_free(path);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/kv-lmdb-damage/zeros", with_zeros, test_pages);
	g_test_add_data_func("/kv-lmdb-damage/noise", with_noise, test_pages);
	g_test_add_data_func("/kv-lmdb-damage/rows", rows_with_noise, test_pages);
	g_test_add_func("/kv-lmdb-damage/head", test_head);
	return g_test_run();
}
