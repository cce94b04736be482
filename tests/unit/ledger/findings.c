/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings: the same key is one, in the order of kinds and keys, however they were added.
 */
#include "ledger/findings.h"

static const Finding given[] = {
	{1, "b", "b", 2.5, 1, 20, 20},
	{0, "z", "z", 1, 1, 10, 10},
	{1, "a", "A", -1, 2, 30, 40},
	{1, "b", "b", 7.5, 3, 5, 50},
	{0, "z", "z", 0.5, 1, 11, 12},
};
static const Finding wanted[] = {
	{0, "z", "z", 1, 2, 10, 12},
	{1, "a", "A", -1, 2, 30, 40},
	{1, "b", "b", 7.5, 4, 5, 50},
};

static gboolean check(const Finding *finding, gpointer user_data)
{
	guint *at = user_data;
	const Finding *other = &wanted[(*at)++];
	g_assert_cmpuint(*at, <=, G_N_ELEMENTS(wanted));
	g_assert_cmpuint(finding->kind, ==, other->kind);
	g_assert_cmpstr(finding->key, ==, other->key);
	g_assert_cmpstr(finding->value, ==, other->value);
	g_assert_cmpfloat(finding->score, ==, other->score);
	g_assert_cmpuint(finding->messages, ==, other->messages);
	g_assert_cmpint(finding->first, ==, other->first);
	g_assert_cmpint(finding->last, ==, other->last);
	return TRUE;
}

static void test_united(void)
{
	g_autoptr(Findings) findings = findings_new(NULL);
	guint at = 0;
	for (guint i = 0; i < G_N_ELEMENTS(given); i++)
		g_assert_true(findings_add(findings, &given[i], NULL));
	g_assert_true(findings_each(findings, check, &at, NULL));
	g_assert_cmpuint(at, ==, G_N_ELEMENTS(wanted));
	at = 0; /* and again */
	g_assert_true(findings_each(findings, check, &at, NULL));
}

static gboolean stop(const Finding *finding, gpointer user_data)
{
	(*(guint *)user_data)++;
	return FALSE;
}

static void test_stop(void)
{
	g_autoptr(Findings) findings = findings_new(NULL);
	guint count = 0;
	g_assert_true(findings_add(findings, &given[0], NULL));
	g_assert_true(findings_add(findings, &given[1], NULL));
	g_assert_true(findings_each(findings, stop, &count, NULL));
	g_assert_cmpuint(count, ==, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ledger/findings/united", test_united);
	g_test_add_func("/ledger/findings/stop", test_stop);
	return g_test_run();
}
