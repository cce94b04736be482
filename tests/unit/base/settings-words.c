/* SPDX-License-Identifier: Apache-2.0
 *
 * Words of a configuration that nothing reads are told, with what may be meant; all others are not.
 */
#include "base/settings-words.h"

#include <glib/gstdio.h>
#include <string.h>

/* The sentences about TEXT as a configuration. */
static char **unknown_in(const char *text)
{
	g_autofree char *folder = g_dir_make_tmp("kith-words-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "kith.conf", NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	char **sentences = settings_words_unknown(path);
	g_unlink(path);
	g_rmdir(folder);
	return sentences;
}

static void test_known(void)
{
	static const char *const texts[] = {"", "# nothing", "[organisation]\ndomains=a.example\n",
		"[departments]\nSales=a\nanything else=b\n", "[actions]\nhijacked=hold\n",
		"[actions example.org]\nclean=tag\n[actions a@b.example]\nunscannable=warn\n",
		"[guard]\nfail=accept\n[guard]\ntag=\n", "malformed"};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_auto(GStrv) sentences = unknown_in(texts[i]);
		g_assert_cmpstr(sentences[0], ==, NULL);
	}
	g_auto(GStrv) none = settings_words_unknown("/nowhere/kith.conf");
	g_assert_cmpstr(none[0], ==, NULL);
}

static void test_unknown(void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"[guard]\nfial=tempfail\n", "[guard] has no key \"fial\"; is \"fail\" meant?"},
		{"[guard]\nTimeout=9\n", "is \"timeout\" meant?"},
		{"[guard]\nfrobnicate=1\n", "[guard] has no key \"frobnicate\""},
		{"[guard]\ndomains=a\n", "[guard] has no key \"domains\""},
		{"[action]\nhijacked=hold\n", "there is no group [action]; is [actions] meant?"},
		{"[action a.example]\nhijacked=hold\n", "[action a.example]; is [actions] meant?"},
		{"[actionsa.example]\nhijacked=hold\n", "there is no group [actionsa.example]"},
		{"[actions a.example]\nhijakced=hold\n",
			"[actions a.example] has no key \"hijakced\"; is \"hijacked\" meant?"},
		{"[guard x]\nfail=accept\n", "there is no group [guard x]"},
		{"[Departments]\nSales=a\n", "is [departments] meant?"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) sentences = unknown_in(cases[i].text);
		g_assert_cmpuint(g_strv_length(sentences), ==, 1);
		g_assert_nonnull(strstr(sentences[0], "kith.conf: "));
		if (strstr(sentences[0], cases[i].says) == NULL)
			g_error("%s", sentences[0]);
	}
}

/* Nothing is proposed that is as far away as any other word. */
static void test_far(void)
{
	g_autofree char *wide = g_strnfill(100000, 'a');
	g_autofree char *text = g_strdup_printf("[guard]\nxyz=1\n%s=1\n[%s]\na=1\n", wide, wide);
	g_auto(GStrv) sentences = unknown_in(text);
	g_assert_cmpuint(g_strv_length(sentences), ==, 3);
	for (guint i = 0; i < 3; i++)
		g_assert_null(strstr(sentences[i], "meant"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/settings-words/all that are read", test_known);
	g_test_add_func("/settings-words/others, and what may be meant", test_unknown);
	g_test_add_func("/settings-words/nothing is near", test_far);
	return g_test_run();
}
