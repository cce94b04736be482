/* SPDX-License-Identifier: Apache-2.0
 *
 * Stand-ins: the same for the same, another for another, and nothing of what they stand for.
 */
#include "report/specimen/aliases.h"

static void test_one_person(void)
{
	g_autoptr(Aliases) aliases = aliases_new();
	aliases_meet(aliases, "Petra Hansen", "petra@labor.example");
	/* A thief shows the name before an address of his own. */
	aliases_meet(aliases, "Hansen, Petra", "contato@oficina.example");
	g_assert_cmpstr(aliases_name(aliases, "Petra Hansen"), ==, "Person A");
	g_assert_cmpstr(aliases_name(aliases, "Hansen, Petra"), ==, "Person A");
	g_assert_cmpstr(
		aliases_address(aliases, "petra@labor.example"), ==, "person-a@org-1.example");
	g_assert_cmpstr(
		aliases_address(aliases, "contato@oficina.example"), ==, "person-b@org-2.example");
	g_assert_cmpstr(aliases_name(aliases, "petra@labor.example"), ==, "person-a@org-1.example");
}

static void test_letters_go_on(void)
{
	g_autoptr(Aliases) aliases = aliases_new();
	for (guint i = 0; i < 28; i++) {
		g_autofree char *address = g_strdup_printf("n%u@labor.example", i);
		const char *alias = aliases_address(aliases, address);
		if (i == 25)
			g_assert_cmpstr(alias, ==, "person-z@org-1.example");
		if (i == 27)
			g_assert_cmpstr(alias, ==, "person-ab@org-1.example");
	}
}

static void test_hosts(void)
{
	g_autoptr(Aliases) aliases = aliases_new();
	g_assert_cmpstr(aliases_host(aliases, "labor.co.jp"), ==, "org-1.example");
	g_assert_cmpstr(aliases_host(aliases, "mx.labor.co.jp"), ==, "host-1.org-1.example");
	g_assert_cmpstr(aliases_host(aliases, "gmail.com"), ==, "freemail-1.example");
	g_assert_cmpstr(aliases_host(aliases, "DESKTOP-PETRA"), ==, "host-2.example");
	g_assert_cmpstr(aliases_host(aliases, "203.0.113.9"), ==, "192.0.2.1");
	g_assert_cmpstr(aliases_host(aliases, "[203.0.113.9]"), ==, "[192.0.2.1]");
	g_assert_cmpstr(aliases_host(aliases, "2a00::1"), ==, "2001:db8::2");
	g_assert_cmpstr(
		aliases_message_id(aliases, "x1@labor.co.jp"), ==, "message-1@org-1.example");
	g_assert_cmpstr(aliases_message_id(aliases, "no-at"), ==, "message-2");
	g_assert_cmpstr(aliases_host(aliases, ""), ==, "");
}

static void test_details(void)
{
	g_autoptr(Aliases) aliases = aliases_new();
	aliases_meet(aliases, "Petra Hansen", "petra@labor.example");
	aliases_file(aliases, "Order.docm");
	g_assert_cmpstr(aliases_detail(aliases, "Order.docm"), ==, "file-1");
	g_assert_cmpstr(aliases_detail(aliases, "Petra Hansen <petra@labor.example>"), ==,
		"Person A <person-a@org-1.example>");
	g_assert_cmpstr(aliases_detail(aliases, "412 d"), ==, "412 d");
	g_assert_cmpstr(aliases_detail(aliases, "412 dogs"), ==, "████████");
	g_assert_cmpstr(aliases_detail(aliases, ""), ==, "");
	g_assert_cmpstr(aliases_detail(aliases, "<>"), ==, "██");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/aliases/one-person", test_one_person);
	g_test_add_func("/report/aliases/letters-go-on", test_letters_go_on);
	g_test_add_func("/report/aliases/hosts", test_hosts);
	g_test_add_func("/report/aliases/details", test_details);
	return g_test_run();
}
