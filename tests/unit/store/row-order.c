/* SPDX-License-Identifier: Apache-2.0
 *
 * The order of rows is that of bytes, for every length.
 */
#include "store/row-order.h"

#include <glib.h>

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

static int by_bytes(const MDB_val *one, const MDB_val *other)
{
	int difference = memcmp(one->mv_data, other->mv_data, MIN(one->mv_size, other->mv_size));
	if (difference != 0)
		return sign(difference);
	return (one->mv_size > other->mv_size) - (one->mv_size < other->mv_size);
}

static void test_random(void)
{
	for (guint round = 0; round < 100000; round++) {
		guint8 one[20], other[20];
		for (guint i = 0; i < sizeof one; i++) {
			one[i] = (guint8)g_test_rand_int_range(0, 256);
			other[i] = g_test_rand_bit() || i < 6
					   ? one[i]
					   : (guint8)g_test_rand_int_range(0, 256);
		}
		MDB_val first = {.mv_data = one, .mv_size = (size_t)g_test_rand_int_range(0, 21)};
		MDB_val second = {
			.mv_data = other, .mv_size = (size_t)g_test_rand_int_range(0, 21)};
		g_assert_cmpint(
			sign(row_order_compare(&first, &second)), ==, by_bytes(&first, &second));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/row-order/random", test_random);
	return g_test_run();
}
