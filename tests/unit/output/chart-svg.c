/* SPDX-License-Identifier: Apache-2.0
 *
 * The chart is XML whatever its texts hold, and has a place for all that was given.
 */
#include "output/chart-svg.h"

#include <math.h>
#include <string.h>

#include "output/svg.h"

static const ChartPoint points[] = {{0, 0}, {0, 0.5}, {0.01, 0.5}, {0.01, 0.9}, {1, 1}};
static const ChartRow rows[] = {
	{"E1", {{0.9, 0.8, 0.95}, {0.5, 0.4, 0.6}}, 1},
	{"<E2 & \"co\">\x01\xff", {{0, 0, 0.1}, {(double)NAN, 0, 0}}, (double)NAN},
};

static Chart sample(void)
{
	return (Chart){.title = "T <&> \x1b[31m",
		.subtitle = "S",
		.curve_title = "C",
		.x_label = "X",
		.y_label = "Y",
		.bar_title = "B",
		.bar_label = "L",
		.series = {{"warm", points, G_N_ELEMENTS(points), {0.01, 0.9}},
			{"cold", points, G_N_ELEMENTS(points), {(double)NAN, (double)NAN}}},
		.marked_name = "shipped",
		.mark_name = "rule",
		.mark = {0.02, 0.7},
		.shade_name = "few",
		.shade = 0.001,
		.rows = rows,
		.row_count = G_N_ELEMENTS(rows)};
}

static guint count_of(const char *text, const char *part)
{
	guint count = 0;
	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		count++;
	return count;
}

static void check_xml(const char *svg)
{
	static const GMarkupParser parser = {0};
	g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
	g_autoptr(GError) error = NULL;
	g_markup_parse_context_parse(context, svg, -1, &error);
	g_assert_no_error(error);
	g_assert_true(g_markup_parse_context_end_parse(context, NULL));
	g_assert_true(g_utf8_validate(svg, -1, NULL));
	for (const char *at = svg; *at != '\0'; at++)
		g_assert_true(*at == '\n' || !g_ascii_iscntrl(*at));
	g_assert_null(strstr(svg, "&#"));
	g_assert_null(strstr(svg, "nan"));
	g_assert_null(strstr(svg, "inf"));
}

static void test_whole(void)
{
	Chart chart = sample();
	g_autofree char *svg = chart_svg(&chart);
	check_xml(svg);
	g_assert_nonnull(strstr(svg, "&lt;E2 &amp; &quot;co&quot;&gt;"));
	/* Three bars and the two series in the legend; a curve each and their lines there. */
	g_assert_cmpuint(count_of(svg, "fill=\"#1f4e79\""), ==, 3);
	g_assert_cmpuint(count_of(svg, "fill=\"#f4b860\""), ==, 2);
	g_assert_cmpuint(count_of(svg, "stroke-dasharray=\"7 3\""), ==, 2);
	/* One circle and one diamond in the curves, one diamond at a bar, both in the legend. */
	g_assert_cmpuint(count_of(svg, "<circle"), ==, 2);
	g_assert_cmpuint(count_of(svg, "l 5 5 l -5 5"), ==, 3);
}

static void test_empty(void)
{
	Chart chart = {.title = "",
		.subtitle = "",
		.curve_title = "",
		.x_label = "",
		.y_label = "",
		.bar_title = "",
		.bar_label = "",
		.mark = {(double)NAN, (double)NAN},
		.shade = (double)NAN};
	g_autofree char *svg = chart_svg(&chart);
	check_xml(svg);
}

static void test_many_rows(void)
{
	enum { count = 100 };
	g_autofree ChartRow *many = g_new0(ChartRow, count);
	Chart chart = sample();
	for (guint i = 0; i < count; i++)
		many[i] = rows[0];
	chart.rows = many;
	chart.row_count = count;
	g_autofree char *svg = chart_svg(&chart);
	check_xml(svg);
	const char *height = strstr(svg, "height=\"");
	g_assert_cmpfloat(g_ascii_strtod(height + strlen("height=\""), NULL), >, 3400);
}

static void test_text(void)
{
	g_autofree char *cut = svg_escape("abcdefgh", 4);
	g_autofree char *wide = svg_escape("日本語日本語", 4);
	g_autofree char *odd = svg_escape("a\tb\x7f<\xc2\x80", 14);
	GString *piled = g_string_new("a");
	for (guint i = 0; i < 1000; i++)
		g_string_append(piled, "\xcc\x81");
	g_autofree char *marks = svg_escape(piled->str, 4);
	g_assert_cmpstr(cut, ==, "abcd…");
	g_assert_cmpstr(wide, ==, "日本…");
	g_assert_cmpstr(odd, ==,
		"a\xef\xbf\xbd"
		"b\xef\xbf\xbd&lt;\xef\xbf\xbd");
	g_assert_cmpuint(strlen(marks), <, 100);
	g_string_free(piled, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/chart-svg/whole", test_whole);
	g_test_add_func("/chart-svg/empty", test_empty);
	g_test_add_func("/chart-svg/many-rows", test_many_rows);
	g_test_add_func("/chart-svg/text", test_text);
	return g_test_run();
}
