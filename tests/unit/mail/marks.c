/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/marks: the table is in order, and every row can be found by the field it names.
 */
#include "mail/header/marks.h"

static guint32 marks_for(const char *name, const char *value)
{
	return marks_of(name, span_new(value, strlen(value)));
}

/* Look-up is a binary search, and goes back over rows of one name only. */
static void test_order(void)
{
	for (gsize i = 1; i < marks_table_length; i++) {
		const MarkRow *before = &marks_table[i - 1];
		const MarkRow *row = &marks_table[i];
		g_assert_cmpstr(before->name, <=, row->name);
		if (before->prefix)
			g_assert_false(g_str_has_prefix(row->name, before->name));
		g_autofree char *lower = g_ascii_strdown(row->name, -1);
		g_assert_cmpstr(lower, ==, row->name);
	}
}

static void test_every_row(void)
{
	for (gsize i = 0; i < marks_table_length; i++) {
		const MarkRow *row = &marks_table[i];
		g_autofree char *name = g_strconcat(row->name, row->prefix ? "anything" : "", NULL);
		const char *value = row->value == NULL || row->value[0] == '!' ? "x" : row->value;
		g_assert_cmphex(marks_for(name, value) & row->mark, ==, row->mark);
	}
}

static void test_values(void)
{
	g_assert_cmphex(marks_for("precedence", "list"), ==, MARK_LIST);
	g_assert_cmphex(marks_for("precedence", "Bulk"), ==, MARK_BULK);
	g_assert_cmphex(marks_for("precedence", "first-class"), ==, 0);
	g_assert_cmphex(marks_for("auto-submitted", "no"), ==, 0);
	g_assert_cmphex(marks_for("auto-submitted", "auto-replied"), ==, MARK_AUTO);
	g_assert_cmphex(marks_for("feedback-id", "1:abc:Fastmail"), ==, 0);
	g_assert_cmphex(marks_for("feedback-id", "1:abc:mailer"), ==, MARK_BULK);
	g_assert_cmphex(marks_for("x-api-host", "app.docusign.net"), ==, MARK_NOTICE);
	g_assert_cmphex(marks_for("x-api-host", "elsewhere"), ==, 0);
	g_assert_cmphex(marks_for("x-mailer", "osTicket Mailer"), ==, MARK_TICKET);
	g_assert_cmphex(marks_for("x-jira-fingerprint", ""), ==, MARK_TICKET);
	g_assert_cmphex(marks_for("x-jir", ""), ==, 0);
	g_assert_cmphex(marks_for("subject", "list"), ==, 0);
	g_assert_cmphex(marks_for("", ""), ==, 0);
	g_assert_cmphex(marks_for("zzz", ""), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/marks/order", test_order);
	g_test_add_func("/marks/every-row", test_every_row);
	g_test_add_func("/marks/values", test_values);
	return g_test_run();
}
