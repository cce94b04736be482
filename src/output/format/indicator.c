/* SPDX-License-Identifier: Apache-2.0
 *
 * Names and times as formats write them.
 */
#include "output/format/indicator.h"

const char *indicator_kind_name(IndicatorKind kind)
{
	static const char *const names[] = {[INDICATOR_FILE] = "file",
		[INDICATOR_URL] = "url",
		[INDICATOR_HOST] = "host",
		[INDICATOR_ADDRESS] = "address",
		[INDICATOR_ACCOUNT] = "account"};
	return names[kind];
}

char *indicator_time(gint64 time)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time);
	return date != NULL ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("");
}
