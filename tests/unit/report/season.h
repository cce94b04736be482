/* SPDX-License-Identifier: Apache-2.0
 *
 * Seasons: generated series of sightings a day, with what is true of them. Half a year from 1
 * September on: a quiet autumn, a surge in December, a pause over the holidays, a resumption in
 * January, and beside them series in which nothing happens.
 */
#pragma once

#include "report/trend/surge.h"

enum {
	SEASON_DAYS = 182, /* 1 September to 29 February */
	SEASON_SERIES = 6,
	SEASON_EVENTS = 3,
};

typedef struct SeasonEvent {
	SurgeMark mark;
	guint day;
} SeasonEvent;

typedef struct SeasonSeries {
	const char *name;
	guint64 counts[SEASON_DAYS];
	SeasonEvent events[SEASON_EVENTS]; /* by their day */
	guint event_count;
} SeasonSeries;

typedef struct Season {
	SeasonSeries series[SEASON_SERIES];
} Season;

/* How marks stand to the truth. */
typedef struct SeasonScore {
	guint seasons;
	guint events; /* what truly happened */
	guint met;    /* of which a mark of its kind stands within two days */
	guint marks;
	guint astray;      /* marks of something that happened, but more than two days off */
	guint false_marks; /* marks of what never happened: more than ten days off, or of no event
			    */
} SeasonScore;

/* The season that SEED tells, each its own, with TIMES as many sightings. */
void season_make(Season *season, guint32 seed, double times);
/* Mark all series of SEASON and add to SCORE how well that went. */
void season_score(const Season *season, SeasonScore *score);
