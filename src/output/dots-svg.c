/* SPDX-License-Identifier: Apache-2.0
 *
 * Plain shapes at computed places.
 */
#include "output/dots-svg.h"

#include <math.h>

#include "output/svg.h"

/* Places and sizes in user units. */
static const double margin = 24, top = 128, side = 280, left = 76, gap = 44;
static const double foot = 110, legend = 84, note_line = 18;
static const double smallest = 2.5, largest = 9;
enum { label_columns = 14, title_columns = 90 };

/* The first series is filled, the second open. */
static const char *const fills[DOTS_SERIES] = {"#1f4e79", "#fff"};
static const char *const strokes[DOTS_SERIES] = {"#1f4e79", "#a35200"};

static double panel_x(guint panel, double share)
{
	return left + panel * (side + gap) + side * share;
}

static double share_y(double share)
{
	return top + side * (1 - share);
}

static void put_dot(GString *svg, double x, double y, double radius, guint series)
{
	SVG_DRAW(svg, "<circle cx=\"@\" cy=\"@\" r=\"@\" stroke-width=\"1.6\"", x, y, radius);
	g_string_append_printf(
		svg, " fill=\"%s\" stroke=\"%s\"/>\n", fills[series], strokes[series]);
}

static void put_grid(GString *svg, guint panel)
{
	for (guint i = 0; i <= 4; i++) {
		g_autofree char *name = g_strdup_printf("%u %%", 25 * i);
		double share = i / 4.0;
		svg_line(
			svg, panel_x(panel, share), top, panel_x(panel, share), top + side, "#ccc");
		svg_line(svg, panel_x(panel, 0), share_y(share), panel_x(panel, 1), share_y(share),
			"#ccc");
		svg_text(svg, panel_x(panel, share), top + side + 18, " text-anchor=\"middle\"",
			name, label_columns);
		if (panel == 0)
			svg_text(svg, left - 8, share_y(share) + 4, " text-anchor=\"end\"", name,
				label_columns);
	}
	svg_line(svg, panel_x(panel, 0), top + side, panel_x(panel, 1), top, "#000");
}

/* The dot that stands for most is LARGEST. */
static double radius_of(const DotPanel *panel, const Dot *dot)
{
	guint64 most = 1;
	for (guint series = 0; series < DOTS_SERIES; series++)
		for (guint i = 0; i < panel->counts[series]; i++)
			most = MAX(most, panel->dots[series][i].count);
	return MAX(smallest, largest * sqrt((double)dot->count / (double)most));
}

static void put_series(GString *svg, const DotPanel *panel, guint number, guint series)
{
	for (guint i = 0; i < panel->counts[series]; i++) {
		const Dot *dot = &panel->dots[series][i];
		double x = panel_x(number, dot->x);
		svg_line(svg, x, share_y(dot->low), x, share_y(dot->high), strokes[series]);
		put_dot(svg, x, share_y(dot->y), radius_of(panel, dot), series);
	}
}

static void put_panel(GString *svg, const DotChart *chart, guint number)
{
	const DotPanel *panel = &chart->panels[number];
	double middle = panel_x(number, 0.5);
	put_grid(svg, number);
	svg_text(svg, panel_x(number, 0), top - 12, " font-weight=\"bold\"", panel->title,
		title_columns / 2);
	for (guint series = DOTS_SERIES; series-- > 0;)
		put_series(svg, panel, number, series);
	svg_text(svg, middle, top + side + 40, " text-anchor=\"middle\"", chart->x_label,
		title_columns / 2);
	double y = top + side + 62;
	for (guint series = 0; series < DOTS_SERIES; series++) {
		if (panel->notes[series] == NULL)
			continue;
		svg_text(svg, middle, y, " text-anchor=\"middle\" fill=\"#444\"",
			panel->notes[series], title_columns / 2);
		y += note_line;
	}
}

static void put_legend(GString *svg, const DotChart *chart)
{
	double x = margin;
	for (guint series = 0; series < DOTS_SERIES; series++) {
		if (chart->names[series] == NULL)
			continue;
		put_dot(svg, x + 8, legend - 4, 6, series);
		svg_text(svg, x + 22, legend, "", chart->names[series], title_columns / 2);
		x += side;
	}
}

char *dots_svg(const DotChart *chart)
{
	GString *svg = g_string_new(NULL);
	double width = panel_x(MAX(chart->panel_count, 2) - 1, 1) + margin;
	double height = top + side + foot;
	g_autofree char *title = svg_escape(chart->title, title_columns);
	SVG_DRAW(svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"@\" height=\"@\" "
		"viewBox=\"0 0 @ @\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#000\">\n",
		width, height, width, height);
	g_string_append_printf(svg, "<title>%s</title>\n", title);
	svg_box(svg, 0, 0, width, height, "fill=\"#fff\"");
	svg_text(svg, margin, 40, " font-size=\"18\" font-weight=\"bold\"", chart->title,
		title_columns);
	put_legend(svg, chart);
	for (guint i = 0; i < chart->panel_count; i++)
		put_panel(svg, chart, i);
	GString *turned = g_string_new(NULL);
	SVG_DRAW(turned, " text-anchor=\"middle\" transform=\"rotate(-90 @ @)\"", margin + 2,
		top + side / 2);
	svg_text(svg, margin + 2, top + side / 2, turned->str, chart->y_label, title_columns / 2);
	g_string_free(turned, TRUE);
	g_string_append(svg, "</svg>\n");
	return g_string_free(svg, FALSE);
}
