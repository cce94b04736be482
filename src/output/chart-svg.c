/* SPDX-License-Identifier: Apache-2.0
 *
 * Plain shapes at computed places. Widths of text are estimated from its columns, on the large
 * side, so that nothing overlaps whatever font there is.
 */
#include "output/chart-svg.h"

#include <math.h>

#include "output/svg.h"
#include "output/text.h"

/* Places and sizes in user units. */
static const double width = 1080, margin = 24, legend_top = 78, legend_line = 22;
static const double column = 7.2; /* of text at 12 units */
static const double curve_left = 84, curve_width = 400, curve_height = 360;
static const double bar_left = 660, bar_width = 320;
static const double row_height = 34, bar_height = 10, head = 40, foot = 64;
enum { label_columns = 14, title_columns = 90, decades = 5 };

/* A dark and a light colour: in grey they differ as much. */
static const char *const fills[CHART_SERIES] = {"#1f4e79", "#f4b860"};
static const char *const strokes[CHART_SERIES] = {"#1f4e79", "#a35200"};
static const char *const dashes[CHART_SERIES] = {"none", "7 3"};

typedef struct Canvas {
	GString *svg;
	const Chart *chart;
	double top;    /* of both panels */
	double bottom; /* of the document */
} Canvas;

/* The place of a share on the logarithmic axis; what is below it stands at its left end. */
static double curve_x(double share)
{
	double power = share > 0 ? log10(share) : -decades;
	return curve_left + curve_width * (1 + MAX(power, -decades) / decades);
}

static double curve_y(const Canvas *canvas, double share)
{
	return canvas->top + curve_height * (1 - share);
}

static double bar_x(double share)
{
	return bar_left + bar_width * share;
}

static double bars_bottom(const Canvas *canvas)
{
	return canvas->top + MAX(curve_height, row_height * canvas->chart->row_count);
}

static void put_curve_grid(const Canvas *canvas)
{
	static const char *const names[] = {"0.001 %", "0.01 %", "0.1 %", "1 %", "10 %", "100 %"};
	GString *svg = canvas->svg;
	double bottom = canvas->top + curve_height;
	for (guint i = 0; i <= decades; i++) {
		double x = curve_left + curve_width * i / decades;
		svg_line(svg, x, canvas->top, x, bottom, "#ccc");
		svg_text(svg, x, bottom + 18, " text-anchor=\"middle\"", names[i], label_columns);
	}
	for (guint i = 0; i <= 4; i++) {
		g_autofree char *name = g_strdup_printf("%u %%", 25 * i);
		double y = curve_y(canvas, i / 4.0);
		svg_line(svg, curve_left, y, curve_left + curve_width, y, "#ccc");
		svg_text(svg, curve_left - 8, y + 4, " text-anchor=\"end\"", name, label_columns);
	}
}

static void put_curve_labels(const Canvas *canvas)
{
	GString *svg = canvas->svg;
	double middle = canvas->top + curve_height / 2;
	svg_text(svg, curve_left, canvas->top - 14, " font-weight=\"bold\"",
		canvas->chart->curve_title, title_columns / 2);
	svg_text(svg, curve_left + curve_width / 2, canvas->top + curve_height + 40,
		" text-anchor=\"middle\"", canvas->chart->x_label, title_columns / 2);
	GString *turned = g_string_new(NULL);
	SVG_DRAW(turned, " text-anchor=\"middle\" transform=\"rotate(-90 @ @)\"", margin + 6,
		middle);
	svg_text(svg, margin + 6, middle, turned->str, canvas->chart->y_label, title_columns / 2);
	g_string_free(turned, TRUE);
}

static void put_shade(const Canvas *canvas)
{
	double shade = canvas->chart->shade;
	if (!isfinite(shade))
		return;
	svg_box(canvas->svg, curve_left, canvas->top, curve_x(shade) - curve_left, curve_height,
		"fill=\"#eee\"");
}

