/* SPDX-License-Identifier: Apache-2.0
 *
 * The chart of dots is a document that a parser accepts, whatever its texts hold.
 */
#include "output/dots-svg.h"

#include <string.h>

static void ignore_text(GMarkupParseContext *context, const gchar *text, gsize length,
	gpointer user_data, GError **error)
{
}

static guint count(const char *svg, const char *what)
{
	guint found = 0;
	for (const char *at = strstr(svg, what); at != NULL; at = strstr(at + 1, what))
		found++;
	return found;
}

static void check_document(const char *svg)
{
	const GMarkupParser parser = {.text = ignore_text};
	g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
	g_autoptr(GError) error = NULL;
	g_assert_true(g_markup_parse_context_parse(context, svg, -1, &error));
	g_assert_true(g_markup_parse_context_end_parse(context, &error));
}

static void test_dots(void)
{
	static const Dot warm[] = {{0.1, 0.2, 0.1, 0.4, 3}, {0.95, 0.9, 0.8, 1, 300}};
	static const Dot cold[] = {{0.5, 0, 0, 0.3, 7}};
	const DotPanel panels[] = {
		{"one <&> message", {"note \x01", NULL}, {warm, cold}, {2, 1}}, {"three", {NULL}}};
	DotChart chart = {"title", "x", "y", {"warm", "cold"}, panels, 2};
	g_autofree char *svg = dots_svg(&chart);
	check_document(svg);
	/* Three dots and two in the legend. */
	g_assert_cmpuint(count(svg, "<circle"), ==, 5);
	g_assert_nonnull(strstr(svg, "one &lt;&amp;&gt; message"));
	g_assert_null(strchr(svg, 1));
}

static void test_empty(void)
{
	DotChart chart = {"title", "x", "y", {NULL, NULL}, NULL, 0};
	g_autofree char *svg = dots_svg(&chart);
	check_document(svg);
	g_assert_cmpuint(count(svg, "<circle"), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/dots-svg/dots", test_dots);
	g_test_add_func("/dots-svg/empty", test_empty);
	return g_test_run();
}
