/* SPDX-License-Identifier: Apache-2.0
 *
 * Surges, pauses and resumptions in a series of counts, one a day. Pure: counts in, marks out.
 *
 * Method: the burst automaton of Kleinberg ("Bursty and hierarchical structure in streams", KDD
 * 2002). A hidden automaton sends at one of many rates that form a geometric series, every change
 * of its state costs a multiple of ln(days), and the cheapest sequence of states is found exactly
 * by dynamic programming (Viterbi). Changed are three things: going down costs as much as going up,
 * so that silence is found as well as noise; a day's count is negative binomial, not Poisson, so
 * that series that come in bursts have no marks at each; and the rate is multiplied by the
 * weekday's share, so that idle weekends are no pauses. How bursty a series is and whether it has a
 * weekly rhythm is chosen by the same cost (rhythm: six parameters by BIC, Schwarz 1978).
 *
 * - surge: the rate becomes SURGE_FACTOR times what it was, or more;
 * - pause: it falls to a tenth or less, and to a fifth of what was usual before or to silence (less
 *   than one sighting in two days);
 * - resumption: the first day after a pause on which it is no longer silent.
 * What lasts less than five days (three at the end of the series), or is raised by few of its days
 * alone, is no state but an outlier: the mark comes three days after the event, and names its day.
 */
#pragma once

#include <glib.h>

#define SURGE_FACTOR 2.5

typedef enum { SURGE_NONE, SURGE_SURGE, SURGE_PAUSE, SURGE_RESUMPTION } SurgeMark;

/* Mark the days on which something of COUNTS begins: RET has DAYS elements too. TRUE when the surge
 * marked last goes on on the last day. Time and memory grow with DAYS alone. */
gboolean surge_find(const guint64 *counts, guint days, SurgeMark *ret);
/* Fixed names: "surge", "pause", "resumption"; "" for none. */
const char *surge_name(SurgeMark mark);
