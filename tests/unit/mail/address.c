/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/address and its field scan: what a server takes for the sender, and what is hidden beside
 * it.
 */
#include "mail/header/address.h"

#include "base/limits.h"

static Span span_of(const char *text)
{
	return span_new(text, strlen(text));
}

static char *joined(const GPtrArray *addresses, gboolean names)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = g_ptr_array_index(addresses, i);
		if (names)
			g_string_append_printf(out, "%s <%s>;", one->name, one->address);
		else
			g_string_append_printf(out, "%s;", one->address);
	}
	return g_string_free(out, FALSE);
}

static void check(const char *value, const char *wanted, const char *wanted_hidden, gboolean good)
{
	g_autoptr(GPtrArray) addresses =
		g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	g_autoptr(GPtrArray) hidden = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	gboolean is_good = address_scan(span_of(value), addresses, hidden);
	g_autofree char *found = joined(addresses, TRUE);
	g_autofree char *found_hidden = joined(hidden, FALSE);
	g_test_message("%s", value);
	g_assert_cmpstr(found, ==, wanted);
	g_assert_cmpstr(found_hidden, ==, wanted_hidden);
	g_assert_cmpint(is_good, ==, good);
}

static void test_standard_forms(void)
{
	check("a@b.example", " <a@b.example>;", "", TRUE);
	check("<A@B.Example>", " <a@b.example>;", "", TRUE);
	check("John Doe <j@x.example>", "John Doe <j@x.example>;", "", TRUE);
	check("\"Doe, John\" <j@x.example>", "Doe, John <j@x.example>;", "", TRUE);
	check("\"John \\\"J\\\" Doe\" <j@x.example>", "John \"J\" Doe <j@x.example>;", "", TRUE);
	check("j@x.example (John Doe)", "John Doe <j@x.example>;", "", TRUE);
	check("John (at work) Doe <j@x.example>", "John Doe <j@x.example>;", "", TRUE);
	check("a@x.example, B <b@x.example>,\n c@x.example",
		" <a@x.example>;B <b@x.example>; <c@x.example>;", "", TRUE);
	check("Team: a@x.example, b@x.example;, c@x.example",
		" <a@x.example>; <b@x.example>; <c@x.example>;", "", TRUE);
	check("undisclosed-recipients:;", "", "", TRUE);
	check("\"john doe\"@x.example", " <\"john doe\"@x.example>;", "", TRUE);
	check("J <\"john.doe\"@x.example>", "J <john.doe@x.example>;", "", TRUE);
	check("J <@relay.example,@b.example:j@x.example>", "J <j@x.example>;", "", TRUE);
	check("a.b+c_d-e!f#g@x.example", " <a.b+c_d-e!f#g@x.example>;", "", TRUE);
	check("k*********.r*@outlook.example", " <k*********.r*@outlook.example>;", "", TRUE);
	check("<a@[192.0.2.1]>", " <a@[192.0.2.1]>;", "", TRUE);
	check("J <a@x.example.>", "J <a@x.example>;", "", TRUE);
	check("J < a@x.example >", "J <a@x.example>;", "", TRUE);
}

static void test_encoded_names(void)
{
	check("=?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <y@x.example>", "山田 <y@x.example>;", "", TRUE);
	check("=?utf-8?q?Doe=2C_John?= <j@x.example>", "Doe, John <j@x.example>;", "", TRUE);
	check("=?UTF-8?Q? \"J=C3=A1n\" ?= <j@x.example>", "\"Ján\" <j@x.example>;", "", TRUE);
	check("\"=?utf-8?q?J=C3=A1n?=\" <j@x.example>", "Ján <j@x.example>;", "", TRUE);
	check("\x8e\x52\x93\x63\x91\xbe\x98\x59 <y@x.example>", "山田太郎 <y@x.example>;", "",
		TRUE);
	check("\x1b$B;3ED\x1b(B <y@x.example>", "山田 <y@x.example>;", "", TRUE);
	check("y@x.example (=?utf-8?q?J=C3=A1n?=)", "Ján <y@x.example>;", "", TRUE);
	check("J <j@b\xc3\xbc"
	      "cher.example>",
		"J <j@xn--bcher-kva.example>;", "", TRUE);
	check("J <j@B\xc3\x9c"
	      "CHER.example>",
		"J <j@xn--bcher-kva.example>;", "", TRUE);
}

/* The forms of hijacked mail, and the like. */
static void test_hidden(void)
{
	check("\"Name <victim@org.example>\" <relay@x.example>",
		"Name <victim@org.example> <relay@x.example>;", "victim@org.example;", FALSE);
	check("Name a@known.example <b@evil.example>", "Name a@known.example <b@evil.example>;",
		"a@known.example;", FALSE);
	check("\"Name\" <victim@org.example> <relay@x.example>", "Name <relay@x.example>;",
		"victim@org.example;", FALSE);
	check("Name <victim@org.example> <relay@x.example>", "Name <relay@x.example>;",
		"victim@org.example;", FALSE);
	check("victim@org.example <relay@x.example>", "victim@org.example <relay@x.example>;",
		"victim@org.example;", FALSE);
	check("\"victim@org.example\" <relay@x.example>", "victim@org.example <relay@x.example>;",
		"victim@org.example;", FALSE);
	check("Name (victim@org.example) <relay@x.example>", "Name <relay@x.example>;",
		"victim@org.example;", FALSE);
	check("=?utf-8?q?Name_=3Cvictim=40org.example=3E?= <relay@x.example>",
		"Name <victim@org.example> <relay@x.example>;", "victim@org.example;", FALSE);
	check("victim@org.example: <relay@x.example>", " <relay@x.example>;", "victim@org.example;",
		FALSE);
	check("\"k***.r***@outlook.example\" <relay@x.example>",
		"k***.r***@outlook.example <relay@x.example>;", "k***.r***@outlook.example;",
		FALSE);
	/* One's own address as a name hides nothing. */
	check("\"Me@X.Example\" <me@x.example>", "Me@X.Example <me@x.example>;", "", TRUE);
	check("\"'me@x.example'\" <me@x.example>", "'me@x.example' <me@x.example>;", "", TRUE);
	/* Nor does an "@" that is no address. */
	check("\"Bob @ Work\" <b@x.example>", "Bob @ Work <b@x.example>;", "", TRUE);
}

