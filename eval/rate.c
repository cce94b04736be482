/* SPDX-License-Identifier: Apache-2.0
 *
 * Wilson's interval holds for rates near 0 and 1 and for few messages, where the usual one does
 * not.
 */
#include "eval/rate.h"

#include <math.h>

/* The normal distribution's quantile that leaves 2.5 % above it. */
static const double quantile = 1.959964;

double rate_share(Rate rate)
{
	return rate.total > 0 ? (double)rate.hits / (double)rate.total : (double)NAN;
}

void rate_interval(Rate rate, double *ret_low, double *ret_high)
{
	*ret_low = 0;
	*ret_high = 1;
	if (rate.total == 0)
		return;
	double total = (double)rate.total;
	double share = rate_share(rate);
	double square = quantile * quantile;
	double scale = 1 + square / total;
	double middle = share + square / (2 * total);
	double spread = quantile * sqrt(share * (1 - share) / total + square / (4 * total * total));
	if (rate.hits > 0)
		*ret_low = MAX(0, (middle - spread) / scale);
	if (rate.hits < rate.total)
		*ret_high = MIN(1, (middle + spread) / scale);
}
