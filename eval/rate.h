/* SPDX-License-Identifier: Apache-2.0
 *
 * Rate: so many hits among so many, and how far the true rate may be from it. Plain data.
 */
#pragma once

#include <glib.h>

typedef struct Rate {
	guint64 hits;
	guint64 total;
} Rate;

/* Hits of total, from 0 to 1; NAN when nothing was counted. */
double rate_share(Rate rate);
/* The 95 % interval of the rate by Wilson's score (E. B. Wilson, 1927); 0 to 1 when nothing was
 * counted. */
void rate_interval(Rate rate, double *ret_low, double *ret_high);
