/* SPDX-License-Identifier: Apache-2.0
 *
 * Names and times as formats write them.
 */
#include "output/format/indicator.h"

#include <time.h>

const char *indicator_kind_name(IndicatorKind kind)
{
	static const char *const names[] = {[INDICATOR_FILE] = "file",
		[INDICATOR_URL] = "url",
		[INDICATOR_HOST] = "host",
		[INDICATOR_ADDRESS] = "address",
		[INDICATOR_MD5] = "md5",
		[INDICATOR_MEMBER] = "member",
		[INDICATOR_ACCOUNT] = "account"};
	return names[kind];
}

char *indicator_time(gint64 time)
{
	time_t seconds = (time_t)time;
	struct tm parts;
	char text[sizeof "2020-01-30T10:00:00Z"] = "";
	if (gmtime_r(&seconds, &parts) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
	return g_strdup(text);
}
