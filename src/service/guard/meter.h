/* SPDX-License-Identifier: Apache-2.0
 *
 * The meter: what the guard did since it started, counted by the threads of all its processes.
 */
#pragma once

#include "judge/verdict.h"
#include "service/guard/actions.h"

/* How long messages took, in milliseconds: each bound has a count of those at most as long. */
#define METER_TIMES 9
extern const guint meter_bounds[METER_TIMES];

typedef struct Meter {
	gint64 started;                          /* monotonic */
	gsize outgoing;                          /* messages of our own */
	gsize verdicts[VERDICT_UNSCANNABLE + 1]; /* of judged messages */
	gsize actions[ACTION_REJECT + 1];        /* taken on them */
	gsize cold;                              /* judged without memory */
	gsize faults;                            /* ours: passed unjudged or put off */
	gsize unjudged;               /* of these: passed, marked where warnings are wanted */
	gsize unheld;                 /* that should be held and could not be */
	gsize unlearned;              /* the backlog was full or could not be written */
	gsize unlearnable;            /* times that the learner failed at what waits */
	gsize unlogged;               /* lines that the log did not take in time */
	gsize times[METER_TIMES + 1]; /* the last is above all bounds; each once */
	gsize microseconds;           /* of all */
} Meter;

/* A meter that this process shares with those it forks from now on, for as long as they live. */
Meter *meter_new(void);
/* One more in COUNTER of the meter. */
void meter_add(gsize *counter);
/* A message took so long. */
void meter_time(Meter *meter, gint64 microseconds);

/* What stands beside the counters. */
typedef struct MeterNow {
	guint waiting; /* messages to be learned */
	guint held;    /* in quarantine */
} MeterNow;

/* The numbers as one JSON object. New string. */
char *meter_status(const Meter *meter, const MeterNow *now);
/* The same as Prometheus reads them. New string. */
char *meter_numbers(const Meter *meter, const MeterNow *now);
