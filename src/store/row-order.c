/* SPDX-License-Identifier: Apache-2.0
 *
 * Eight bytes at a time where there are as many: a judgement makes a thousand comparisons.
 */
#include "store/row-order.h"

#include <glib.h>

static guint64 first_eight(const void *bytes)
{
	guint64 number;

	memcpy(&number, bytes, sizeof number);
	return GUINT64_FROM_BE(number);
}

int row_order_compare(const MDB_val *one, const MDB_val *other)
{
	if (one->mv_size >= sizeof(guint64) && other->mv_size >= sizeof(guint64)) {
		guint64 number = first_eight(one->mv_data);
		guint64 other_number = first_eight(other->mv_data);

		if (number != other_number)
			return number < other_number ? -1 : 1;
	}
	int difference = memcmp(one->mv_data, other->mv_data, MIN(one->mv_size, other->mv_size));

	if (difference != 0)
		return difference;
	return (one->mv_size > other->mv_size) - (one->mv_size < other->mv_size);
}
