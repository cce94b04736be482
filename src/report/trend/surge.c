/* SPDX-License-Identifier: Apache-2.0
 *
 * A fit is a path of rates for one dispersion and one weekly rhythm; the best of several stands.
 * From its runs of one rate come the marks.
 */
#include "report/trend/surge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	week = 7,
	most_rates = 64, /* of the automaton: from silence to ten million a day */
	rounds = 3,      /* path and rhythm improve each other */
	short_run = 5,   /* days: less is no state */
	short_last = 3,  /* days: the same at the end */
	long_run = 7,    /* days: a step that lasts less belongs to the change it stands in */
};

/* What a change costs, in ln(days); chosen on other generated seasons than those of the tests. */
static const double change_cost = 2.5;
static const double silent_rate = 0.02, rate_step = 1.4;
/* Pseudo-sightings at each weekday: few sightings show no rhythm. */
static const double rhythm_prior = 3;
static const double rhythm_least = 0.02;
/* Shapes of the negative binomial; the last is nearly Poisson. */
static const double shapes[] = {0.5, 1, 2, 4, 8, 16, 64, 1024};

typedef struct Series {
	const guint64 *counts;
	guint days;
	guint rates;   /* that the counts can reach */
	double change; /* what one costs */
	double *own;   /* the part of a day's likelihood that hangs on count and shape alone */
	guint8 *from;  /* for each day and rate the rate before: Viterbi's way back */
} Series;

typedef struct Fit {
	double score;
	double shape;
	double rhythm[week]; /* of the days by their number; mean 1 */
	guint8 *path;        /* a rate for each day; owned by the caller */
} Fit;

static double rate_of(guint number)
{
	return silent_rate * pow(rate_step, number);
}

/* Likelihoods of a day at each rate are A + count·B and what all rates share. */
typedef struct Likelihood {
	double a[week][most_rates], b[week][most_rates];
} Likelihood;

static void likelihood_fill(Likelihood *likelihood, guint rates, const Fit *fit)
{
	for (guint day = 0; day < week; day++)
		for (guint i = 0; i < rates; i++) {
			double mean = rate_of(i) * fit->rhythm[day];
			likelihood->a[day][i] = -fit->shape * log1p(mean / fit->shape);
			likelihood->b[day][i] = log(mean / (fit->shape + mean));
		}
}

static void series_set_shape(Series *series, double shape)
{
	for (guint day = 0; day < series->days; day++) {
		double count = (double)series->counts[day];
		series->own[day] = lgamma(count + shape) - lgamma(shape) - lgamma(count + 1);
	}
}

static guint best_of(const double *scores, guint rates)
{
	guint best = 0;
	for (guint i = 1; i < rates; i++)
		if (scores[i] > scores[best])
			best = i;
	return best;
}

/* The best path for FIT's shape and rhythm, with its score. */
static void find_path(const Series *series, Fit *fit)
{
	Likelihood likelihood;
	double scores[most_rates] = {0};
	guint rates = series->rates;
	likelihood_fill(&likelihood, rates, fit);
	for (guint day = 0; day < series->days; day++) {
		const double *a = likelihood.a[day % week], *b = likelihood.b[day % week];
		double count = (double)series->counts[day], own = series->own[day];
		guint best = best_of(scores, rates);
		double changed = scores[best] - (day > 0 ? series->change : 0);
		for (guint i = 0; i < rates; i++) {
			gboolean changes = changed > scores[i];
			series->from[day * rates + i] = (guint8)(changes ? best : i);
			scores[i] = (changes ? changed : scores[i]) + a[i] + count * b[i] + own;
		}
	}
	guint state = best_of(scores, rates);
	fit->score = scores[state];
	for (guint day = series->days; day-- > 0;) {
		fit->path[day] = (guint8)state;
		state = series->from[day * rates + state];
	}
}

/* What each weekday has of what its rate lets expect, days of much noise counting no more than they
 * tell. */
static void find_rhythm(const Series *series, const double *expected, Fit *fit)
{
	double seen[week], wanted[week], sum = 0;
	for (guint day = 0; day < week; day++)
		seen[day] = wanted[day] = rhythm_prior;
	for (guint day = 0; day < series->days; day++) {
		double weight = 1 / (1 + expected[day] / fit->shape);
		seen[day % week] += weight * (double)series->counts[day];
		wanted[day % week] += weight * expected[day];
	}
	for (guint day = 0; day < week; day++) {
		fit->rhythm[day] = MAX(seen[day] / wanted[day], rhythm_least);
		sum += fit->rhythm[day];
	}
	for (guint day = 0; day < week; day++)
		fit->rhythm[day] *= week / sum;
}