static void put_curve(const Canvas *canvas, guint number)
{
	const ChartSeries *series = &canvas->chart->series[number];
	GString *svg = canvas->svg;
	if (series->name == NULL || series->count == 0)
		return;
	g_string_append_printf(svg,
		"<path fill=\"none\" stroke=\"%s\" stroke-width=\"2.2\" stroke-dasharray=\"%s\" "
		"stroke-linejoin=\"round\" d=\"",
		strokes[number], dashes[number]);
	SVG_DRAW(svg, "M @ @", curve_left, curve_y(canvas, series->points[0].y));
	for (guint i = 0; i < series->count; i++)
		SVG_DRAW(svg, " H @ V @", curve_x(series->points[i].x),
			curve_y(canvas, series->points[i].y));
	g_string_append(svg, "\"/>\n");
}

static void put_curve_marks(const Canvas *canvas)
{
	const Chart *chart = canvas->chart;
	for (guint i = 0; i < CHART_SERIES; i++) {
		ChartPoint marked = chart->series[i].marked;
		if (chart->series[i].name != NULL && isfinite(marked.x) && isfinite(marked.y))
			svg_circle(canvas->svg, curve_x(marked.x), curve_y(canvas, marked.y),
				strokes[i]);
	}
	if (isfinite(chart->mark.x) && isfinite(chart->mark.y))
		svg_diamond(canvas->svg, curve_x(chart->mark.x), curve_y(canvas, chart->mark.y));
}

static void put_curves(const Canvas *canvas)
{
	put_shade(canvas);
	put_curve_grid(canvas);
	put_curve_labels(canvas);
	/* The first series on top. */
	for (guint i = CHART_SERIES; i-- > 0;)
		put_curve(canvas, i);
	put_curve_marks(canvas);
}

static void put_bar_grid(const Canvas *canvas)
{
	GString *svg = canvas->svg;
	double bottom = bars_bottom(canvas);
	for (guint i = 0; i <= 4; i++) {
		g_autofree char *name = g_strdup_printf("%u %%", 25 * i);
		double x = bar_x(i / 4.0);
		svg_line(svg, x, canvas->top, x, bottom, "#ccc");
		svg_text(svg, x, bottom + 18, " text-anchor=\"middle\"", name, label_columns);
	}
	svg_text(svg, bar_left, canvas->top - 14, " font-weight=\"bold\"", canvas->chart->bar_title,
		title_columns / 2);
	svg_text(svg, bar_left + bar_width / 2, bottom + 40, " text-anchor=\"middle\"",
		canvas->chart->bar_label, title_columns / 2);
}

/* Black with a white edge: it has to show on both colours. */
static void put_whisker(GString *svg, const ChartValue *value, double y)
{
	static const char *const looks[] = {
		"#fff\" stroke-width=\"3.6", "#000\" stroke-width=\"1.2"};
	for (guint i = 0; i < G_N_ELEMENTS(looks); i++) {
		SVG_DRAW(svg, "<path d=\"M @ @ v 6 m 0 -3 H @ m 0 -3 v 6\"", bar_x(value->low),
			y - 3, bar_x(value->high));
		g_string_append_printf(svg, " fill=\"none\" stroke=\"%s\"/>\n", looks[i]);
	}
}

static void put_bar(const Canvas *canvas, guint number, const ChartValue *value, double y)
{
	GString *svg = canvas->svg;
	if (!isfinite(value->value))
		return;
	g_autofree char *look = g_strdup_printf(
		"fill=\"%s\" stroke=\"%s\" stroke-width=\"0.8\"", fills[number], strokes[number]);
	svg_box(svg, bar_left, y, bar_width * value->value, bar_height, look);
	put_whisker(svg, value, y + bar_height / 2);
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(digits, sizeof digits, "%.1f", 100 * value->value);
	svg_text(svg, bar_x(1) + 48, y + bar_height - 1, " text-anchor=\"end\" font-size=\"10.5\"",
		digits, label_columns);
}

static void put_row(const Canvas *canvas, const ChartRow *row, double y)
{
	double shown = 0;
	for (guint i = 0; i < CHART_SERIES; i++)
		shown += canvas->chart->series[i].name != NULL;
	double at = y + (row_height - shown * (bar_height + 3)) / 2;
	svg_text(canvas->svg, bar_left - 10, y + row_height / 2 + 4, " text-anchor=\"end\"",
		row->label, label_columns);
	for (guint i = 0; i < CHART_SERIES; i++) {
		if (canvas->chart->series[i].name == NULL)
			continue;
		put_bar(canvas, i, &row->values[i], at);
		at += bar_height + 3;
	}
	if (isfinite(row->mark))
		svg_diamond(canvas->svg, bar_x(row->mark), y + row_height / 2 - 1);
}

