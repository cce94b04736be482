/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a store may live.
 */
#include "store/place.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "scratch.h"

static guint mode_of(const char *path)
{
	struct stat status;

	g_assert_cmpint(stat(path, &status), ==, 0);
	return status.st_mode & 0777;
}

static void test_network(void)
{
	g_assert_cmpstr(place_network_name(0x6969), ==, "NFS");
	g_assert_cmpstr(place_network_name(0xff534d42), ==, "CIFS");
	g_assert_cmpstr(place_network_name(0x65735546), ==, "FUSE");
	g_assert_cmpstr(place_network_name(0xbacbacbc), ==, "vmhgfs");
	/* ext4, xfs, btrfs, tmpfs, overlay, 9p */
	g_assert_null(place_network_name(0xef53));
	g_assert_null(place_network_name(0x58465342));
	g_assert_null(place_network_name(0x9123683e));
	g_assert_null(place_network_name(0x01021994));
	g_assert_null(place_network_name(0x794c7630));
	g_assert_null(place_network_name(0x01021997));
}

static void test_made(void)
{
	char *path = scratch_new();
	g_autofree char *inner = g_build_filename(path, "state", NULL);
	g_autoptr(GError) error = NULL;

	place_prepare(inner, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(mode_of(inner), ==, 0700);
	/* An empty one that is there is made private. */
	g_assert_cmpint(g_chmod(inner, 0777), ==, 0);
	place_prepare(inner, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(mode_of(inner), ==, 0700);
	g_rmdir(inner);
	scratch_free(path);
}

static void test_others_write(void)
{
	char *path = scratch_new();
	g_autofree char *file = g_build_filename(path, "file", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(file, "x", 1, NULL));
	g_assert_cmpint(g_chmod(path, 0755), ==, 0);
	g_assert_true(place_prepare(path, &error));
	g_assert_no_error(error);
	g_assert_cmpuint(mode_of(path), ==, 0755);
	g_assert_cmpint(g_chmod(path, 0775), ==, 0);
	g_assert_false(place_prepare(path, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	scratch_free(path);
}

static void test_not_a_directory(void)
{
	char *path = scratch_new();
	g_autofree char *file = g_build_filename(path, "file", NULL);
	g_autofree char *below = g_build_filename(file, "state", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(file, "x", 1, NULL));
	g_assert_false(place_prepare(file, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	g_clear_error(&error);
	g_assert_false(place_prepare(below, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	scratch_free(path);
}

static gboolean is_within(const char *folder, const char *inner, const char *outer)
{
	g_autofree char *inner_path = g_build_filename(folder, inner, NULL);
	g_autofree char *outer_path = g_build_filename(folder, outer, NULL);

	return place_is_within(inner_path, outer_path);
}

static void test_within(void)
{
	char *path = scratch_new();
	g_autofree char *state = g_build_filename(path, "state", NULL);
	g_autofree char *link = g_build_filename(path, "link", NULL);

	g_assert_cmpint(g_mkdir(state, 0700), ==, 0);
	g_assert_cmpint(symlink("state", link), ==, 0);
	g_assert_true(is_within(path, "state", "state"));
	g_assert_true(is_within(path, "state/", "link"));
	g_assert_true(is_within(path, "link/new/folder", "state"));
	g_assert_true(is_within(path, "new/../link/./folder", "state"));
	g_assert_true(is_within(path, "state", ""));
	g_assert_false(is_within(path, "", "state"));
	g_assert_false(is_within(path, "state2", "state"));
	g_assert_false(is_within(path, "link/../new", "state"));
	g_assert_false(is_within(path, "link/new/../../folder", "state"));
	g_assert_false(is_within(path, "missing/x", "missing"));
	g_unlink(link);
	g_rmdir(state);
	scratch_free(path);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/place/network", test_network);
	g_test_add_func("/place/made", test_made);
	g_test_add_func("/place/others-write", test_others_write);
	g_test_add_func("/place/not-a-directory", test_not_a_directory);
	g_test_add_func("/place/within", test_within);
	return g_test_run();
}
