/* SPDX-License-Identifier: Apache-2.0
 *
 * Reliability: whether things said to be so with a probability are so that often. Plain data, zero
 * at first.
 */
#pragma once

#include "eval/rate.h"

enum { RELIABILITY_BINS = 10 };

typedef struct Reliability {
	Rate bins[RELIABILITY_BINS];   /* right among said, by the probability said */
	double said[RELIABILITY_BINS]; /* sum of the probabilities */
} Reliability;

void reliability_add(Reliability *reliability, double probability, gboolean right);
/* The mean probability said in BIN; NAN when nothing was. */
double reliability_said(const Reliability *reliability, guint bin);
guint64 reliability_total(const Reliability *reliability);
/* Expected calibration error: how far right and said lie apart, on average over all that was said
 * (Naeini, Cooper and Hauskrecht, AAAI 2015). NAN when nothing was. */
double reliability_error(const Reliability *reliability);
