/* SPDX-License-Identifier: Apache-2.0
 *
 * Bars for days, in panels one below the other over one axis of dates. Days that are more than
 * there is room for become weeks. Marks stand above the bars, in rows where they would overlap.
 */
#include "output/timeline.h"

#include <math.h>

#include "output/svg.h"
#include "output/text.h"

/* Places and sizes in user units. */
static const double width = 1080, margin = 24, left = 84, plot = 964;
static const double legend_y = 80, top = 100, foot = 56, head = 46, mark_row = 17;
static const double column = 7.2, name_column = 9; /* of text at 12 and at 14 units, bold */
enum { title_columns = 90, name_columns = 60, week = 7, most_days = 420, few_days = 45 };

static const char bar_colour[] = "#1f4e79", mark_colour[] = "#a33a00", shade_colour[] = "#e4e4e4";

typedef struct Panel {
	GString *svg;
	const Timeline *timeline;
	const TimelineSeries *series;
	guint bin;     /* days of one bar */
	double scale;  /* the count at the upper edge */
	double top;    /* of the bars */
	double height; /* of the bars */
} Panel;

static double panel_height(const Timeline *timeline)
{
	return timeline->count <= 2 ? 190 : timeline->count <= 4 ? 120 : 80;
}

static double day_x(const Timeline *timeline, double day)
{
	return left + plot * day / timeline->days;
}

static double count_y(const Panel *panel, double count)
{
	return panel->top + panel->height * (1 - count / panel->scale);
}

/* An even number that is easily read and no less than COUNT. */
static double round_up(double count)
{
	static const double steps[] = {1, 2, 3, 4, 5, 6, 8, 10};
	double power = pow(10, floor(log10(MAX(count, 1))));
	guint i = 0;
	while (i + 1 < G_N_ELEMENTS(steps) && steps[i] * power < count)
		i++;
	return 2 * ceil(steps[i] * power / 2);
}

static double most_of(const Timeline *timeline, const TimelineSeries *series, guint bin)
{
	guint64 most = 0;
	for (guint day = 0; day < timeline->days; day += bin)
		most = MAX(most, timeline_sum(timeline, series, day, bin));
	return (double)most;
}

static void put_shades(const Panel *panel)
{
	const TimelineSeries *series = panel->series;
	for (guint i = 0; i < series->mark_count; i++) {
		if (series->marks[i].sign != TIMELINE_STOP)
			continue;
		guint end = i + 1 < series->mark_count ? series->marks[i + 1].day
						       : panel->timeline->days;
		double x = day_x(panel->timeline, series->marks[i].day);
		g_autofree char *look = g_strdup_printf("fill=\"%s\"", shade_colour);
		svg_box(panel->svg, x, panel->top, day_x(panel->timeline, end) - x, panel->height,
			look);
	}
}

static void put_grid(const Panel *panel)
{
	for (guint i = 0; i <= 2; i++) {
		double count = panel->scale * i / 2, y = count_y(panel, count);
		g_autofree char *name = text_number((guint64)count);
		svg_line(panel->svg, left, y, left + plot, y, i == 0 ? "#000" : "#ccc");
		svg_text(panel->svg, left - 8, y + 4, " text-anchor=\"end\"", name, name_columns);
	}
}

static void put_bars(const Panel *panel)
{
	const Timeline *timeline = panel->timeline;
	g_string_append_printf(panel->svg, "<path fill=\"%s\" d=\"", bar_colour);
	for (guint day = 0; day < timeline->days; day += panel->bin) {
		guint64 count = timeline_sum(timeline, panel->series, day, panel->bin);
		double x = day_x(timeline, day);
		double next = day_x(timeline, MIN(day + panel->bin, timeline->days));
		double gap = next - x > 4 ? 1 : 0.15 * (next - x);
		/* A single sighting shows. */
		double height = MAX(panel->height * (double)count / panel->scale, 1);
		if (count > 0)
			SVG_DRAW(panel->svg, "M @ @ v @ H @ v @ z ", x, panel->top + panel->height,
				-height, next - gap, height);
	}
	g_string_append(panel->svg, "\"/>\n");
}

static void put_sign(GString *svg, double x, double y, TimelineSign sign)
{
	static const char *const shapes[TIMELINE_SIGNS] = {
		"M @ @ l -5 9 h 10 z",
		"M @ @ m -4 0 v 9 h 3 v -9 z m 5 0 v 9 h 3 v -9 z",
		"M @ @ m -3 0 l 8 4.5 l -8 4.5 z",
	};
	g_string_append_printf(svg, "<path fill=\"%s\" d=\"", mark_colour);
	SVG_DRAW(svg, shapes[sign], x, y);
	g_string_append(svg, "\"/>\n");
}

static char *mark_label(const Panel *panel, const TimelineMark *mark)
{
	g_autofree char *date = timeline_date(panel->timeline, mark->day);
	return g_strdup_printf("%s %s", panel->timeline->sign_names[mark->sign], date);
}

/* The label stands to the right of its sign, or to the left where there is no room. */
static void put_mark(const Panel *panel, const TimelineMark *mark, double y, gboolean to_left)
{
	double x = day_x(panel->timeline, mark->day);
	g_autofree char *label = mark_label(panel, mark);
	SVG_DRAW(panel->svg, "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\"", x, y, x,
		panel->top + panel->height);
	g_string_append_printf(
		panel->svg, " stroke=\"%s\" stroke-dasharray=\"4 3\"/>\n", mark_colour);
	put_sign(panel->svg, x, y - 5, mark->sign);
	svg_text(panel->svg, to_left ? x - 10 : x + 10, y + 4,
		to_left ? " font-size=\"11\" text-anchor=\"end\"" : " font-size=\"11\"", label,
		name_columns);
}

