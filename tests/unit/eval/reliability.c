/* SPDX-License-Identifier: Apache-2.0
 *
 * Probabilities said against what came true.
 */
#include "eval/reliability.h"

#include <math.h>

static void test_empty(void)
{
	Reliability nothing = {0};
	g_assert_cmpuint(reliability_total(&nothing), ==, 0);
	g_assert_true(isnan(reliability_error(&nothing)));
	g_assert_true(isnan(reliability_said(&nothing, 0)));
}

static void test_bins(void)
{
	Reliability reliability = {0};
	reliability_add(&reliability, 0, FALSE);
	reliability_add(&reliability, 0.0999, FALSE);
	reliability_add(&reliability, 0.95, TRUE);
	reliability_add(&reliability, 1, TRUE);
	reliability_add(&reliability, 1.0000001, FALSE);
	g_assert_cmpuint(reliability.bins[0].total, ==, 2);
	g_assert_cmpuint(reliability.bins[RELIABILITY_BINS - 1].total, ==, 3);
	g_assert_cmpuint(reliability.bins[RELIABILITY_BINS - 1].hits, ==, 2);
	g_assert_cmpfloat_with_epsilon(
		reliability_said(&reliability, RELIABILITY_BINS - 1), 2.95 / 3, 1e-6);
}

/* Three of four right where 0.75 was said, one of four where 0.95 was: (0 + 4 * 0.7) / 8. */
static void test_error(void)
{
	Reliability reliability = {0};
	for (guint i = 0; i < 4; i++) {
		reliability_add(&reliability, 0.75, i > 0);
		reliability_add(&reliability, 0.95, i == 0);
	}
	g_assert_cmpfloat_with_epsilon(reliability_error(&reliability), 0.35, 1e-9);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reliability/empty", test_empty);
	g_test_add_func("/reliability/bins", test_bins);
	g_test_add_func("/reliability/error", test_error);
	return g_test_run();
}
