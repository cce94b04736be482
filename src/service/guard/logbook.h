/* SPDX-License-Identifier: Apache-2.0
 *
 * The guard's log: one JSON object a line on standard error, from any thread.
 */
#pragma once

#include "service/guard/court.h"
#include "service/guard/visit.h"

/* A message was judged and ACTION (action_name) taken, or "tempfail". */
void logbook_judged(const Visit *visit, const Judgement *judgement, const char *action);
/* Something of ours went wrong. */
void logbook_fault(const char *problem);
/* Something happened to the guard itself: "started", "reloaded" … DETAIL may be NULL. */
void logbook_event(const char *event, const char *detail);
