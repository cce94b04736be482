/* SPDX-License-Identifier: Apache-2.0
 *
 * A state of one's own, and nothing of it afterwards.
 */
#include "eval/scratch.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static void test_gone(void)
{
	char own[] = "ours.example";
	char nowhere[] = "/nowhere";
	char *domains[] = {own, NULL};
	char *hosts[] = {NULL};
	Settings user = {.state = nowhere,
		.secret = nowhere,
		.config = nowhere,
		.organisation = domains,
		.authserv = hosts};
	g_autoptr(GError) error = NULL;
	Scratch *scratch = scratch_new(&user, &error);
	g_assert_no_error(error);
	const Settings *warm = scratch_warm(scratch);
	g_autofree char *folder = g_path_get_dirname(warm->secret);
	g_autofree char *file = g_build_filename(warm->state, "data.mdb", NULL);
	struct stat status;
	g_assert_cmpstr(warm->organisation[0], ==, "ours.example");
	g_assert_cmpstr(warm->state, !=, scratch_cold(scratch)->state);
	g_assert_cmpint(stat(folder, &status), ==, 0);
	g_assert_cmpuint(status.st_mode & 0777, ==, 0700);
	g_assert_true(g_file_test(warm->secret, G_FILE_TEST_IS_REGULAR));
	g_assert_cmpint(g_mkdir(warm->state, 0700), ==, 0);
	g_assert_true(g_file_set_contents(file, "x", 1, NULL));
	scratch_free(scratch);
	g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/scratch/gone", test_gone);
	return g_test_run();
}