/* Where the label of MARK begins and ends, its sign with it. */
static gboolean find_extent(
	const Panel *panel, const TimelineMark *mark, double *ret_begin, double *ret_end)
{
	g_autofree char *label = mark_label(panel, mark);
	double x = day_x(panel->timeline, mark->day), needed = 14 + column * text_width(label);
	gboolean to_left = x + needed > left + plot;
	*ret_begin = to_left ? x - needed : x - 8;
	*ret_end = to_left ? x + 8 : x + needed;
	return to_left;
}

enum { mark_rows = 2 };

/* From the last to the first, so that no line down from the upper row meets a label below it. */
static void put_marks(const Panel *panel)
{
	double begins[mark_rows] = {width, width};
	double name_end = left + name_column * MIN(text_width(panel->series->name), name_columns) +
			  column * text_width(panel->series->note) + 20;
	for (guint i = panel->series->mark_count; i-- > 0;) {
		const TimelineMark *mark = &panel->series->marks[i];
		double begin = 0, end = 0;
		gboolean to_left = find_extent(panel, mark, &begin, &end);
		guint row = end <= begins[0] ? 0 : 1;
		/* Where there is no room the sign alone has to do. */
		if (end > begins[row] || (row == 1 && begin < name_end)) {
			put_sign(panel->svg, day_x(panel->timeline, mark->day), panel->top - 15,
				mark->sign);
			continue;
		}
		put_mark(panel, mark, panel->top - 10 - mark_row * row, to_left);
		begins[row] = begin;
	}
}

static void put_name(const Panel *panel)
{
	g_autofree char *note = svg_escape(panel->series->note, name_columns);
	g_autofree char *name = svg_escape(panel->series->name, name_columns);
	SVG_DRAW(panel->svg, "<text x=\"@\" y=\"@\"", left, panel->top - 27);
	g_string_append_printf(panel->svg,
		"><tspan font-weight=\"bold\" font-size=\"14\">%s</tspan><tspan dx=\"8\" "
		"fill=\"#444\">%s</tspan></text>\n",
		name, note);
}

/* Months, or days where these are few. */
static gboolean is_tick(const Timeline *timeline, guint day)
{
	return timeline->days > few_days ? timeline_begins_month(timeline, day) : day % week == 0;
}

static void put_dates(GString *svg, const Timeline *timeline, double from, double to)
{
	double free_from = 0;
	for (guint day = 0; day < timeline->days; day++) {
		double x = day_x(timeline, day);
		if (!is_tick(timeline, day) || x < free_from)
			continue;
		g_autofree char *date = timeline_date(timeline, day);
		svg_line(svg, x, from, x, to + 5, "#ccc");
		svg_text(svg, x, to + 19, x < left + plot - 40 ? "" : " text-anchor=\"end\"", date,
			name_columns);
		free_from = x + column * 11;
	}
}

static void put_panel(const Panel *panel)
{
	put_shades(panel);
	put_grid(panel);
	put_bars(panel);
	put_marks(panel);
	put_name(panel);
}

static void put_legend(GString *svg, const Timeline *timeline, gboolean weeks)
{
	const char *bars = weeks ? timeline->week_label : timeline->day_label;
	g_autofree char *look = g_strdup_printf("fill=\"%s\"", bar_colour);
	double x = left;
	svg_box(svg, x, legend_y - 10, 5, 10, look);
	svg_box(svg, x + 7, legend_y - 6, 5, 6, look);
	svg_text(svg, x + 20, legend_y, "", bars, name_columns);
	x += 20 + column * text_width(bars) + 28;
	for (guint i = 0; i < TIMELINE_SIGNS; i++) {
		const char *name = timeline->sign_names[i];
		if (name == NULL)
			continue;
		g_autofree char *shade = g_strdup_printf("fill=\"%s\"", shade_colour);
		if (i == TIMELINE_STOP)
			svg_box(svg, x + 6, legend_y - 12, 20, 15, shade);
		put_sign(svg, x + 6, legend_y - 9, i);
		x += i == TIMELINE_STOP ? 32 : 18;
		svg_text(svg, x, legend_y, "", name, name_columns);
		x += column * text_width(name) + 28;
	}
}

static void put_head(GString *svg, const Timeline *timeline, double height)
{
	/* HTML takes whole numbers alone. */
	g_string_append_printf(svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
		"viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"12\" "
		"fill=\"#000\">\n",
		width, height, width, height);
	g_autofree char *title = svg_escape(timeline->title, title_columns);
	g_string_append_printf(svg, "<title>%s</title>\n", title);
	svg_box(svg, 0, 0, width, height, "fill=\"#fff\"");
	svg_text(svg, margin, 32, " font-size=\"18\" font-weight=\"bold\"", timeline->title,
		title_columns);
	svg_text(svg, margin, 53, " fill=\"#444\"", timeline->subtitle, title_columns + 40);
}

char *timeline_svg(const Timeline *timeline)
{
	GString *svg = g_string_new(NULL);
	double height = panel_height(timeline), each = head + height + 14;
	double bottom = top + each * timeline->count;
	guint bin = timeline->days > most_days ? week : 1;
	put_head(svg, timeline, bottom + foot);
	put_legend(svg, timeline, bin > 1);
	put_dates(svg, timeline, top + head, bottom - 14);
	for (guint i = 0; i < timeline->count; i++) {
		Panel panel = {.svg = svg,
			.timeline = timeline,
			.series = &timeline->series[i],
			.bin = bin,
			.top = top + each * i + head,
			.height = height};
		panel.scale = round_up(most_of(timeline, panel.series, bin));
		put_panel(&panel);
	}
	g_string_append(svg, "</svg>\n");
	return g_string_free(svg, FALSE);
}
