/* SPDX-License-Identifier: Apache-2.0
 *
 * What of a measurement is drawn: curves over all groups, the recall of each profile.
 */
#include <math.h>

#include "base/i18n.h"
#include "eval/report.h"
#include "output/chart-svg.h"
#include "output/text.h"

/* What the chart borrows while it is drawn. */
typedef struct Drawing {
	const Measurement *measurement;
	Chart chart;
	GArray *curves[PASS_COUNT]; /* of ChartPoint */
	GArray *rows;               /* of ChartRow */
	GPtrArray *texts;
} Drawing;

G_STATIC_ASSERT((int)PASS_COUNT == (int)CHART_SERIES);

static const char *keep(Drawing *drawing, char *take_text)
{
	g_ptr_array_add(drawing->texts, take_text);
	return take_text;
}

static GArray *curve_points(Roc *roc)
{
	g_autoptr(GArray) curve = roc_curve(roc);
	GArray *points = g_array_sized_new(FALSE, FALSE, sizeof(ChartPoint), curve->len);
	for (guint i = 0; i < curve->len; i++) {
		const RocPoint *from = &g_array_index(curve, RocPoint, i);
		ChartPoint point = {from->false_positives, from->recall};
		g_array_append_val(points, point);
	}
	return points;
}

static ChartPoint both(Rate honest, Rate attacks)
{
	return (ChartPoint){rate_share(honest), rate_share(attacks)};
}

static void draw_series(Drawing *drawing, PassKind kind)
{
	const Pass *pass = &drawing->measurement->passes[kind];
	ChartSeries *series = &drawing->chart.series[kind];
	if (!pass->done)
		return;
	Tally attacks = measurement_sum(drawing->measurement, kind, TRUE);
	Tally honest = measurement_sum(drawing->measurement, kind, FALSE);
	double area = roc_area(pass->roc);
	const char *name = kind == PASS_WARM ? _("after learning") : _("nothing learned");
	series->name = keep(drawing,
		isfinite(area) ? g_strdup_printf(_("%s (area %.4f)"), name, area) : g_strdup(name));
	drawing->curves[kind] = curve_points(pass->roc);
	series->points = (const ChartPoint *)(const void *)drawing->curves[kind]->data;
	series->count = drawing->curves[kind]->len;
	series->marked = both(tally_alarms(&honest), tally_alarms(&attacks));
}

static ChartValue value_of(const Pass *pass, guint group)
{
	if (!pass->done)
		return (ChartValue){(double)NAN, 0, 0};
	Rate recall = tally_alarms(&pass->tallies[group]);
	ChartValue value = {.value = rate_share(recall)};
	rate_interval(recall, &value.low, &value.high);
	return value;
}

static void draw_row(Drawing *drawing, const Group *group, PassKind any)
{
	const Pass *passes = drawing->measurement->passes;
	ChartRow row = {.label = group->name,
		.mark = rate_share(tally_fake_reply(&passes[any].tallies[group->number]))};
	for (guint i = 0; i < PASS_COUNT; i++)
		row.values[i] = value_of(&passes[i], group->number);
	g_array_append_val(drawing->rows, row);
}

static void draw_rows(Drawing *drawing, PassKind any)
{
	const GPtrArray *groups = drawing->measurement->corpus->groups;
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		if (group->attack)
			draw_row(drawing, group, any);
	}
	drawing->chart.rows = (const ChartRow *)(const void *)drawing->rows->data;
	drawing->chart.row_count = drawing->rows->len;
}

static void draw_totals(Drawing *drawing, PassKind any)
{
	Chart *chart = &drawing->chart;
	Tally attacks = measurement_sum(drawing->measurement, any, TRUE);
	Tally honest = measurement_sum(drawing->measurement, any, FALSE);
	g_autofree char *attack_count = text_number(attacks.messages);
	g_autofree char *honest_count = text_number(honest.messages);
	chart->subtitle = keep(drawing,
		g_strdup_printf(_("%s attacks, %s honest messages"), attack_count, honest_count));
	chart->mark = both(tally_fake_reply(&honest), tally_fake_reply(&attacks));
	chart->shade = honest.messages > 0 ? 1.0 / (double)honest.messages : (double)NAN;
	chart->shade_name = keep(drawing, g_strdup_printf(_("less than one of %s"), honest_count));
}

static void draw_words(Chart *chart)
{
	chart->title = _("Detection of hijacked conversations");
	chart->curve_title = _("Found against falsely accused, by score");
	chart->x_label = _("honest messages falsely accused (logarithmic)");
	chart->y_label = _("attacks found");
	chart->bar_title = _("Found, by attack profile");
	chart->bar_label = _("suspicious or hijacked, with intervals (95 %)");
	chart->marked_name = _("as shipped");
	chart->mark_name = _("FAKE_REPLY alone");
}

char *report_svg(const Measurement *measurement)
{
	PassKind any = measurement_any(measurement);
	Drawing drawing = {.measurement = measurement};
	if (any == PASS_COUNT)
		any = PASS_COLD;
	drawing.texts = g_ptr_array_new_with_free_func(g_free);
	drawing.rows = g_array_new(FALSE, TRUE, sizeof(ChartRow));
	draw_words(&drawing.chart);
	for (guint kind = 0; kind < PASS_COUNT; kind++)
		draw_series(&drawing, kind);
	draw_totals(&drawing, any);
	draw_rows(&drawing, any);
	char *svg = chart_svg(&drawing.chart);
	for (guint kind = 0; kind < PASS_COUNT; kind++)
		if (drawing.curves[kind] != NULL)
			g_array_unref(drawing.curves[kind]);
	g_array_unref(drawing.rows);
	g_ptr_array_unref(drawing.texts);
	return svg;
}
