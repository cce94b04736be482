/* SPDX-License-Identifier: Apache-2.0
 *
 * The outbox: each subject has a file of its own in the folder, whatever its name is.
 */
#include "report/notice/outbox.h"

#include <glib/gstdio.h>

static void on_written(const char *kind, const char *subject, const char *path, gpointer data)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_assert_cmpstr(folder, ==, ((const Outbox *)data)->folder);
	if (!g_hash_table_add(((Outbox *)data)->data, g_strdup(path)))
		g_error("%s has the file of another", subject);
	g_assert_cmpint(g_unlink(path), ==, 0);
}

static void test_names(void)
{
	g_autofree char *folder = g_dir_make_tmp("outbox-XXXXXX", NULL);
	g_autofree char *long_name = g_strnfill(120, 'q');
	g_autofree char *one = g_strconcat(long_name, "1@x.example", NULL);
	g_autofree char *other = g_strconcat(long_name, "2@x.example", NULL);
	const char *const subjects[] = {"a_b@x.example", "a+b@x.example", "a=b@x.example",
		"a b@x.example", "a_b_x.example", "../x.example", "x.example", ".", "", one, other};
	g_autoptr(GHashTable) paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Outbox outbox = {.folder = folder, .written = on_written};
	Outbox seen = {.folder = folder, .data = paths};
	outbox.data = &seen;
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (!outbox_write(&outbox, "notice", subjects[i], "txt", "text", NULL))
			g_error("%s is not written", subjects[i]);
	g_assert_cmpuint(g_hash_table_size(paths), ==, G_N_ELEMENTS(subjects));
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/outbox/names", test_names);
	return g_test_run();
}
