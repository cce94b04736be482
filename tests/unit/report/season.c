/* SPDX-License-Identifier: Apache-2.0
 *
 * Counts are negative binomial (Poisson with a rate that is Gamma distributed), with a weekly
 * rhythm from none to idle weekends, and levels, factors and dates drawn anew for each season.
 */
#include "season.h"

#include <math.h>

enum { week = 7, near_days = 2, astray_days = 10 };

/* Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; mean 1. */
static double draw_normal(GRand *random)
{
	return sqrt(-2 * log(1 - g_rand_double(random))) * cos(2 * G_PI * g_rand_double(random));
}

static double draw_gamma(GRand *random, double shape)
{
	double d = MAX(shape, 1) - 1.0 / 3, c = 1 / sqrt(9 * d), v = 0;
	double boost = shape < 1 ? pow(1 - g_rand_double(random), 1 / shape) : 1;
	for (;;) {
		double x = draw_normal(random);
		v = pow(1 + c * x, 3);
		if (v > 0 && log(1 - g_rand_double(random)) < x * x / 2 + d - d * v + d * log(v))
			return boost * d * v / shape;
	}
}

static guint64 draw_poisson(GRand *random, double mean)
{
	guint64 count = 0;
	if (mean > 1000)
		return (guint64)MAX(0, round(mean + sqrt(mean) * draw_normal(random)));
	for (double at = -log(1 - g_rand_double(random)); at < mean;
		at -= log(1 - g_rand_double(random)))
		count++;
	return count;
}

/* Between LOW and HIGH, each factor as likely as another. */
static double draw_factor(GRand *random, double low, double high)
{
	return low * pow(high / low, g_rand_double(random));
}

typedef struct Rhythm {
	double share[week];
	double shape;
} Rhythm;

static Rhythm draw_rhythm(GRand *random, double times)
{
	Rhythm rhythm = {.shape = draw_factor(random, 4, 40)};
	double weekend = g_rand_boolean(random) ? 1 : g_rand_double_range(random, 0.03, 0.7);
	/* 1 September 2019 was a Sunday. */
	for (guint day = 0; day < week; day++)
		rhythm.share[day] = times * (day == 0 || day == 6 ? weekend : 1) *
				    g_rand_double_range(random, 0.85, 1.15);
	return rhythm;
}

static guint64 draw_count(GRand *random, const Rhythm *rhythm, guint day, double rate)
{
	double mean = rate * rhythm->share[day % week];
	return draw_poisson(random, mean * draw_gamma(random, rhythm->shape));
}

static void add_event(SeasonSeries *series, SurgeMark mark, guint day)
{
	series->events[series->event_count++] = (SeasonEvent){mark, day};
}

/* The season of the study. Days are counted from 1 September: 91 is 1 December, 110 is 20
 * December, 134 is 13 January. */
static void fill_season(GRand *random, double times, SeasonSeries *series)
{
	Rhythm rhythm = draw_rhythm(random, times);
	double quiet = draw_factor(random, 0.2, 20);
	double factor = draw_factor(random, 4, 30), surge = MAX(quiet * factor, 6);
	double again = surge * g_rand_double_range(random, 0.4, 1.1);
	double rest = g_rand_boolean(random) ? 0 : quiet * 0.02;
	guint surges = (guint)g_rand_int_range(random, 84, 103);
	guint pauses = (guint)g_rand_int_range(random, 108, 116);
	guint resumes = (guint)g_rand_int_range(random, 126, 142);
	guint ramp = (guint)g_rand_int_range(random, 1, 4);
	for (guint day = 0; day < SEASON_DAYS; day++) {
		double rate = day < surges    ? quiet
			      : day < pauses  ? surge
			      : day < resumes ? rest
					      : again;
		if (day >= surges && day < surges + ramp)
			rate = quiet + (surge - quiet) * (day - surges + 1) / ramp;
		series->counts[day] = draw_count(random, &rhythm, day, rate);
	}
	add_event(series, SURGE_SURGE, surges);
	add_event(series, SURGE_PAUSE, pauses);
	add_event(series, SURGE_RESUMPTION, resumes);
}

