/* SPDX-License-Identifier: Apache-2.0
 *
 * What the guard did is read as it was noted, in front of a message only, and no recipient's name
 * makes a line of its own.
 */
#include "engine/handled.h"

static GHashTable *read_text(const char *text)
{
	return handled_read(span_new(text, strlen(text)));
}

static void test_noted(void)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	handled_note(lines, "<Emi@Ours.Example>", LEDGER_HELD);
	handled_note(lines, "ken@ours.example", LEDGER_OBSERVED);
	g_string_append(lines, "Return-Path: <a@b.example>\r\n"
			       "X-Kith-Handled: warn; <aki@ours.example>\r\n\r\n");
	g_autoptr(GHashTable) table = read_text(lines->str);
	g_assert_cmpint(handled_for(table, "emi@ours.example"), ==, LEDGER_HELD);
	g_assert_cmpint(handled_for(table, "ken@ours.example"), ==, LEDGER_OBSERVED);
	g_assert_cmpint(handled_for(table, "aki@ours.example"), ==, LEDGER_UNHANDLED);
}

static void test_names(void)
{
	for (guint i = 0; i < LEDGER_HANDLINGS; i++) {
		g_autoptr(GString) lines = g_string_new(NULL);
		handled_note(lines, "<a@b.example>", (LedgerHandling)i);
		g_autoptr(GHashTable) table = read_text(lines->str);
		g_assert_cmpint(handled_for(table, "a@b.example"), ==, i);
	}
}

static void test_hostile(void)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autofree char *wide = g_strnfill(100000, 'a');
	handled_note(lines, "<a@b.example>\r\nX-Kith-Handled: reject; <c@d.example>", LEDGER_HELD);
	handled_note(lines, wide, LEDGER_HELD);
	g_assert_cmpuint(lines->len, <, 2000);
	g_autoptr(GHashTable) table = read_text(lines->str);
	g_assert_cmpint(handled_for(table, "c@d.example"), !=, LEDGER_REJECTED);
}

static void test_malformed(void)
{
	static const char *const texts[] = {"", "X-Kith-Handled: ", "X-Kith-Handled: hold",
		"X-Kith-Handled: ;", "X-Kith-Handled: explode; <a@b.example>\n",
		"\nX-Kith-Handled: hold; <a@b.example>\n",
		" X-Kith-Handled: hold; <a@b.example>\n"};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GHashTable) table = read_text(texts[i]);
		g_assert_cmpint(handled_for(table, "a@b.example"), ==, LEDGER_UNHANDLED);
	}
	g_autoptr(GHashTable) none = handled_read(span_new(NULL, 0));
	g_assert_cmpuint(g_hash_table_size(none), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/handled/read as it was noted", test_noted);
	g_test_add_func("/handled/each by its name", test_names);
	g_test_add_func("/handled/a recipient is one line", test_hostile);
	g_test_add_func("/handled/what is no note says nothing", test_malformed);
	return g_test_run();
}
