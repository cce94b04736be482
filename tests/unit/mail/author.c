/* SPDX-License-Identifier: Apache-2.0
 *
 * Names, addresses and lists: who wrote a message.
 */
#include "mail/author.h"

static void test_name_key(void)
{
	static const struct {
		const char *name, *key;
	} rows[] = {
		{"John Doe", "doe john"},
		{"Doe, John", "doe john"},
		{"JOHN  DOE", "doe john"},
		{"Dr. John Doe, PhD", "doe john"},
		{"山田 太郎", "山田太郎"},
		{"山田太郎 様", "山田太郎"},
		{"ﾔﾏﾀﾞ", "ヤマダ"},
		{"Søren Ærø", "søren ærø"},
		{"yukuai (C)", "yukuai"},
		{"Bob Ray (External)", "bob ray"},
		{"Bob Ray via Budget List", "bob ray"},
		{"support", ""},
		{"No Reply", ""},
		{"J", ""},
		{"", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *key = author_name_key(rows[i].name);
		g_assert_cmpstr(key, ==, rows[i].key);
	}
}

static void test_name_suits(void)
{
	static const struct {
		const char *name, *address;
		gboolean suits;
	} rows[] = {
		{"John Smith", "john.smith@gmail.com", TRUE},
		{"John Smith", "jsmith42@example.org", TRUE},
		{"John Smith", "js@example.org", TRUE},
		{"Paul Walmsley", "pjw@example.org", TRUE},
		{"Paul Walmsley", "wjp@example.org", TRUE},
		{"Paul Walmsley", "pjx@example.org", FALSE},
		{"Paul Walmsley", "pjwalmsley@example.org", TRUE},
		{"Paul Walmsley", "paul@example.org", TRUE},
		{"Paul Walmsley", "paulw.lists@example.org", TRUE},
		{"Paul Walmsley", "popa.paula@example.org", FALSE},
		{"Jes Sorensen", "rajesh_wijaya@example.org", FALSE},
		{"John Smith", "johnqsmith7@example.org", TRUE},
		{"John Smith", "smith-john@example.org", TRUE},
		{"Dirk Eddelbuettel", "me@eddelbuettel.com", TRUE},
		{"Alexander Bell", "alexa@example.org", TRUE},
		{"Oldřich Jedlička", "jedlicka@example.org", TRUE},
		{"John Smith", "contabilidad@clinica.example", FALSE},
		{"John Smith", "relay@smithsonian-mail.gmail.com", FALSE},
		{"山田太郎", "office@example.org", FALSE},
		{"Guido van Rossum", "vanessa@example.org", FALSE},
		{"", "a@example.org", FALSE},
		{"John Smith", "", FALSE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (author_name_suits(rows[i].name, rows[i].address) != rows[i].suits)
			g_error("%s and %s", rows[i].name, rows[i].address);
	}
}

static void test_same_mailbox(void)
{
	g_assert_true(author_same_mailbox("hare@old.example", "hare@new.example"));
	g_assert_true(author_same_mailbox("j.hare@old.example", "jhare77@new.example"));
	g_assert_false(author_same_mailbox("hare@old.example", "haren@new.example"));
	g_assert_false(author_same_mailbox("info@old.example", "info@new.example"));
	g_assert_false(author_same_mailbox("ab@old.example", "ab@new.example"));
	g_assert_false(author_same_mailbox("", ""));
}

static Facts *facts_from(const char *name, const char *address)
{
	Facts *facts = facts_new();
	g_ptr_array_add(facts->from, address_new(g_strdup(name), g_strdup(address)));
	g_free(facts->from_name);
	facts->from_name = g_strdup(name);
	return facts;
}

static void test_plain(void)
{
	g_autoptr(Facts) facts = facts_from("Bob Brown", "bob@example.org");
	g_autoptr(Author) author = author_of(facts);
	g_assert_cmpstr(author->address, ==, "bob@example.org");
	g_assert_cmpstr(author->name, ==, "Bob Brown");
	g_assert_false(author->by_list);
}

static void test_list_rewrote(void)
{
	g_autoptr(Facts) facts = facts_from("Bob Brown via users", "users@lists.example.org");
	g_free(facts->list_post);
	facts->list_post = g_strdup("users@lists.example.org");
	g_ptr_array_add(facts->reply_to,
		address_new(g_strdup("users"), g_strdup("users@lists.example.org")));
	g_ptr_array_add(facts->reply_to, address_new(g_strdup("Bob"), g_strdup("bob@example.net")));
	g_autoptr(Author) author = author_of(facts);
	g_assert_true(author->by_list);
	g_assert_cmpstr(author->address, ==, "bob@example.net");
	g_assert_cmpstr(author->name, ==, "Bob Brown");
}

static void test_list_id_only(void)
{
	g_autoptr(Facts) facts = facts_from("'Bob Brown' via Users", "users@lists.example.org");
	g_free(facts->list_id);
	facts->list_id = g_strdup("users.lists.example.org");
	g_autoptr(Author) author = author_of(facts);
	g_assert_true(author->by_list);
	g_assert_cmpstr(author->address, ==, "");
	g_assert_cmpstr(author->name, ==, "Bob Brown");
}

static void test_nobody(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_autoptr(Author) author = author_of(facts);
	g_assert_cmpstr(author->address, ==, "");
	g_assert_cmpstr(author->name, ==, "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/author/name-key", test_name_key);
	g_test_add_func("/author/name-suits", test_name_suits);
	g_test_add_func("/author/same-mailbox", test_same_mailbox);
	g_test_add_func("/author/plain", test_plain);
	g_test_add_func("/author/list-rewrote", test_list_rewrote);
	g_test_add_func("/author/list-id-only", test_list_id_only);
	g_test_add_func("/author/nobody", test_nobody);
	return g_test_run();
}
