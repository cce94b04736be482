/* SPDX-License-Identifier: Apache-2.0
 *
 * What both drawings of a timeline ask.
 */
#include "output/timeline.h"

static GDateTime *day_time(const Timeline *timeline, guint day)
{
	return g_date_time_new_from_unix_utc(timeline->start + (gint64)day * 24 * 3600);
}

guint64 timeline_sum(
	const Timeline *timeline, const TimelineSeries *series, guint first, guint count)
{
	guint64 sum = 0;
	for (guint day = first; day < first + count && day < timeline->days; day++)
		sum += series->counts[day];
	return sum;
}

char *timeline_date(const Timeline *timeline, guint day)
{
	g_autoptr(GDateTime) time = day_time(timeline, day);
	return time != NULL ? g_date_time_format(time, "%Y-%m-%d") : g_strdup("-");
}

gboolean timeline_begins_month(const Timeline *timeline, guint day)
{
	g_autoptr(GDateTime) time = day_time(timeline, day);
	return time != NULL && g_date_time_get_day_of_month(time) == 1;
}
