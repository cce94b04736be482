/* SPDX-License-Identifier: Apache-2.0
 *
 * Points in time as people give them, and what is none.
 */
#include "report/period.h"

static const gint64 now = 1580385600; /* 2020-01-30 12:00 UTC */

static void test_times(void)
{
	const struct {
		const char *text;
		gint64 time;
	} cases[] = {
		{"2020-01-30", 1580342400},
		{"2020-01-30T10:00:00Z", 1580378400},
		{"2020-01-30T19:00:00+09:00", 1580378400},
		{"90m", now - 5400},
		{"12h", now - 43200},
		{"7d", now - 604800},
		{"2w", now - 1209600},
		{"0d", now},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		gint64 time = 0;
		if (!period_parse(cases[i].text, now, &time))
			g_error("%s is refused", cases[i].text);
		g_assert_cmpint(time, ==, cases[i].time);
	}
}

static void test_none(void)
{
	const char *const cases[] = {"", "7", "d", "7y", "-7d", "7dd", "2020-13-01", "2020-01-3x",
		"yesterday", "99999999d", "9999999w", "1969-12-31", " 7d"};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		gint64 time = 0;
		if (period_parse(cases[i], now, &time))
			g_error("%s is taken", cases[i]);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/period/times", test_times);
	g_test_add_func("/report/period/none", test_none);
	return g_test_run();
}
