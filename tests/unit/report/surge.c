/* SPDX-License-Identifier: Apache-2.0
 *
 * Marks on series made by hand, and on a hundred generated seasons.
 */
#include "season.h"

enum { days = 120 };

typedef struct Fixture {
	guint64 counts[days];
	SurgeMark marks[days];
	gboolean goes_on;
} Fixture;

/* Fill in COUNT a day from FIRST to before END. */
static void fill(Fixture *fixture, guint first, guint end, guint64 count)
{
	for (guint day = first; day < end; day++)
		fixture->counts[day] = count;
}

static void mark(Fixture *fixture, guint count)
{
	fixture->goes_on = surge_find(fixture->counts, count, fixture->marks);
}

/* There is MARK on DAY, and nothing else before END from FIRST on. */
static void assert_only(const Fixture *fixture, guint first, guint end, guint day, SurgeMark mark)
{
	for (guint i = first; i < end; i++)
		g_assert_cmpint(fixture->marks[i], ==, i == day ? mark : SURGE_NONE);
}

static void assert_none(const Fixture *fixture)
{
	assert_only(fixture, 0, days, days, SURGE_NONE);
	g_assert_false(fixture->goes_on);
}

static void test_nothing(void)
{
	Fixture fixture = {0};
	mark(&fixture, 0);
	mark(&fixture, 1);
	mark(&fixture, days);
	assert_none(&fixture);
	fill(&fixture, 0, days, 7);
	mark(&fixture, days);
	assert_none(&fixture);
	fill(&fixture, 0, days, 1000000);
	mark(&fixture, days);
	assert_none(&fixture);
}

static void test_season(void)
{
	Fixture fixture = {0};
	fill(&fixture, 0, 40, 3);
	fill(&fixture, 40, 70, 40);
	fill(&fixture, 90, days, 25);
	mark(&fixture, days);
	assert_only(&fixture, 0, 60, 40, SURGE_SURGE);
	assert_only(&fixture, 60, 80, 70, SURGE_PAUSE);
	assert_only(&fixture, 80, days, 90, SURGE_RESUMPTION);
	g_assert_false(fixture.goes_on);
}

/* A surge from nothing, and one that ends where it began: which is no pause. */
static void test_surge(void)
{
	Fixture fixture = {0};
	fill(&fixture, 60, days, 20);
	mark(&fixture, days);
	assert_only(&fixture, 0, days, 60, SURGE_SURGE);
	g_assert_true(fixture.goes_on);
	fill(&fixture, 0, days, 4);
	fill(&fixture, 60, 80, 100);
	mark(&fixture, days);
	assert_only(&fixture, 0, days, 60, SURGE_SURGE);
	g_assert_false(fixture.goes_on);
	mark(&fixture, 63);
	g_assert_cmpint(fixture.marks[60], ==, SURGE_SURGE);
	g_assert_true(fixture.goes_on);
}

/* A rise by steps is one surge. */
static void test_steps(void)
{
	Fixture fixture = {0};
	fill(&fixture, 0, 60, 5);
	fill(&fixture, 60, 65, 30);
	fill(&fixture, 65, days, 200);
	mark(&fixture, days);
	assert_only(&fixture, 0, days, 60, SURGE_SURGE);
}

static void test_weekends(void)
{
	Fixture fixture = {0};
	for (guint day = 0; day < days; day++)
		fixture.counts[day] = day % 7 < 5 ? 60 : 0;
	mark(&fixture, days);
	assert_none(&fixture);
	fill(&fixture, 70, 91, 0);
	mark(&fixture, days);
	g_assert_cmpint(fixture.marks[70], ==, SURGE_NONE);
	assert_only(&fixture, 0, 80, 68, SURGE_PAUSE);
	assert_only(&fixture, 80, days, 91, SURGE_RESUMPTION);
}

static void test_bursts(void)
{
	Fixture fixture = {0};
	fill(&fixture, 0, days, 2);
	for (guint day = 13; day + 1 < days; day += 17)
		fill(&fixture, day, day + 1 + day % 2, 90);
	mark(&fixture, days);
	assert_none(&fixture);
}

static void test_seasons(void)
{
	static const guint32 first_seed = 1, seasons = 100;
	SeasonScore score = {0};
	for (guint32 seed = first_seed; seed < first_seed + seasons; seed++) {
		Season season;
		season_make(&season, seed, 1);
		season_score(&season, &score);
	}
	g_test_message("%u of %u events met, %u marks, %u astray, %u false", score.met,
		score.events, score.marks, score.astray, score.false_marks);
	g_assert_cmpuint(score.events, ==, seasons * 6);
	g_assert_cmpuint(100 * score.met, >=, 95 * score.events);
	g_assert_cmpuint(
		100 * (score.marks - score.astray - score.false_marks), >=, 95 * score.marks);
	g_assert_cmpuint(10 * score.false_marks, <=, seasons);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/surge/nothing", test_nothing);
	g_test_add_func("/surge/season", test_season);
	g_test_add_func("/surge/surge", test_surge);
	g_test_add_func("/surge/steps", test_steps);
	g_test_add_func("/surge/weekends", test_weekends);
	g_test_add_func("/surge/bursts", test_bursts);
	g_test_add_func("/surge/seasons", test_seasons);
	return g_test_run();
}
