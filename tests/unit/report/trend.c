/* SPDX-License-Identifier: Apache-2.0
 *
 * Counting by each kind of key, within bounds and for some recipients only; the marks of a season;
 * which of our own surge now.
 */
#include "report/trend/trend.h"

#include <glib/gstdio.h>

#include "sample.h"

enum { quiet_days = 40, surge_days = 10 };

typedef struct Fixture {
	char *state;
	Ledger *ledger;
} Fixture;

static void record(Ledger *ledger, guint day, guint count, const char *recipient)
{
	static guint number = 1;
	for (guint i = 0; i < count; i++)
		sample_record(
			ledger, &(SampleMessage){.number = number++,
					.verdict = i % 2 ? LEDGER_HIJACKED : LEDGER_SUSPICIOUS,
					.time = SAMPLE_START + (gint64)day * TREND_DAY,
					.message_id = "1@a.example",
					.recipient = recipient});
}

/* Forty quiet days, then ten on which the army is aimed at. */
static void set_up(Fixture *fixture, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	fixture->state = g_dir_make_tmp("kith-trend-XXXXXX", NULL);
	fixture->ledger = ledger_open(fixture->state, LEDGER_WRITE, &error);
	g_assert_no_error(error);
	for (guint day = 0; day < quiet_days + surge_days; day++) {
		record(fixture->ledger, day, day < quiet_days ? 1 : 12, "a@us.army.mil");
		record(fixture->ledger, day, 2, "b@mofa.go.jp");
		record(fixture->ledger, day, 1, "person@gmail.com");
	}
	sample_record(fixture->ledger,
		&(SampleMessage){.number = 100000,
			.verdict = LEDGER_CLEAN,
			.time = SAMPLE_START + (quiet_days + surge_days) * TREND_DAY,
			.message_id = "2@a.example",
			.recipient = "a@us.army.mil"});
}

static void tear_down(Fixture *fixture, gconstpointer unused)
{
	ledger_free(fixture->ledger);
	sample_remove(fixture->state);
	g_free(fixture->state);
}

static Trend *count(Fixture *fixture, const TrendQuestion *question)
{
	g_autoptr(GError) error = NULL;
	Trend *trend = trend_count(fixture->ledger, question, &error);
	g_assert_no_error(error);
	return trend;
}

static const TrendSeries *series(const Trend *trend, guint i)
{
	return trend->series->pdata[i];
}

static void test_kinds(Fixture *fixture, gconstpointer unused)
{
	static const char *const keys[TREND_KINDS][3] = {{".mil", ".jp", ".com"},
		{"us.army.mil", "mofa.go.jp", "gmail.com"},
		{"army.mil", "mofa.go.jp", "person@gmail.com"}, {"defence", "government", "other"},
		{"US", "JP", "unknown"}};
	g_autoptr(Sectors) sectors = sectors_load(NULL, NULL);
	for (TrendBy by = 0; by < TREND_KINDS; by++) {
		const TrendQuestion question = {.by = by, .sectors = sectors};
		g_autoptr(Trend) trend = count(fixture, &question);
		g_assert_cmpuint(trend->series->len, ==, 3);
		for (guint i = 0; i < 3; i++)
			g_assert_cmpstr(series(trend, i)->key, ==, keys[by][i]);
	}
}

static void test_counts(Fixture *fixture, gconstpointer unused)
{
	const TrendQuestion question = {.by = TREND_TLD};
	g_autoptr(Trend) trend = count(fixture, &question);
	g_autofree char *first = trend_date(trend, 0);
	g_assert_cmpstr(first, ==, "2020-01-30");
	/* The clean message shows that somebody looked on that day. */
	g_assert_cmpuint(trend->days, ==, quiet_days + surge_days + 1);
	g_assert_cmpuint(series(trend, 0)->total, ==, quiet_days + 12 * surge_days);
	g_assert_cmpuint(series(trend, 0)->counts[quiet_days], ==, 12);
	g_assert_cmpuint(series(trend, 0)->counts[quiet_days + surge_days], ==, 0);
	g_assert_cmpuint(trend->totals[quiet_days], ==, 15);
	g_assert_cmpfloat(trend_share(trend, series(trend, 0), quiet_days), ==, 12.0 / 15);
	g_assert_cmpfloat(trend_share(trend, series(trend, 0), trend->days - 1), ==, 0);
	for (guint day = 0; day < trend->days; day++)
		g_assert_cmpint(series(trend, 0)->marks[day], ==,
			day == quiet_days ? SURGE_SURGE : SURGE_NONE);
}