static void test_malformed(void)
{
	check("Doe, John <j@x.example>", "Doe, John <j@x.example>;", "", FALSE);
	check("a@x.example b@x.example", " <a@x.example>; <b@x.example>;", "", FALSE);
	check("a@x.example; b@x.example", " <a@x.example>; <b@x.example>;", "", TRUE);
	check("John <j@x.example", "John <j@x.example>;", "", FALSE);
	check("<<j@x.example>>", " <j@x.example>;", "", FALSE);
	check("\"John <j@x.example>", "John <j@x.example>;", "", FALSE);
	check("John j@x.example", "John <j@x.example>;", "", FALSE);
	check("mailto:j@x.example", " <j@x.example>;", "", TRUE);
	check("John Doe", "John Doe <>;", "", FALSE);
	check("Mail Delivery Subsystem <MAILER-DAEMON>", "Mail Delivery Subsystem <>;", "", FALSE);
	check("<>", "", "", TRUE);
	check(",,;,", "", "", TRUE);
	check("=?utf-8?q?Name_=3Ca=40x.example=3E?=", "Name <a@x.example>;", "", FALSE);
	check("((((( a@x.example", " <a@x.example>;", "", FALSE);
}

/* Web archives of lists write addresses so that they cannot be harvested. */
static void test_web_archives(void)
{
	check("john.doe at x.example (John Doe)", "John Doe <john.doe@x.example>;", "", TRUE);
	check("|r@@ngrd @end|ng |rom gm@||@com (Lars N)", "Lars N <|r**ngrd@gm*||*com>;", "", TRUE);
	check("@@chmid1 @ending from @teven@@edu (Alec S)", "Alec S <**chmid1@*teven**edu>;", "",
		TRUE);
	check("meet at noon", "meet at noon <>;", "", FALSE);
}

static void test_bounds(void)
{
	static const char *const pieces[] = {
		"(", "\"", "<", "a@b.example,", "=?", "\\", "a ", "@", ":", "(()"};
	gint64 start = g_get_monotonic_time();
	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *value = g_string_new(NULL);
		while (value->len < LIMIT_MIB(1))
			g_string_append(value, pieces[i]);
		g_autoptr(GPtrArray) addresses =
			g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
		g_autoptr(GPtrArray) hidden =
			g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
		address_scan(span_new(value->str, value->len), addresses, hidden);
		g_assert_cmpuint(addresses->len, <=, LIMIT_ADDRESSES);
		g_assert_cmpuint(hidden->len, <=, LIMIT_ADDRESSES);
		g_string_free(value, TRUE);
	}
	g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
}

static void test_clean_name(void)
{
	static const struct {
		const char *name;
		const char *clean;
	} rows[] = {
		{"John Doe", "John Doe"},
		{"'John Doe'", "John Doe"},
		{"Name <victim@org.example>", "Name"},
		{"victim@org.example", ""},
		{"John (j@x.example)", "John"},
		{"\"John\"", "John"},
		{"", ""},
		{"Dr. J. Doe, Jr.", "Dr. J. Doe, Jr."},
		{"Bob @ Work", "Bob @ Work"},
		{"山田 太郎", "山田 太郎"},
		{"a@x.example b@y.example C", "C"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *clean = address_clean_name(rows[i].name);
		g_assert_cmpstr(clean, ==, rows[i].clean);
	}
}

static void test_normal(void)
{
	static const struct {
		const char *raw;
		const char *address;
	} rows[] = {
		{"<A@B.Example>", "a@b.example"},
		{"mailto:a@b.example", "a@b.example"},
		{"<>", ""},
		{"", ""},
		{"a", ""},
		{"@b", ""},
		{"a@", ""},
		{"'a@b.example'", "a@b.example"},
		{"a@b@c.example", "a@b@c.example"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *address = address_normal(span_of(rows[i].raw));
		g_assert_cmpstr(address, ==, rows[i].address);
	}
}

static void test_find(void)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	address_find("write to a@x.example, (B@Y.example) or <c@z.example>. not d@e or @f or "
		     "a@x.example",
		found);
	g_autofree char *all = joined(found, FALSE);
	g_assert_cmpstr(all, ==, "a@x.example;b@y.example;c@z.example;");
	g_assert_true(address_in(found, "b@y.example"));
	g_assert_false(address_in(found, "d@e"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/address/standard-forms", test_standard_forms);
	g_test_add_func("/address/encoded-names", test_encoded_names);
	g_test_add_func("/address/hidden", test_hidden);
	g_test_add_func("/address/malformed", test_malformed);
	g_test_add_func("/address/web-archives", test_web_archives);
	g_test_add_func("/address/bounds", test_bounds);
	g_test_add_func("/address/clean-name", test_clean_name);
	g_test_add_func("/address/normal", test_normal);
	g_test_add_func("/address/find", test_find);
	return g_test_run();
}
