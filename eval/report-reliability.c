/* SPDX-License-Identifier: Apache-2.0
 *
 * What is drawn of a measurement's reliability: a panel each for one, three and ten messages.
 */
#include <math.h>

#include "base/i18n.h"
#include "eval/report.h"
#include "output/dots-svg.h"

enum { panels = AFTER_TEN + 1 };
G_STATIC_ASSERT((int)PASS_COUNT == (int)DOTS_SERIES);

/* What the chart borrows while it is drawn. */
typedef struct Drawing {
	DotPanel panels[panels];
	Dot dots[panels][PASS_COUNT][RELIABILITY_BINS];
	GPtrArray *texts;
} Drawing;

static const char *keep(Drawing *drawing, char *take_text)
{
	g_ptr_array_add(drawing->texts, take_text);
	return take_text;
}

static const char *series_name(PassKind kind)
{
	return kind == PASS_WARM ? _("after learning") : _("nothing learned");
}

static void draw_series(Drawing *drawing, guint size, PassKind kind, const Reliability *reliability)
{
	DotPanel *panel = &drawing->panels[size];
	guint count = 0;
	for (guint bin = 0; bin < RELIABILITY_BINS; bin++) {
		Rate right = reliability->bins[bin];
		if (right.total == 0)
			continue;
		Dot *dot = &drawing->dots[size][kind][count++];
		dot->x = reliability_said(reliability, bin);
		dot->y = rate_share(right);
		dot->count = right.total;
		rate_interval(right, &dot->low, &dot->high);
	}
	panel->dots[kind] = drawing->dots[size][kind];
	panel->counts[kind] = count;
	if (count > 0)
		panel->notes[kind] = keep(
			drawing, g_strdup_printf(_("%s: calibration error %.1f %%"),
					 series_name(kind), 100 * reliability_error(reliability)));
}

char *report_reliability(const Measurement *measurement)
{
	const char *const titles[] = {
		_("after one message"), _("after three messages"), _("after ten messages")};
	g_autofree Drawing *drawing = g_new0(Drawing, 1);
	DotChart chart = {.title = _("How often the mailbox named first is the robbed one"),
		.x_label = _("probability said"),
		.y_label = _("right, with intervals (95 %)"),
		.panels = drawing->panels,
		.panel_count = panels};
	drawing->texts = g_ptr_array_new_with_free_func(g_free);
	for (guint kind = 0; kind < PASS_COUNT; kind++) {
		const Pass *pass = &measurement->passes[kind];
		if (!pass->done)
			continue;
		chart.names[kind] = series_name(kind);
		for (guint size = 0; size < panels; size++)
			draw_series(drawing, size, kind,
				attribution_reliability(pass->attribution, size));
	}
	for (guint size = 0; size < panels; size++)
		drawing->panels[size].title = titles[size];
	char *svg = dots_svg(&chart);
	g_ptr_array_unref(drawing->texts);
	return svg;
}
