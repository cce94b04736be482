/* SPDX-License-Identifier: Apache-2.0
 *
 * The configuration file: written, read again, missing, malformed.
 */
#include "base/settings.h"

#include <glib/gstdio.h>

#include "base/error.h"

static char *make_folder(void)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("kith-settings-XXXXXX", &error);
	g_assert_no_error(error);
	return folder;
}

static void test_round_trip(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *state = g_build_filename(folder, "deep", "state", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Settings) settings = settings_load(state, "/nowhere/secret", NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(g_strv_length(settings->organisation), ==, 0);
	g_strfreev(settings->organisation);
	settings->organisation = g_strsplit("Example.COM,example.jp", ",", -1);
	g_assert_true(settings_save(settings, &error));
	g_autoptr(Settings) again = settings_load(state, NULL, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(g_strv_length(again->organisation), ==, 2);
	g_assert_cmpstr(again->organisation[0], ==, "example.com");
	g_assert_cmpstr(again->organisation[1], ==, "example.jp");
	GStatBuf status;
	g_assert_cmpint(g_stat(state, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0700);
}

static void test_named_but_missing(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *config = g_build_filename(folder, "none.conf", NULL);
	g_autoptr(GError) error = NULL;
	g_assert_null(settings_load(folder, NULL, config, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

static void test_retention(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *config = g_build_filename(folder, "kith.conf", NULL);
	static const char *const texts[] = {"", "retention=30", "retention= 0 "};
	static const char *const wrong[] = {"-1", "36501", "a year", ""};
	static const guint days[] = {365, 30, 0};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *text = g_strdup_printf("[ledger]\n%s\n", texts[i]);
		g_assert_true(g_file_set_contents(config, text, -1, NULL));
		g_autoptr(Settings) settings = settings_load(folder, NULL, NULL, NULL);
		g_assert_nonnull(settings);
		g_assert_cmpuint(settings->retention, ==, days[i]);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autofree char *text = g_strdup_printf("[ledger]\nretention=%s\n", wrong[i]);
		g_autoptr(GError) error = NULL;
		g_assert_true(g_file_set_contents(config, text, -1, NULL));
		g_assert_null(settings_load(folder, NULL, NULL, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	}
}

static void test_weights(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *config = g_build_filename(folder, "kith.conf", NULL);
	g_autofree char *beside = g_build_filename(folder, "my.table", NULL);
	static const char *const texts[] = {"my.table", "/etc/kith/my.table", ""};
	const char *const paths[] = {beside, texts[1], NULL};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *text = g_strdup_printf("[judge]\nweights=%s\n", texts[i]);
		g_autoptr(GError) error = NULL;
		g_assert_true(g_file_set_contents(config, text, -1, NULL));
		g_autoptr(Settings) settings = settings_load(folder, NULL, NULL, &error);
		g_assert_no_error(error);
		g_assert_cmpstr(settings->weights, ==, paths[i]);
	}
}

static void test_malformed(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *config = g_build_filename(folder, "kith.conf", NULL);
	g_autoptr(GError) error = NULL;
	g_assert_true(g_file_set_contents(config, "domains=without a group\n", -1, NULL));
	g_assert_null(settings_load(folder, NULL, NULL, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/settings/round-trip", test_round_trip);
	g_test_add_func("/settings/named-but-missing", test_named_but_missing);
	g_test_add_func("/settings/weights", test_weights);
	g_test_add_func("/settings/retention is a number of days", test_retention);
	g_test_add_func("/settings/malformed", test_malformed);
	return g_test_run();
}
