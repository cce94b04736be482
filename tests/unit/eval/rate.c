/* SPDX-License-Identifier: Apache-2.0
 *
 * Wilson's intervals as they are known.
 */
#include "eval/rate.h"

#include <math.h>

static void check(guint64 hits, guint64 total, double wanted_low, double wanted_high)
{
	double low, high;
	rate_interval((Rate){hits, total}, &low, &high);
	g_assert_cmpfloat_with_epsilon(low, wanted_low, 5e-5);
	g_assert_cmpfloat_with_epsilon(high, wanted_high, 5e-5);
}

static void test_known(void)
{
	check(50, 100, 0.4038, 0.5962);
	check(81, 263, 0.2553, 0.3662);
	check(15, 148, 0.0624, 0.1605);
	check(1, 29, 0.0061, 0.1718);
}

static void test_ends(void)
{
	double low, high;
	check(0, 20, 0, 0.1611);
	check(20, 20, 0.8389, 1);
	check(0, 100, 0, 0.0370);
	/* Exactly: nothing was missed, nothing was found. */
	rate_interval((Rate){0, 7}, &low, &high);
	g_assert_true(low == 0);
	rate_interval((Rate){7, 7}, &low, &high);
	g_assert_true(high == 1);
}

static void test_nothing(void)
{
	check(0, 0, 0, 1);
	g_assert_true(isnan(rate_share((Rate){0, 0})));
	g_assert_cmpfloat(rate_share((Rate){1, 4}), ==, 0.25);
}

static void test_many(void)
{
	double low, high;
	rate_interval((Rate){4, G_GUINT64_CONSTANT(1000000000000)}, &low, &high);
	g_assert_cmpfloat(low, >, 0);
	g_assert_cmpfloat(low, <, 4e-12);
	g_assert_cmpfloat(high, >, 4e-12);
	g_assert_cmpfloat(high, <, 2e-11);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rate/known", test_known);
	g_test_add_func("/rate/ends", test_ends);
	g_test_add_func("/rate/nothing", test_nothing);
	g_test_add_func("/rate/many", test_many);
	return g_test_run();
}
