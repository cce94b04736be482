/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters that only grow, each by itself.
 */
#include "service/guard/meter.h"

const guint meter_bounds[METER_TIMES] = {2, 5, 10, 20, 50, 100, 500, 2000, 10000};

void meter_add(gsize *counter)
{
	g_atomic_pointer_add(counter, 1);
}

void meter_time(Meter *meter, gint64 microseconds)
{
	guint at = 0;
	while (at < METER_TIMES && microseconds > meter_bounds[at] * 1000)
		at++;
	meter_add(&meter->times[at]);
	g_atomic_pointer_add(&meter->microseconds, (gssize)microseconds);
}
