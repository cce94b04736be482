/* SPDX-License-Identifier: Apache-2.0
 *
 * Bins of equal width.
 */
#include "eval/reliability.h"

#include <math.h>

void reliability_add(Reliability *reliability, double probability, gboolean right)
{
	double clamped = CLAMP(probability, 0, 1);
	guint bin = MIN((guint)(clamped * RELIABILITY_BINS), RELIABILITY_BINS - 1);
	reliability->bins[bin].total++;
	reliability->bins[bin].hits += right ? 1 : 0;
	reliability->said[bin] += clamped;
}

double reliability_said(const Reliability *reliability, guint bin)
{
	guint64 total = reliability->bins[bin].total;
	return total > 0 ? reliability->said[bin] / (double)total : (double)NAN;
}

guint64 reliability_total(const Reliability *reliability)
{
	guint64 total = 0;
	for (guint i = 0; i < RELIABILITY_BINS; i++)
		total += reliability->bins[i].total;
	return total;
}

double reliability_error(const Reliability *reliability)
{
	double apart = 0;
	for (guint i = 0; i < RELIABILITY_BINS; i++)
		apart += fabs((double)reliability->bins[i].hits - reliability->said[i]);
	return apart / (double)reliability_total(reliability);
}
