/* SPDX-License-Identifier: Apache-2.0
 *
 * Curves and areas of a few scores, by hand; and of many, against the definition.
 */
#include "eval/roc.h"

#include <math.h>

static Roc *roc_of(
	const double *attacks, guint attack_count, const double *honest, guint honest_count)
{
	Roc *roc = roc_new();
	for (guint i = 0; i < attack_count; i++)
		roc_add(roc, attacks[i], TRUE);
	for (guint i = 0; i < honest_count; i++)
		roc_add(roc, honest[i], FALSE);
	return roc;
}

static void check_point(const GArray *curve, guint at, double false_positives, double recall)
{
	const RocPoint *point = &g_array_index(curve, RocPoint, at);
	g_assert_cmpuint(at, <, curve->len);
	g_assert_cmpfloat_with_epsilon(point->false_positives, false_positives, 1e-12);
	g_assert_cmpfloat_with_epsilon(point->recall, recall, 1e-12);
}

static void test_by_hand(void)
{
	const double attacks[] = {1, 5, 3};
	const double honest[] = {2, -4, 0, -4};
	g_autoptr(Roc) roc = roc_of(attacks, 3, honest, 4);
	g_autoptr(GArray) curve = roc_curve(roc);
	/* Of 12 pairs only that of attack 1 and honest 2 is the wrong way round. */
	g_assert_cmpfloat_with_epsilon(roc_area(roc), 11.0 / 12, 1e-12);
	g_assert_cmpuint(curve->len, ==, 7);
	check_point(curve, 0, 0, 0);
	check_point(curve, 1, 0, 1.0 / 3);
	check_point(curve, 2, 0, 2.0 / 3);
	check_point(curve, 3, 0.25, 2.0 / 3);
	check_point(curve, 4, 0.25, 1);
	check_point(curve, 5, 0.5, 1);
	check_point(curve, 6, 1, 1);
	g_assert_cmpfloat(g_array_index(curve, RocPoint, 3).score, ==, 2);
}

static void test_ties(void)
{
	const double attacks[] = {1, 1};
	const double honest[] = {1, 0};
	g_autoptr(Roc) roc = roc_of(attacks, 2, honest, 2);
	g_autoptr(GArray) curve = roc_curve(roc);
	g_assert_cmpfloat_with_epsilon(roc_area(roc), 0.75, 1e-12);
	g_assert_cmpuint(curve->len, ==, 3);
	check_point(curve, 1, 0.5, 1);
	check_point(curve, 2, 1, 1);
}

static void test_separate(void)
{
	const double attacks[] = {3, (double)INFINITY};
	const double honest[] = {-(double)INFINITY, 1};
	g_autoptr(Roc) right = roc_of(attacks, 2, honest, 2);
	g_autoptr(Roc) wrong = roc_of(honest, 2, attacks, 2);
	g_assert_cmpfloat(roc_area(right), ==, 1);
	g_assert_cmpfloat(roc_area(wrong), ==, 0);
}

static void test_one_kind_only(void)
{
	const double attacks[] = {3};
	g_autoptr(Roc) roc = roc_of(attacks, 1, NULL, 0);
	g_autoptr(GArray) curve = roc_curve(roc);
	g_assert_true(isnan(roc_area(roc)));
	g_assert_cmpuint(curve->len, ==, 0);
}

static double area_by_pairs(const double *attacks, const double *honest, guint count)
{
	double pairs = 0;
	for (guint i = 0; i < count; i++)
		for (guint j = 0; j < count; j++)
			pairs += attacks[i] > honest[j] ? 1 : attacks[i] == honest[j] ? 0.5 : 0;
	return pairs / count / count;
}

static void test_definition(void)
{
	enum { count = 300 };
	double attacks[count];
	double honest[count];
	for (guint i = 0; i < count; i++) {
		attacks[i] = g_test_rand_int_range(-20, 40) / 2.0;
		honest[i] = g_test_rand_int_range(-40, 20) / 2.0;
	}
	g_autoptr(Roc) roc = roc_of(attacks, count, honest, count);
	g_assert_cmpfloat_with_epsilon(roc_area(roc), area_by_pairs(attacks, honest, count), 1e-9);
}

/* However many scores: few points, both ends, never falling, no corner lost by more than shows. */
static void test_thinned(void)
{
	g_autoptr(Roc) roc = roc_new();
	for (guint i = 0; i < 200000; i++) {
		roc_add(roc, g_test_rand_double_range(-5, 10), TRUE);
		roc_add(roc, g_test_rand_double_range(-10, 5), FALSE);
	}
	g_autoptr(GArray) curve = roc_curve(roc);
	g_assert_cmpuint(curve->len, <=, 3000);
	check_point(curve, 0, 0, 0);
	check_point(curve, curve->len - 1, 1, 1);
	for (guint i = 1; i < curve->len; i++) {
		const RocPoint *before = &g_array_index(curve, RocPoint, i - 1);
		const RocPoint *point = &g_array_index(curve, RocPoint, i);
		g_assert_cmpfloat(point->score, <, before->score);
		g_assert_cmpfloat(point->recall, >=, before->recall);
		g_assert_cmpfloat(point->false_positives, >=, before->false_positives);
		g_assert_cmpfloat(point->recall - before->recall, <, 0.01);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/roc/by-hand", test_by_hand);
	g_test_add_func("/roc/ties", test_ties);
	g_test_add_func("/roc/separate", test_separate);
	g_test_add_func("/roc/one-kind-only", test_one_kind_only);
	g_test_add_func("/roc/definition", test_definition);
	g_test_add_func("/roc/thinned", test_thinned);
	return g_test_run();
}
