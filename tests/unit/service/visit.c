/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose mail a message is, and which of its fields may have to go.
 */
#include "service/guard/visit.h"

#include "base/limits.h"

/* Some servers give an empty macro where nobody logged in. */
static void test_login(void)
{
	Visit *visit = visit_new("client.example", NULL, FALSE);
	visit_begin(visit, "<a@b.example>", "");
	g_assert_false(visit_is_outgoing(visit));
	visit_begin(visit, "<a@b.example>", NULL);
	g_assert_false(visit_is_outgoing(visit));
	visit_begin(visit, "<a@b.example>", "emi");
	g_assert_true(visit_is_outgoing(visit));
	visit_free(visit);
}

static void test_fields(void)
{
	Visit *visit = visit_new("client.example", NULL, TRUE);
	visit_begin(visit, "<a@b.example>", NULL);
	g_assert_true(visit_is_outgoing(visit));
	visit_note_field(visit, "x-kith-verdict", " clean");
	visit_note_field(visit, "Content-Type", " text/plain");
	visit_note_field(visit, "CONTENT-TYPE", " text/html");
	visit_note_field(visit, "X-Other", " x");
	visit_note_field(visit, "Subject", " one");
	visit_note_field(visit, "subject", " two");
	g_assert_cmpuint(visit->content_fields, ==, 2);
	g_assert_cmpuint(visit->forged_fields, ==, 3);
	g_assert_cmpuint(visit->subjects->len, ==, 2);
	g_assert_cmpstr(visit->subjects->pdata[1], ==, " two");
	g_assert_cmpint(
		GPOINTER_TO_INT(g_hash_table_lookup(visit->content, "content-type")), ==, 2);
	g_assert_cmpint(
		GPOINTER_TO_INT(g_hash_table_lookup(visit->forged, "x-kith-verdict")), ==, 1);
	for (guint i = 0; i < 2 * LIMIT_GUARD_FIELDS; i++) {
		g_autofree char *name = g_strdup_printf("X-Kith-%u", i);
		visit_note_field(visit, name, " x");
		visit_note_field(visit, "Subject", " x");
	}
	g_assert_cmpuint(visit->forged_fields, >, LIMIT_GUARD_FIELDS);
	g_assert_cmpuint(visit->content_fields, ==, 2);
	g_assert_cmpuint(g_hash_table_size(visit->forged), <=, LIMIT_GUARD_FIELDS);
	g_assert_cmpuint(visit->subjects->len, <=, LIMIT_GUARD_FIELDS);
	visit_begin(visit, "<a@b.example>", NULL);
	g_assert_cmpuint(visit->forged_fields + visit->content_fields, ==, 0);
	visit_free(visit);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/visit/login", test_login);
	g_test_add_func("/visit/fields", test_fields);
	return g_test_run();
}