/* The mean of the week around each day. */
static void smooth(const Series *series, double *ret)
{
	for (guint day = 0; day < series->days; day++) {
		guint first = day < week / 2 ? 0 : day - week / 2;
		guint end = MIN(day + week / 2 + 1, series->days);
		double sum = 0;
		for (guint i = first; i < end; i++)
			sum += (double)series->counts[i];
		ret[day] = sum / (end - first);
	}
}

static void expect_path(const Series *series, const Fit *fit, double *ret)
{
	for (guint day = 0; day < series->days; day++)
		ret[day] = rate_of(fit->path[day]);
}

static void keep_better(const Series *series, const Fit *fit, Fit *best)
{
	if (fit->score <= best->score)
		return;
	guint8 *path = best->path;
	memcpy(path, fit->path, series->days);
	*best = *fit;
	best->path = path;
}

static void try_shape(Series *series, Fit *fit, double *expected, Fit *best)
{
	series_set_shape(series, fit->shape);
	for (guint day = 0; day < week; day++)
		fit->rhythm[day] = 1;
	find_path(series, fit);
	keep_better(series, fit, best);
	smooth(series, expected);
	for (guint round = 0; round < rounds; round++) {
		find_rhythm(series, expected, fit);
		find_path(series, fit);
		expect_path(series, fit, expected);
		fit->score -= (week - 1) / 2.0 * log(series->days);
		keep_better(series, fit, best);
	}
}

/* Days of one rate. */
typedef struct Run {
	guint start, length;
	guint counted; /* days that its rate is taken from; the rest are outliers */
} Run;

static GArray *find_runs(const guint8 *path, guint days)
{
	GArray *runs = g_array_new(FALSE, FALSE, sizeof(Run));
	for (guint day = 0; day < days; day++) {
		Run run = {day, 0, 0};
		if (day == 0 || path[day] != path[day - 1])
			g_array_append_val(runs, run);
		g_array_index(runs, Run, runs->len - 1).length++;
		g_array_index(runs, Run, runs->len - 1).counted++;
	}
	return runs;
}

