/* SPDX-License-Identifier: Apache-2.0
 *
 * What is put into the backlog is listed in its order, by kind, and nothing unfinished with it.
 */
#include "service/guard/backlog.h"

#include <glib/gstdio.h>

static void remove_all(char **paths)
{
	for (guint i = 0; paths[i] != NULL; i++)
		g_remove(paths[i]);
}

static void put(Backlog *backlog, BacklogKind kind, const char *text)
{
	g_autoptr(GError) error = NULL;
	gboolean full = TRUE;
	backlog_put(backlog, kind, span_new(text, strlen(text)), DURABLE_PROCESS, &full, &error);
	g_assert_no_error(error);
	g_assert_false(full);
}

static void test_order(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-backlog-XXXXXX", NULL);
	g_autofree char *unfinished = g_build_filename(folder, ".half.in", NULL);
	g_autoptr(Backlog) backlog = backlog_new(folder, NULL);
	g_auto(GStrv) incoming = NULL;
	g_auto(GStrv) outgoing = NULL;
	g_autofree char *content = NULL;
	g_assert_true(g_file_set_contents(unfinished, "x", 1, NULL));
	for (guint i = 0; i < 30; i++) {
		g_autofree char *text = g_strdup_printf("%02u", i);
		put(backlog, i % 2 == 0 ? BACKLOG_INCOMING : BACKLOG_OUTGOING, text);
	}
	g_assert_cmpuint(backlog_count(backlog), ==, 30);
	g_assert_true(backlog_list(backlog, BACKLOG_INCOMING, 4, &incoming, NULL));
	g_assert_cmpuint(g_strv_length(incoming), ==, 4);
	g_assert_true(g_file_get_contents(incoming[3], &content, NULL, NULL));
	g_assert_cmpstr(content, ==, "06");
	g_strfreev(g_steal_pointer(&incoming));
	g_assert_true(backlog_list(backlog, BACKLOG_INCOMING, 100, &incoming, NULL));
	g_assert_true(backlog_list(backlog, BACKLOG_OUTGOING, 100, &outgoing, NULL));
	g_assert_cmpuint(g_strv_length(incoming) + g_strv_length(outgoing), ==, 30);
	remove_all(incoming);
	remove_all(outgoing);
	g_remove(unfinished);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void test_no_folder(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(backlog_new("/proc/no-such-folder/x", &error));
	g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/backlog/order", test_order);
	g_test_add_func("/backlog/no-folder", test_no_folder);
	return g_test_run();
}
