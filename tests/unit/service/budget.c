/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sink/budget.h"

static Endpoint address(guint8 last)
{
	return (Endpoint){.address = {[15] = last}, .port = 1};
}

static void test_connections(void)
{
	g_autoptr(Budget) budget = budget_new(8, 1000);
	Endpoint one = address(1);
	Endpoint two = address(2);
	BudgetShare *shares[8];

	for (guint i = 0; i < 6; i++)
		g_assert_nonnull(shares[i] = budget_enter(budget, &one));
	g_assert_null(budget_enter(budget, &one));
	g_assert_nonnull(shares[6] = budget_enter(budget, &two));
	g_assert_nonnull(shares[7] = budget_enter(budget, &two));
	g_assert_true(shares[0] == shares[5] && shares[6] == shares[7] && shares[0] != shares[6]);
	g_assert_null(budget_enter(budget, &two));
	budget_leave(budget, shares[0], 0);
	g_assert_nonnull(shares[0] = budget_enter(budget, &two));
	for (guint i = 0; i < 8; i++)
		budget_leave(budget, shares[i], 0);
	g_assert_nonnull(shares[0] = budget_enter(budget, &one));
	budget_leave(budget, shares[0], 0);
}

static void test_bytes(void)
{
	g_autoptr(Budget) budget = budget_new(8, 1000);
	Endpoint one = address(1);
	Endpoint two = address(2);
	BudgetShare *first = budget_enter(budget, &one);
	BudgetShare *second = budget_enter(budget, &two);
	gsize held = 0;
	gsize other = 0;

	g_assert_true(budget_hold(budget, first, &held, 750));
	g_assert_false(budget_hold(budget, first, &held, 751));
	g_assert_cmpuint(held, ==, 750);
	g_assert_true(budget_hold(budget, second, &other, 250));
	g_assert_false(budget_hold(budget, second, &other, 251));
	g_assert_true(budget_hold(budget, first, &held, 100));
	g_assert_true(budget_hold(budget, second, &other, 750));
	budget_leave(budget, second, other);
	g_assert_true(budget_hold(budget, first, &held, 750));
	budget_leave(budget, first, held);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/budget/connections", test_connections);
	g_test_add_func("/budget/bytes", test_bytes);
	return g_test_run();
}
