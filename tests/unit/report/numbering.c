/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers come once, and are the same whatever else is numbered, but for those that meet.
 */
#include "report/coverage/numbering.h"

enum { many = 200000 };

static guint32 take(Numbering *numbering, guint i)
{
	g_autofree char *value = g_strdup_printf("host-%u.example", i);
	return numbering_take(numbering, INDICATOR_HOST, value);
}

static void test_unique(void)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(Numbering) numbering = numbering_new();
	for (guint i = 0; i < many; i++) {
		guint32 number = take(numbering, i % (many / 2));
		g_assert_true(number >= 1 && number <= INDICATOR_NUMBERS);
		g_assert_true(g_hash_table_add(seen, GUINT_TO_POINTER(number)));
	}
}

static void test_stable(void)
{
	guint others = 0;
	g_autoptr(Numbering) all = numbering_new();
	for (guint i = 0; i < many; i++) {
		g_autoptr(Numbering) alone = i % 10000 == 0 ? numbering_new() : NULL;
		guint32 number = take(all, i);
		others += alone != NULL && take(alone, i) != number;
	}
	g_assert_cmpuint(others, <=, 1); /* of 20, where 1 in 1,000 is to be expected */
}

/* A host and an account of one name are two, and no number ever changes from version to version. */
static void test_fixed(void)
{
	g_autoptr(Numbering) numbering = numbering_new();
	guint32 host = numbering_take(numbering, INDICATOR_HOST, "evil.example");
	g_assert_cmpuint(host, ==, 140727235);
	g_assert_cmpuint(numbering_take(numbering, INDICATOR_URL, "evil.example"), !=, host);
	g_assert_cmpuint(numbering_take(numbering, INDICATOR_HOST, "evil.example"), ==, host + 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/numbering/unique", test_unique);
	g_test_add_func("/report/numbering/stable", test_stable);
	g_test_add_func("/report/numbering/fixed", test_fixed);
	return g_test_run();
}
