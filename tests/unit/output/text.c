/* SPDX-License-Identifier: Apache-2.0
 *
 * Hostile text on a terminal.
 */
#include "output/text.h"

static void test_safe(void)
{
	static const struct {
		const char *text, *safe;
	} rows[] = {
		{"plain", "plain"},
		{"a\033[31mb", "a\xef\xbf\xbd[31mb"},
		{"two\nlines\tand tab", "two lines and tab"},
		{"gpj.\xe2\x80\xae"
		 "exe",
			"gpj.\xef\xbf\xbd"
			"exe"},
		{"bad \xff byte", "bad \xef\xbf\xbd byte"},
		{"日本語", "日本語"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *safe = text_safe(rows[i].text);
		g_assert_cmpstr(safe, ==, rows[i].safe);
	}
}

static void test_long(void)
{
	g_autofree char *text = g_strnfill(100000, 'x');
	g_autofree char *safe = text_safe(text);
	g_assert_cmpuint(g_utf8_strlen(safe, -1), ==, 201);
}

static void test_width(void)
{
	g_assert_cmpuint(text_width("abc"), ==, 3);
	g_assert_cmpuint(text_width("日本"), ==, 4);
	g_assert_cmpuint(text_width("e\xcc\x81"), ==, 1);
}

static void test_time(void)
{
	g_autofree char *time = text_time(1580349600);
	g_assert_cmpstr(time, ==, "2020-01-30 02:00Z");
	g_autofree char *none = text_time(0);
	g_assert_cmpstr(none, ==, "-");
}

static void test_probability(void)
{
	static const struct {
		double probability;
		const char *text;
	} rows[] = {{0, "0 %"}, {0.9712, "97 %"}, {0.997, "99 %"}, {1, "99 %"}};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = text_probability(rows[i].probability);
		g_assert_cmpstr(text, ==, rows[i].text);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/safe", test_safe);
	g_test_add_func("/text/long", test_long);
	g_test_add_func("/text/width", test_width);
	g_test_add_func("/text/time", test_time);
	g_test_add_func("/text/probability", test_probability);
	return g_test_run();
}