static void put_bars(const Canvas *canvas)
{
	put_bar_grid(canvas);
	for (guint i = 0; i < canvas->chart->row_count; i++)
		put_row(canvas, &canvas->chart->rows[i], canvas->top + row_height * i);
	svg_line(canvas->svg, bar_left, canvas->top, bar_left, bars_bottom(canvas), "#000");
}

/* Where the next entry of the legend stands. */
typedef struct Pen {
	double x;
	double y;
} Pen;

static Pen next_entry(Pen *pen, const char *name)
{
	double needed = 40 + column * MIN(text_width(name), title_columns / 2) + 16;
	if (pen->x > margin && pen->x + needed > width) {
		pen->x = margin;
		pen->y += legend_line;
	}
	Pen entry = *pen;
	pen->x += needed;
	return entry;
}

static void put_series_entry(GString *svg, Pen at, guint number)
{
	g_autofree char *look = g_strdup_printf(
		"fill=\"%s\" stroke=\"%s\" stroke-width=\"0.8\"", fills[number], strokes[number]);
	svg_box(svg, at.x, at.y - 9, 12, bar_height, look);
	SVG_DRAW(svg, "<path fill=\"none\" stroke-width=\"2.2\" d=\"M @ @ h 18\"", at.x + 15,
		at.y - 4);
	g_string_append_printf(
		svg, " stroke=\"%s\" stroke-dasharray=\"%s\"/>\n", strokes[number], dashes[number]);
}

/* Returns the y of the last line. SVG is NULL when only its place is asked. */
static double put_legend(const Chart *chart, GString *svg)
{
	Pen pen = {margin, legend_top};
	const char *const names[] = {chart->series[0].name, chart->series[1].name,
		chart->marked_name, chart->mark_name,
		isfinite(chart->shade) ? chart->shade_name : NULL};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if (names[i] == NULL)
			continue;
		Pen at = next_entry(&pen, names[i]);
		if (svg == NULL)
			continue;
		if (i < CHART_SERIES)
			put_series_entry(svg, at, i);
		else if (i == CHART_SERIES)
			svg_circle(svg, at.x + 24, at.y - 4, "#000");
		else if (i == CHART_SERIES + 1)
			svg_diamond(svg, at.x + 24, at.y - 4);
		else
			svg_box(svg, at.x + 12, at.y - 10, 20, 12, "fill=\"#eee\" stroke=\"#999\"");
		svg_text(svg, at.x + 40, at.y, "", names[i], title_columns / 2);
	}
	return pen.y;
}

static void put_head(const Canvas *canvas)
{
	const Chart *chart = canvas->chart;
	SVG_DRAW(canvas->svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"@\" height=\"@\" "
		"viewBox=\"0 0 @ @\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#000\">\n",
		width, canvas->bottom, width, canvas->bottom);
	g_autofree char *title = svg_escape(chart->title, title_columns);
	g_string_append_printf(canvas->svg, "<title>%s</title>\n", title);
	svg_box(canvas->svg, 0, 0, width, canvas->bottom, "fill=\"#fff\"");
	svg_text(canvas->svg, margin, 32, " font-size=\"18\" font-weight=\"bold\"", chart->title,
		title_columns);
	svg_text(canvas->svg, margin, 53, " fill=\"#444\"", chart->subtitle, title_columns + 40);
	put_legend(chart, canvas->svg);
}

char *chart_svg(const Chart *chart)
{
	Canvas canvas = {.svg = g_string_new(NULL), .chart = chart};
	canvas.top = put_legend(chart, NULL) + head;
	canvas.bottom = bars_bottom(&canvas) + foot;
	put_head(&canvas);
	put_curves(&canvas);
	put_bars(&canvas);
	g_string_append(canvas.svg, "</svg>\n");
	return g_string_free(canvas.svg, FALSE);
}