static int compare_doubles(gconstpointer a, gconstpointer b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

/* Sightings a day, each by its weekday's share. A day of a burst counts as a busy one: for no more
 * than three times the median. */
static double run_rate(const Series *series, const Fit *fit, const Run *run)
{
	g_autofree double *rates_seen = g_new(double, run->counted);
	double sum = 0, weight = 0;
	for (guint i = 0; i < run->counted; i++) {
		guint day = run->start + i;
		rates_seen[i] = (double)series->counts[day] / fit->rhythm[day % week];
	}
	qsort(rates_seen, run->counted, sizeof *rates_seen, compare_doubles);
	double most = 3 * (rates_seen[run->counted / 2] + 1);
	for (guint i = 0; i < run->counted; i++) {
		guint day = run->start + i;
		sum += MIN((double)series->counts[day], most * fit->rhythm[day % week]);
		weight += fit->rhythm[day % week];
	}
	return sum / weight;
}

static gboolean is_short(const GArray *runs, guint i)
{
	const Run *run = &g_array_index(runs, Run, i);
	return run->length < (i + 1 == runs->len ? short_last : short_run);
}

/* A short run is either a step of the change that it stands in, and goes with what comes after, or
 * an outlier, which counts nowhere. */
static gboolean is_step(const GArray *runs, const guint8 *path, guint i)
{
	if (i == 0 || i + 1 == runs->len)
		return i == 0;
	guint8 before = path[g_array_index(runs, Run, i).start - 1];
	guint8 rate = path[g_array_index(runs, Run, i).start];
	guint8 after = path[g_array_index(runs, Run, i + 1).start];
	return (before < rate && rate < after) || (before > rate && rate > after);
}

static void drop_short(GArray *runs, const guint8 *path)
{
	for (guint i = 0; i < runs->len && runs->len > 1;) {
		if (!is_short(runs, i)) {
			i++;
			continue;
		}
		gboolean step = is_step(runs, path, i);
		Run *run = &g_array_index(runs, Run, step ? i : --i);
		const Run *next = &g_array_index(runs, Run, i + 1);
		run->counted = step ? run->length + next->counted : run->counted;
		run->length += next->length;
		g_array_remove_index(runs, i + 1);
	}
}

/* What is known when a run begins. */
typedef struct Walk {
	double reference;    /* the rate that this change began from */
	double usual;        /* the least rate of a week or more, but for pauses */
	double before_surge; /* the rate before the surge that goes on, or 0 */
	gboolean paused;
	gboolean rising; /* the run before was a step up, marked */
} Walk;

static gboolean is_silence(const Walk *walk, double rate)
{
	return rate < walk->reference / 10 && (rate <= walk->usual / 5 || rate < 0.5);
}

/* A few days of very much are a burst. */
static gboolean most_days_exceed(const Series *series, const Fit *fit, const Run *run, double rate)
{
	guint above = 0;
	for (guint day = run->start; day < run->start + run->counted; day++)
		above += (double)series->counts[day] > rate * fit->rhythm[day % week];
	return above > run->counted / 2;
}

static SurgeMark mark_of(Walk *walk, double rate)
{
	if (walk->paused && is_silence(walk, rate))
		return SURGE_NONE;
	if (walk->paused) {
		walk->paused = FALSE;
		return SURGE_RESUMPTION;
	}
	walk->paused = is_silence(walk, rate);
	if (walk->paused)
		return SURGE_PAUSE;
	return rate >= SURGE_FACTOR * walk->reference && rate >= 0.5 ? SURGE_SURGE : SURGE_NONE;
}

/* Go on to what is known when RUN ends. */
static void walk_past(Walk *walk, const Run *run, double rate, SurgeMark mark)
{
	walk->rising = (mark == SURGE_SURGE || mark == SURGE_RESUMPTION) && run->length < long_run;
	if (mark == SURGE_SURGE && walk->before_surge == 0)
		walk->before_surge = MAX(walk->reference, silent_rate);
	if (walk->paused || rate < SURGE_FACTOR * walk->before_surge)
		walk->before_surge = 0;
	if (walk->paused)
		return;
	if (run->length >= long_run)
		walk->usual = MIN(walk->usual, rate);
	if (run->length >= long_run || rate > walk->reference)
		walk->reference = rate;
}

/* Does a surge go on at the end? */
static gboolean mark_runs(const Series *series, const Fit *fit, const GArray *runs, SurgeMark *ret)
{
	const Run *first = &g_array_index(runs, Run, 0);
	Walk walk = {.reference = run_rate(series, fit, first), .usual = G_MAXDOUBLE};
	for (guint i = 0; i < runs->len; i++) {
		const Run *run = &g_array_index(runs, Run, i);
		double rate = run_rate(series, fit, run);
		SurgeMark mark = i > 0 ? mark_of(&walk, rate) : SURGE_NONE;
		if (mark == SURGE_SURGE &&
			!most_days_exceed(series, fit, run, 1.5 * walk.reference))
			mark = SURGE_NONE;
		if (mark != SURGE_SURGE || !walk.rising)
			ret[run->start] = mark;
		walk_past(&walk, run, rate, mark);
	}
	return walk.before_surge > 0;
}

/* Enough for four times the busiest day: its weekday may be an idle one. */
static guint rates_for(const guint64 *counts, guint days)
{
	guint64 most = 1;
	for (guint day = 0; day < days; day++)
		most = MAX(most, counts[day]);
	double steps = log(4 * (double)most / silent_rate) / log(rate_step);
	return MIN((guint)steps + 2, most_rates);
}

static void find_best(Series *series, Fit *best)
{
	g_autofree double *expected = g_new(double, series->days);
	g_autofree guint8 *path = g_new(guint8, series->days);
	for (guint i = 0; i < G_N_ELEMENTS(shapes); i++) {
		Fit fit = {.shape = shapes[i], .path = path};
		try_shape(series, &fit, expected, best);
	}
}

gboolean surge_find(const guint64 *counts, guint days, SurgeMark *ret)
{
	memset(ret, 0, days * sizeof *ret);
	if (days < 2 * short_run)
		return FALSE;
	Series series = {counts, days, rates_for(counts, days), change_cost * log(days)};
	g_autofree double *own = series.own = g_new(double, days);
	g_autofree guint8 *from = series.from = g_new(guint8, (gsize)days * series.rates);
	g_autofree guint8 *path = g_new0(guint8, days);
	Fit best = {.score = -G_MAXDOUBLE, .path = path};
	find_best(&series, &best);
	g_autoptr(GArray) runs = find_runs(path, days);
	drop_short(runs, path);
	return mark_runs(&series, &best, runs, ret);
}

const char *surge_name(SurgeMark mark)
{
	static const char *const names[] = {"", "surge", "pause", "resumption"};
	return names[mark];
}
