/* SPDX-License-Identifier: Apache-2.0
 *
 * The guard's log: one JSON object a line on standard error, from any thread.
 */
#pragma once

#include "service/guard/court.h"
#include "service/guard/visit.h"

/* From now on, in this process and those it forks: warnings of libraries become faults of the log,
 * and a log that is not read holds up nothing. Lines that it does not take are counted in *LOST
 * (meter_add), and told of once it takes lines again. */
void logbook_start(gsize *lost);

/* A message was judged and ACTION (action_name) taken, or "tempfail". */
void logbook_judged(const Visit *visit, const Judgement *judgement, const char *action);
/* A message was not judged because of PROBLEM, and ACTION taken, or "tempfail". */
void logbook_unjudged(const Visit *visit, const char *problem, const char *action);
/* Something of ours went wrong. */
void logbook_fault(const char *problem);
/* Something happened to the guard itself: "started", "reloaded" … DETAIL may be NULL. */
void logbook_event(const char *event, const char *detail);