static void test_bounds(Fixture *fixture, gconstpointer unused)
{
	const TrendQuestion question = {.by = TREND_TLD,
		.since = SAMPLE_START + (quiet_days + 5) * TREND_DAY,
		.until = SAMPLE_START + (quiet_days + 7) * TREND_DAY,
		.top = 1};
	g_autoptr(Trend) trend = count(fixture, &question);
	g_assert_cmpuint(trend->days, ==, quiet_days + 8);
	g_assert_cmpuint(trend->shown, ==, quiet_days + 5);
	g_assert_cmpuint(trend->series->len, ==, 1);
	g_assert_cmpuint(series(trend, 0)->total, ==, 2 * 12);
	g_assert_cmpint(series(trend, 0)->marks[quiet_days], ==, SURGE_SURGE);
}

static guint keys_of(Fixture *fixture, TrendBy by, const char *only, gboolean share)
{
	const char *const list[] = {only, NULL};
	const TrendQuestion question = {.by = by, .only = list, .share = share};
	g_autoptr(Trend) trend = count(fixture, &question);
	return trend->series->len;
}

static void test_only(Fixture *fixture, gconstpointer unused)
{
	g_assert_cmpuint(keys_of(fixture, TREND_TLD, ".mil", FALSE), ==, 1);
	g_assert_cmpuint(keys_of(fixture, TREND_TLD, "MIL", FALSE), ==, 1);
	g_assert_cmpuint(keys_of(fixture, TREND_DOMAIN, ".go.jp", FALSE), ==, 1);
	g_assert_cmpuint(keys_of(fixture, TREND_DOMAIN, "us.army.mil", FALSE), ==, 1);
	g_assert_cmpuint(keys_of(fixture, TREND_DOMAIN, "rmy.mil", FALSE), ==, 0);
	g_assert_cmpuint(keys_of(fixture, TREND_ORGANISATION, "person@gmail.com", FALSE), ==, 1);
	g_assert_cmpuint(keys_of(fixture, TREND_ORGANISATION, "person@gmail.com", TRUE), ==, 0);
	g_assert_cmpuint(keys_of(fixture, TREND_ORGANISATION, "", FALSE), ==, 0);
}

static void test_empty(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *state = g_dir_make_tmp("kith-trend-XXXXXX", &error);
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_READ, &error);
	const TrendQuestion question = {.by = TREND_TLD};
	g_autoptr(Trend) trend = trend_count(ledger, &question, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(trend->days, ==, 0);
	g_assert_cmpuint(trend->series->len, ==, 0);
	g_rmdir(state);
}

static guint surging(Fixture *fixture, const char *organisation, gint64 now)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(trend_surge_free);
	char *organisations[] = {(char *)organisation, NULL};
	const Settings settings = {.organisation = organisations};
	trend_surging(fixture->ledger, &settings, now, found, &error);
	g_assert_no_error(error);
	return found->len;
}

static void test_surging(Fixture *fixture, gconstpointer unused)
{
	const gint64 now = SAMPLE_START + (quiet_days + surge_days + 1) * TREND_DAY;
	g_assert_cmpuint(surging(fixture, "army.mil", now), ==, 1);
	g_assert_cmpuint(surging(fixture, "mofa.go.jp", now), ==, 0);
	g_assert_cmpuint(surging(fixture, NULL, now), ==, 0);
	g_assert_cmpuint(surging(fixture, "army.mil", now + 7 * TREND_DAY), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/trend/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
	g_test_add("/trend/counts", Fixture, NULL, set_up, test_counts, tear_down);
	g_test_add("/trend/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
	g_test_add("/trend/only", Fixture, NULL, set_up, test_only, tear_down);
	g_test_add_func("/trend/empty", test_empty);
	g_test_add("/trend/surging", Fixture, NULL, set_up, test_surging, tear_down);
	return g_test_run();
}
