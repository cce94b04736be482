/* SPDX-License-Identifier: Apache-2.0
 *
 * Timeline: counts a day, one panel for each series, with marked days; drawn as SVG or for a
 * terminal. Each panel has a scale of its own. Both can be read without colour. Texts may hold
 * anything.
 */
#pragma once

#include <glib.h>

typedef enum {
	TIMELINE_UP,   /* something begins: a triangle */
	TIMELINE_STOP, /* it stops: two bars; what follows is shaded until it goes on */
	TIMELINE_GO,   /* it goes on */
	TIMELINE_SIGNS,
} TimelineSign;

typedef struct TimelineMark {
	guint day;
	TimelineSign sign;
} TimelineMark;

typedef struct TimelineSeries {
	const char *name;
	const char *note; /* beside the name where there is room */
	const guint64 *counts;
	const TimelineMark *marks; /* by their day */
	guint mark_count;
} TimelineSeries;

/* All borrowed. */
typedef struct Timeline {
	const char *title;
	const char *subtitle;
	const char *day_label;  /* what a bar is: "sightings a day" */
	const char *week_label; /* the same where days are too many, and a bar is a week */
	const char *sign_names[TIMELINE_SIGNS]; /* NULL where there are no such marks */
	gint64 start;                           /* Unix seconds, when the first day began */
	guint days;
	const TimelineSeries *series;
	guint count;
} Timeline;

/* A whole document, owned by the caller: light ground, 1080 units wide. */
char *timeline_svg(const Timeline *timeline);
/* Lines of at most 80 columns for a terminal, owned by the caller. */
char *timeline_text(const Timeline *timeline);

/* The sum of SERIES over COUNT days from FIRST on, as far as there are days. */
guint64 timeline_sum(
	const Timeline *timeline, const TimelineSeries *series, guint first, guint count);
/* The day as "2019-12-03", new string. */
char *timeline_date(const Timeline *timeline, guint day);
/* Is DAY the first of a month? */
gboolean timeline_begins_month(const Timeline *timeline, guint day);
