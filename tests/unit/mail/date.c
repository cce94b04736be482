/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/date: the common form, the others, and zones.
 */
#include "mail/header/date.h"

#include "mail/facts.h"

static const struct {
	const char *text;
	gint64 time;
	gint16 zone;
} rows[] = {
	{"Thu, 3 Sep 2020 15:22:35 -0300", 1599157355, -180},
	{"Thu, 03 Sep 2020 15:22:35 -0300", 1599157355, -180},
	{"Thu,  3 Sep 2020 15:22:11 -0300 (-03)", 1599157331, -180},
	{"Thu,  3 Sep 2020 18:22:33 GMT", 1599157353, 0},
	{"3 Sep 2020 18:22:33 GMT", 1599157353, 0},
	{"3 Sep 2020 15:22:35 -0300", 1599157355, -180},
	{"Mon, 29 Apr 2019 02:01:27 +0200 (CEST)", 1556496087, 120},
	{"Thu, 3 Sep 2020 18:22:33 +0000", 1599157353, 0},
	{"Thu, 3 Sep 2020 18:22:33 -0000", 1599157353, FACTS_NO_ZONE},
	{"Thu, 3 Sep 2020 18:22:33 GMT", 1599157353, 0},
	{"Thu, 3 Sep 2020 18:22:33", 1599157353, FACTS_NO_ZONE},
	{"Fri, 4 Sep 2020 03:22:33 JST", 1599157353, 540},
	{"Thu, 3 Sep 2020 14:22:33 EDT", 1599157353, -240},
	{"Thu, 3 Sep 20 18:22:33 +0000", 1599157353, 0},
	{"Sat, 29 Feb 2020 00:00:00 +0000", 1582934400, 0},
	{"Sun, 1 Mar 2020 00:00:00 +0000", 1583020800, 0},
	{"Fri, 1 Mar 2019 00:00:00 +0000", 1551398400, 0},
	{"Tue, 1 Mar 2072 00:00:00 +0000", 3224016000, 0},
	{"Thu, 1 Jan 1970 00:00:01 +0000", 1, 0},
	{"Fri, 31 Dec 1999 23:59:59 +0000", 946684799, 0},
	/* unreadable, or nobody's time */
	{"", 0, FACTS_NO_ZONE},
	{"garbage", 0, FACTS_NO_ZONE},
	{"Sun, 28 Jul 0102 03:37:17 -0900", 0, FACTS_NO_ZONE},
	{"Thu, 3 Sep 9999 15:22:35 -0300", 0, FACTS_NO_ZONE},
	{"Thu, 32 Sep 2020 25:22:35 -0300", 0, FACTS_NO_ZONE},
	{"Thu, 1 Jan 1970 00:00:00 +0900", 0, FACTS_NO_ZONE},
};

static void test_rows(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gint16 zone = 0;
		g_test_message("%s", rows[i].text);
		g_autofree char *exact = g_memdup2(rows[i].text, strlen(rows[i].text));
		gint64 time = date_read(span_new(exact, strlen(rows[i].text)), &zone);
		g_assert_cmpint(time, ==, rows[i].time);
		g_assert_cmpint(zone, ==, rows[i].zone);
		g_assert_cmpint(date_read(span_new(exact, strlen(rows[i].text)), NULL), ==, time);
	}
}

/* The quick way and GLib's calendar agree on every day. */
static void test_every_day(void)
{
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	g_autoptr(GDateTime) day = g_date_time_new_utc(1971, 1, 1, 12, 34, 56);
	for (guint i = 0; i < 365 * 110; i++) {
		int year = 0;
		int month = 0;
		int number = 0;
		g_date_time_get_ymd(day, &year, &month, &number);
		g_autofree char *text = g_strdup_printf(
			"Abc, %d %s %d 12:34:56 +0000", number, months[month - 1], year);
		g_assert_cmpint(date_read(span_new(text, strlen(text)), NULL), ==,
			g_date_time_to_unix(day));
		GDateTime *next = g_date_time_add_days(day, 1);
		g_date_time_unref(day);
		day = next;
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/date/rows", test_rows);
	g_test_add_func("/date/every-day", test_every_day);
	return g_test_run();
}
