/* SPDX-License-Identifier: Apache-2.0
 *
 * A timeline as SVG is a document that a parser accepts, whatever it is given; on a terminal it
 * stays within eighty columns.
 */
#include "output/timeline.h"

#include <locale.h>
#include <string.h>

#include "output/text.h"

enum { days = 182, year_days = 900 };

static guint64 counts[year_days];

static const TimelineMark season[] = {{91, TIMELINE_UP}, {110, TIMELINE_STOP}, {134, TIMELINE_GO}};

static Timeline timeline(const TimelineSeries *series, guint count, guint of_days)
{
	return (Timeline){.title = "title <1>",
		.subtitle = "subtitle",
		.day_label = "a day",
		.week_label = "a week",
		.sign_names = {"surge", "pause", "resumption"},
		.start = G_GINT64_CONSTANT(1567296000), /* 2019-09-01 */
		.days = of_days,
		.series = series,
		.count = count};
}

static guint count(const char *text, const char *what)
{
	guint found = 0;
	for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
		found++;
	return found;
}

static void ignore_text(GMarkupParseContext *context, const gchar *text, gsize length,
	gpointer user_data, GError **error)
{
}

static void check_document(const char *svg)
{
	const GMarkupParser parser = {.text = ignore_text};
	g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
	g_autoptr(GError) error = NULL;
	g_assert_true(g_markup_parse_context_parse(context, svg, -1, &error));
	g_assert_true(g_markup_parse_context_end_parse(context, &error));
	g_assert_null(strstr(svg, "nan"));
	g_assert_null(strstr(svg, "inf"));
}

static void check_page(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		g_assert_cmpuint(text_width(lines[i]), <=, 80);
}

static void test_svg(void)
{
	const TimelineSeries series[] = {
		{".mil", "note", counts, season, 3}, {".gov", "note", counts, NULL, 0}};
	const Timeline drawn = timeline(series, 2, days);
	g_autofree char *svg = timeline_svg(&drawn);
	check_document(svg);
	g_assert_nonnull(strstr(svg, "title &lt;1&gt;"));
	g_assert_nonnull(strstr(svg, ">surge 2019-12-01<"));
	g_assert_nonnull(strstr(svg, ">pause 2019-12-20<"));
	g_assert_nonnull(strstr(svg, ">resumption 2020-01-13<"));
	g_assert_cmpuint(count(svg, ">2019-10-01<"), ==, 1);
	g_assert_nonnull(strstr(svg, ">a day<"));
}

static void test_weeks(void)
{
	const TimelineSeries series[] = {{".mil", "", counts, NULL, 0}};
	const Timeline drawn = timeline(series, 1, year_days);
	g_autofree char *svg = timeline_svg(&drawn);
	check_document(svg);
	g_assert_nonnull(strstr(svg, ">a week<"));
	g_assert_cmpuint(count(svg, "M ") - 3, ==, (year_days + 6) / 7);
}

/* A mark on each day, and names as attackers choose them. */
static void test_hostile(void)
{
	TimelineMark marks[days];
	for (guint day = 0; day < days; day++)
		marks[day] = (TimelineMark){day, day % TIMELINE_SIGNS};
	g_autofree char *endless = g_strnfill(5000, 'a');
	const TimelineSeries series[] = {{"\033[2J<svg>&\xff", "", counts, marks, days},
		{endless, endless, counts, marks, days},
		{"日本語の長い長い名前", "", counts, marks, 1}};
	const Timeline drawn = timeline(series, 3, days);
	g_autofree char *svg = timeline_svg(&drawn);
	g_autofree char *text = timeline_text(&drawn);
	check_document(svg);
	check_page(text);
	g_assert_null(strchr(text, '\033'));
	g_assert_null(strchr(svg, '\033'));
}

static void test_empty(void)
{
	static const guint64 none[days];
	const TimelineSeries series[] = {{".mil", "", none, NULL, 0}};
	const Timeline nobody = timeline(NULL, 0, 0), silent = timeline(series, 1, days);
	g_autofree char *no_svg = timeline_svg(&nobody);
	g_autofree char *svg = timeline_svg(&silent);
	g_autofree char *no_text = timeline_text(&nobody);
	g_autofree char *text = timeline_text(&silent);
	check_document(no_svg);
	check_document(svg);
	check_page(no_text);
	check_page(text);
}

static void test_text(void)
{
	const TimelineSeries series[] = {{".mil", "note", counts, season, 3}};
	const Timeline drawn = timeline(series, 1, days);
	g_autofree char *text = timeline_text(&drawn);
	check_page(text);
	g_assert_nonnull(strstr(text, "2019-09-01     2019-10-31"));
	g_assert_nonnull(strstr(text, "  .mil              2019-12-01  surge\n"));
	g_assert_nonnull(strstr(text, "S surge, P pause, R resumption"));
	g_assert_cmpuint(count(text, "#"), >, 0);
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "C");
	g_test_init(&argc, &argv, NULL);
	for (guint day = 0; day < year_days; day++)
		counts[day] = 1 + day % 40;
	g_test_add_func("/timeline/svg", test_svg);
	g_test_add_func("/timeline/weeks", test_weeks);
	g_test_add_func("/timeline/hostile", test_hostile);
	g_test_add_func("/timeline/empty", test_empty);
	g_test_add_func("/timeline/text", test_text);
	return g_test_run();
}
