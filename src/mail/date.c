/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates by GMime, which is tolerant; it takes zone names other than North America's for UTC, so
 * those are added here.
 */
#include "mail/date.h"

#include <gmime/gmime.h>

#include "mail/bytes.h"
#include "mail/facts.h"

#define DATE_BYTES 100
#define YEAR_2100  G_GINT64_CONSTANT(4102444800)

static const struct {
	const char *name;
	gint16 minutes;
	gboolean known_to_gmime;
} zones[] = {
	{"UT", 0, TRUE},
	{"UTC", 0, TRUE},
	{"GMT", 0, TRUE},
	{"Z", 0, TRUE},
	{"EST", -300, TRUE},
	{"EDT", -240, TRUE},
	{"CST", -360, TRUE},
	{"CDT", -300, TRUE},
	{"MST", -420, TRUE},
	{"MDT", -360, TRUE},
	{"PST", -480, TRUE},
	{"PDT", -420, TRUE},
	{"JST", 540, FALSE},
	{"KST", 540, FALSE},
	{"HKT", 480, FALSE},
	{"SGT", 480, FALSE},
	{"WET", 0, FALSE},
	{"WEST", 60, FALSE},
	{"BST", 60, FALSE},
	{"CET", 60, FALSE},
	{"CEST", 120, FALSE},
	{"MET", 60, FALSE},
	{"MEST", 120, FALSE},
	{"EET", 120, FALSE},
	{"EEST", 180, FALSE},
	{"MSK", 180, FALSE},
	{"AEST", 600, FALSE},
	{"AEDT", 660, FALSE},
	{"NZST", 720, FALSE},
	{"NZDT", 780, FALSE},
};

/* "+0900" at TEXT, in minutes; FALSE when it is none. */
static gboolean numeric_zone(const char *text, gint16 *ret_minutes)
{
	if (text[0] != '+' && text[0] != '-')
		return FALSE;
	for (guint i = 1; i <= 4; i++)
		if (!g_ascii_isdigit(text[i]))
			return FALSE;
	if (g_ascii_isdigit(text[5]))
		return FALSE;
	int hours = g_ascii_digit_value(text[1]) * 10 + g_ascii_digit_value(text[2]);
	int minutes = g_ascii_digit_value(text[3]) * 10 + g_ascii_digit_value(text[4]);
	if (hours > 14 || minutes > 59)
		return FALSE;
	int offset = hours * 60 + minutes;
	*ret_minutes = (gint16)(text[0] == '-' ? -offset : offset);
	return offset != 0 || text[0] == '+';
}

/* The zone of DATE; *RET_ADD is what GMime did not know of it. */
static gint16 find_zone(const char *date, gint16 *ret_add)
{
	*ret_add = 0;
	for (const char *at = date; *at != '\0' && *at != '('; at++) {
		gint16 minutes = 0;
		if ((*at == '+' || *at == '-') && numeric_zone(at, &minutes))
			return minutes;
		if (!g_ascii_isupper(*at) || at == date || at[-1] != ' ')
			continue;
		Span word = span_new(at, strcspn(at, " (\t;,"));
		for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
			if (!bytes_equal(word, zones[i].name))
				continue;
			*ret_add = zones[i].known_to_gmime ? 0 : zones[i].minutes;
			return zones[i].minutes;
		}
	}
	return FACTS_NO_ZONE;
}

gint64 date_read(Span value, gint16 *ret_zone)
{
	char date[DATE_BYTES + 1];
	value = bytes_trim(value);
	gsize length = MIN(value.length, DATE_BYTES);
	for (gsize i = 0; i < length; i++)
		date[i] = value.data[i] >= ' ' ? value.data[i] : ' ';
	date[length] = '\0';
	gint16 add = 0;
	gint16 zone = find_zone(date, &add);
	if (ret_zone != NULL)
		*ret_zone = FACTS_NO_ZONE;
	GDateTime *time = length > 0 ? g_mime_utils_header_decode_date(date) : NULL;
	if (time == NULL)
		return 0;
	gint64 seconds = g_date_time_to_unix(time) - add * 60;
	g_date_time_unref(time);
	if (seconds <= 0 || seconds >= YEAR_2100)
		return 0;
	if (ret_zone != NULL)
		*ret_zone = zone;
	return seconds;
}
