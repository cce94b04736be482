/* SPDX-License-Identifier: Apache-2.0
 *
 * GLib reads RFC 3339, which is a form of ISO 8601.
 */
#include "report/period.h"

#include <string.h>

#include "base/limits.h"

static gint64 seconds_of(char unit)
{
	switch (unit) {
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 24 * 3600;
	case 'w':
		return 7 * 24 * 3600;
	default:
		return 0;
	}
}

gboolean period_parse_age(const char *text, gint64 *ret)
{
	gsize digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 7 || text[digits] == '\0' || text[digits + 1] != '\0' ||
		seconds_of(text[digits]) == 0)
		return FALSE;
	*ret = g_ascii_strtoll(text, NULL, 10) * seconds_of(text[digits]);
	return TRUE;
}

gboolean period_parse(const char *text, gint64 now, gint64 *ret)
{
	gint64 age = 0;
	if (period_parse_age(text, &age)) {
		*ret = now - age;
	} else {
		gboolean is_date = strlen(text) == strlen("2020-01-30");
		g_autofree char *whole = is_date ? g_strconcat(text, "T00:00:00Z", NULL) : NULL;
		g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
		g_autoptr(GDateTime) time =
			g_date_time_new_from_iso8601(whole != NULL ? whole : text, utc);
		if (time == NULL)
			return FALSE;
		*ret = g_date_time_to_unix(time);
	}
	return *ret >= 0 && *ret <= LIMIT_TIME;
}
