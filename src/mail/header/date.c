/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates by GMime, which is tolerant; it takes zone names other than North America's for UTC, so
 * those are added here.
 */
#include "mail/header/date.h"

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
	if (hours > 23 || minutes > 59)
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

/* Days from 1970-01-01 to a date of the Gregorian calendar; years from 1970. */
static gint64 days_since_epoch(int year, int month, int day)
{
	static const guint16 before_month[] = {
		0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	int past = month > 2 ? year : year - 1; /* leap days that lie behind */
	int leaps = past / 4 - past / 100 + past / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
	return (gint64)(year - 1970) * 365 + leaps + before_month[month - 1] + day - 1;
}

static int two_digits(const char *text)
{
	if (!g_ascii_isdigit(text[0]) || !g_ascii_isdigit(text[1]))
		return -1;
	return g_ascii_digit_value(text[0]) * 10 + g_ascii_digit_value(text[1]);
}

static int month_number(const char *name)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	for (int i = 0; i < 12; i++)
		if (memcmp(months + 3 * i, name, 3) == 0)
			return i + 1;
	return 0;
}

/* "15:22:35" in seconds, -1 when it is none. */
static int read_clock(const char *text)
{
	int hour = two_digits(text);
	int minute = two_digits(text + 3);
	int second = two_digits(text + 6);
	if (text[2] != ':' || text[5] != ':' || hour < 0 || hour > 23 || minute < 0 ||
		minute > 59 || second < 0 || second > 59)
		return -1;
	return hour * 3600 + minute * 60 + second;
}

static int days_in_month(int year, int month)
{
	static const guint8 days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

/* "+0900" or "GMT" at TEXT. FALSE when it is neither. */
static gboolean common_zone(const char *text, gint16 *ret_shift, gint16 *ret_zone)
{
	*ret_shift = 0;
	*ret_zone = 0;
	if (strcmp(text, "GMT") == 0)
		return TRUE;
	*ret_zone = numeric_zone(text, ret_shift) ? *ret_shift : FACTS_NO_ZONE;
	return (text[0] == '+' || text[0] == '-') && strlen(text) >= strlen("+0900");
}

/* The form that nearly every program writes: "Thu, 3 Sep 2020 15:22:35 -0300", or the same without
 * its weekday, or with the day set right. -1 when it is another one. */
static gint64 read_common(const char *date, gsize length, gint16 *ret_zone)
{
	gsize i = length > 25 && date[3] == ',' && date[4] == ' ' ? 5 : 0;
	if (length < i + strlen("3 Sep 2020 15:22:35 GMT"))
		return -1;
	i += i > 0 && date[i] == ' ' ? 1 : 0;
	gboolean two = g_ascii_isdigit(date[i + 1]);
	int day = two ? two_digits(date + i) : g_ascii_digit_value(date[i]);
	i += two ? 3 : 2;
	if (day < 1 || i + strlen("Sep 2020 15:22:35 GMT") > length || date[i - 1] != ' ')
		return -1;
	const char *at = date + i;
	int month = month_number(at);
	int century = two_digits(at + 4);
	int year = century * 100 + two_digits(at + 6);
	int clock = read_clock(at + 9);
	gint16 shift;
	if (month == 0 || century < 19 || two_digits(at + 6) < 0 || clock < 0 || at[3] != ' ' ||
		at[8] != ' ' || at[17] != ' ' || !common_zone(at + 18, &shift, ret_zone) ||
		year < 1970 || day > days_in_month(year, month))
		return -1;
	return days_since_epoch(year, month, day) * 86400 + clock - shift * 60;
}

/* By GMime, which takes the zones it does not know for UTC. */
static gint64 read_tolerantly(const char *date, gint16 add)
{
	GDateTime *time = g_mime_utils_header_decode_date(date);
	if (time == NULL)
		return 0;
	gint64 seconds = g_date_time_to_unix(time) - add * 60;
	g_date_time_unref(time);
	return seconds;
}

gint64 date_read(Span value, gint16 *ret_zone)
{
	char date[DATE_BYTES + 1];
	value = bytes_trim(value);
	gsize length = MIN(value.length, DATE_BYTES);
	for (gsize i = 0; i < length; i++)
		date[i] = value.data[i] >= ' ' ? value.data[i] : ' ';
	date[length] = '\0';
	gint16 zone = FACTS_NO_ZONE;
	gint64 seconds = read_common(date, length, &zone);
	if (seconds < 0) {
		gint16 add = 0;
		zone = find_zone(date, &add);
		seconds = length > 0 ? read_tolerantly(date, add) : 0;
	}
	gboolean good = seconds > 0 && seconds < YEAR_2100;
	if (ret_zone != NULL)
		*ret_zone = good ? zone : FACTS_NO_ZONE;
	return good ? seconds : 0;
}
