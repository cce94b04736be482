/* SPDX-License-Identifier: Apache-2.0
 *
 * An address is found however it is coded, and no longer one is taken for it.
 */
#include "base/reading.h"

#include <string.h>

#define ANN "ann@x.example"

static gboolean names(const char *text)
{
	return reading_names(span_new(text, strlen(text)), ANN);
}

static void test_plain(void)
{
	static const char *const those[] = {ANN, "Ann@X.Example", "<ann@x.example>",
		"https://l.example/?to=ann@x.example&n=1", "https://l.example/ann@x.example/a",
		"write to ann@x.example.", "ann@x.example.?", "to=b@x.example,ann@x.example",
		"joann@x.example ann@x.example"};
	for (guint i = 0; i < G_N_ELEMENTS(those); i++)
		g_assert_true(names(those[i]));
}

static void test_neighbours(void)
{
	static const char *const others[] = {"", "ann", "@", "x.example", "joann@x.example",
		"jo.ann@x.example", "jo-ann@x.example", "jo_ann@x.example", "ann@x.example.org",
		"ann@x.example-shop.org", "ann@x.examples", "ann@xx.example", "ann@ x.example",
		"\xc3\xb6" ANN, "https://l.example/?to=joann@x.example",
		"https://l.example/?to=joann%40x.example", "ann%40x.example.org"};
	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_false(names(others[i]));
}

static void test_coded(void)
{
	static const char *const those[] = {"ann%40x.example",
		"https://l.example/?to=%61nn%40x%2Eexample",
		"https://w.example/?u=https%3A%2F%2Fl.example%2F%3Fto%3Dann%2540x.example",
		"ann&#64;x.example", "ann&#x40;x&period;example", "ann&commat;x.example",
		"%61&#110;n&amp;#64;x.example", "https://l.example/?e=YW5uQHguZXhhbXBsZQ==",
		"https://l.example/?e=YW5uQHguZXhhbXBsZQ", "https://l.example/u/YW5uQHguZXhhbXBsZQ",
		"https://l.example/?e=xYW5uQHguZXhhbXBsZQ",
		"https://l.example/#616e6e40782e6578616d706c65",
		"https://l.example/?e=dG89YW5uQHguZXhhbXBsZSZuPTE%3D"};
	for (guint i = 0; i < G_N_ELEMENTS(those); i++) {
		g_test_message("%s", those[i]);
		g_assert_true(names(those[i]));
	}
}

/* base64 of joann@x.example and of ann@x.example.org */
static void test_coded_neighbours(void)
{
	g_assert_false(names("https://l.example/?e=am9hbm5AeC5leGFtcGxl"));
	g_assert_false(names("https://l.example/?e=YW5uQHguZXhhbXBsZS5vcmc"));
	g_assert_false(names("https://l.example/#6a6f616e6e40782e6578616d706c65"));
}

static void test_bytes(void)
{
	static const char text[] = "a\0b ann@x.example\0c";
	g_assert_true(reading_names(span_new(text, sizeof text - 1), ANN));
	g_assert_false(reading_names(span_new(NULL, 0), ANN));
	g_assert_false(reading_names(span_new(text, sizeof text - 1), ""));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reading/plain", test_plain);
	g_test_add_func("/reading/neighbours", test_neighbours);
	g_test_add_func("/reading/coded", test_coded);
	g_test_add_func("/reading/coded neighbours", test_coded_neighbours);
	g_test_add_func("/reading/bytes", test_bytes);
	return g_test_run();
}