/* Much, always, drifting by a third within months. */
static void fill_steady(GRand *random, double times, SeasonSeries *series)
{
	Rhythm rhythm = draw_rhythm(random, times);
	double rate = draw_factor(random, 20, 2000),
	       phase = g_rand_double_range(random, 0, 2 * G_PI);
	for (guint day = 0; day < SEASON_DAYS; day++)
		series->counts[day] = draw_count(
			random, &rhythm, day, rate * (1 + 0.33 * sin(phase + day / 30.0)));
}

/* Little, and on one or two days in every few weeks very much; or every day anything. */
static void fill_bursty(GRand *random, double times, SeasonSeries *series)
{
	Rhythm rhythm = draw_rhythm(random, times);
	if (g_rand_boolean(random))
		rhythm.shape = draw_factor(random, 0.3, 1);
	double rate = draw_factor(random, 0.5, 10),
	       chance = rhythm.shape < 1 ? 0 : draw_factor(random, 0.03, 0.2);
	guint left = 0;
	double height = 0;
	for (guint day = 0; day < SEASON_DAYS; day++) {
		if (left == 0 && g_rand_double(random) < chance) {
			left = (guint)g_rand_int_range(random, 1, 3);
			height = draw_factor(random, 5, 50);
		}
		series->counts[day] =
			draw_count(random, &rhythm, day, left > 0 ? rate * height : rate);
		left -= left > 0;
	}
}

static void fill_flat(GRand *random, double times, SeasonSeries *series)
{
	double rate = draw_factor(random, 0.05, 5);
	for (guint day = 0; day < SEASON_DAYS; day++)
		series->counts[day] = draw_poisson(random, rate * times);
}

static void fill_empty(GRand *random, double times, SeasonSeries *series)
{
	if (g_rand_boolean(random))
		series->counts[g_rand_int_range(random, 0, SEASON_DAYS)] = 1;
}

void season_make(Season *season, guint32 seed, double times)
{
	static const struct {
		const char *name;
		void (*fill)(GRand *random, double times, SeasonSeries *series);
	} kinds[SEASON_SERIES] = {{".mil", fill_season}, {".gov", fill_season},
		{".com", fill_steady}, {".net", fill_bursty}, {".org", fill_flat},
		{".int", fill_empty}};
	*season = (Season){0};
	for (guint i = 0; i < SEASON_SERIES; i++) {
		GRand *random = g_rand_new_with_seed(seed * SEASON_SERIES + i);
		season->series[i].name = kinds[i].name;
		kinds[i].fill(random, times, &season->series[i]);
		g_rand_free(random);
	}
}

static gboolean stands_near(const SurgeMark *marks, const SeasonEvent *event, guint within)
{
	guint first = event->day < within ? 0 : event->day - within;
	guint last = MIN(event->day + within, SEASON_DAYS - 1);
	for (guint day = first; day <= last; day++)
		if (marks[day] == event->mark)
			return TRUE;
	return FALSE;
}

static gboolean is_near(const SeasonSeries *series, SurgeMark mark, guint day, guint within)
{
	for (guint i = 0; i < series->event_count; i++)
		if (series->events[i].mark == mark &&
			ABS((int)series->events[i].day - (int)day) <= (int)within)
			return TRUE;
	return FALSE;
}

static void score_series(const SeasonSeries *series, SeasonScore *score)
{
	SurgeMark marks[SEASON_DAYS];
	surge_find(series->counts, SEASON_DAYS, marks);
	score->events += series->event_count;
	for (guint i = 0; i < series->event_count; i++)
		score->met += stands_near(marks, &series->events[i], near_days);
	for (guint day = 0; day < SEASON_DAYS; day++) {
		if (marks[day] == SURGE_NONE)
			continue;
		score->marks++;
		if (!is_near(series, marks[day], day, astray_days))
			score->false_marks++;
		else if (!is_near(series, marks[day], day, near_days))
			score->astray++;
	}
}

void season_score(const Season *season, SeasonScore *score)
{
	score->seasons++;
	for (guint i = 0; i < SEASON_SERIES; i++)
		score_series(&season->series[i], score);
}
