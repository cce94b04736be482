/* SPDX-License-Identifier: Apache-2.0
 *
 * What is said of a trend; how it is drawn is the timeline's.
 */
#include "report/trend/trend-show.h"

#include "base/i18n.h"
#include "output/text.h"
#include "output/timeline.h"

const Column trend_columns[TREND_COLUMNS] = {
	{"bucket", N_("Day"), CELL_TEXT},
	{"key", N_("Recipients"), CELL_TEXT},
	{"count", N_("Sightings"), CELL_COUNT},
	{"share", N_("Share"), CELL_SHARE},
	{"mark", N_("Mark"), CELL_NAME},
};

static void write_day(
	ReportContext *context, const Trend *trend, const TrendSeries *series, guint day)
{
	g_autofree char *date = trend_date(trend, day);
	const char *mark = surge_name(series->marks[day]);
	const Cell cells[] = {
		{.text = date},
		{.text = series->key},
		{.number = (gint64)series->counts[day]},
		{.share = trend_share(trend, series, day)},
		{.text = mark},
	};
	/* What has changed is new to a follower. */
	g_autofree char *key = g_strdup_printf(
		"%s %s %" G_GUINT64_FORMAT " %s", date, mark, series->counts[day], series->key);
	report_row(context, key, cells);
}

void trend_show_rows(ReportContext *context, const Trend *trend)
{
	for (guint i = 0; i < trend->series->len; i++) {
		const TrendSeries *series = trend->series->pdata[i];
		for (guint day = trend->shown; day < trend->days; day++)
			if (series->counts[day] > 0 || series->marks[day] != SURGE_NONE)
				write_day(context, trend, series, day);
	}
}

static const char *title_of(TrendBy by)
{
	switch (by) {
	case TREND_TLD:
		return _("Sightings by the recipients' top-level domain");
	case TREND_DOMAIN:
		return _("Sightings by the recipients' domain");
	case TREND_ORGANISATION:
		return _("Sightings by the recipients' organisation");
	case TREND_SECTOR:
		return _("Sightings by the recipients' sector");
	default:
		return _("Sightings by the recipients' country");
	}
}

/* All sightings of the days shown, at any recipient. */
static guint64 sum_of(const Trend *trend)
{
	guint64 sum = 0;
	for (guint day = trend->shown; day < trend->days; day++)
		sum += trend->totals[day];
	return sum;
}

static char *subtitle_of(const Trend *trend)
{
	g_autofree char *first = trend_date(trend, MIN(trend->shown, trend->days - 1));
	g_autofree char *last = trend_date(trend, trend->days - 1);
	g_autofree char *total = text_number(sum_of(trend));
	return g_strdup_printf(
		_("%s to %s, days in UTC; %s sightings at all recipients"), first, last, total);
}

/* The sightings of SERIES, and their share of all. */
static char *note_of(const Trend *trend, const TrendSeries *series)
{
	g_autofree char *count = text_number(series->total);
	double share = 100.0 * (double)series->total / (double)sum_of(trend);
	return g_strdup_printf(_("sightings: %s, %.1f %% of all"), count, share);
}

static TimelineSeries series_of(const Trend *trend, const TrendSeries *series)
{
	static const TimelineSign signs[] = {[SURGE_SURGE] = TIMELINE_UP,
		[SURGE_PAUSE] = TIMELINE_STOP,
		[SURGE_RESUMPTION] = TIMELINE_GO};
	GArray *marks = g_array_new(FALSE, FALSE, sizeof(TimelineMark));
	for (guint day = trend->shown; day < trend->days; day++) {
		TimelineMark mark = {day - trend->shown, signs[series->marks[day]]};
		if (series->marks[day] != SURGE_NONE)
			g_array_append_val(marks, mark);
	}
	guint count = marks->len;
	return (TimelineSeries){series->key, note_of(trend, series), series->counts + trend->shown,
		(TimelineMark *)(void *)g_array_free(marks, FALSE), count};
}

static char *draw(
	const Trend *trend, TrendBy by, guint most, char *(*drawing)(const Timeline *timeline))
{
	g_autofree char *subtitle = trend->days > 0 ? subtitle_of(trend) : g_strdup("");
	g_autofree TimelineSeries *series = g_new0(TimelineSeries, trend->series->len);
	Timeline timeline = {.title = title_of(by),
		.subtitle = subtitle,
		.day_label = _("sightings a day"),
		.week_label = _("sightings a week"),
		.sign_names = {_("surge"), _("pause"), _("resumption")},
		.start = trend->start + (gint64)trend->shown * TREND_DAY,
		.days = trend->days - trend->shown,
		.series = series,
		.count = MIN(trend->series->len, most)};
	for (guint i = 0; i < timeline.count; i++)
		series[i] = series_of(trend, trend->series->pdata[i]);
	char *drawn = drawing(&timeline);
	for (guint i = 0; i < timeline.count; i++) {
		g_free((gpointer)series[i].marks);
		g_free((gpointer)series[i].note);
	}
	/* cppcheck-suppress returnDanglingLifetime ; a new string, nothing of the timeline */
	return drawn;
}

char *trend_show_text(const Trend *trend, TrendBy by, guint most)
{
	return trend->series->len > 0 ? draw(trend, by, most, timeline_text) : g_strdup("");
}

char *trend_show_svg(const Trend *trend, TrendBy by, guint most)
{
	return draw(trend, by, most, timeline_svg);
}
