/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/domain.h"

#include "base/limits.h"
#include "mail/freemail-table.h"

typedef struct Pair {
	const char *in;
	const char *out;
} Pair;

static void check_pairs(const Pair *pairs, gsize count, char *(*function)(const char *))
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *out = function(pairs[i].in);
		g_assert_cmpstr(out, ==, pairs[i].out);
	}
}

static void test_normalise(void)
{
	static const Pair pairs[] = {
		{"Mail.A.CO.JP.", "mail.a.co.jp"},
		{" example.org \r\n", "example.org"},
		{"b\xc3\xbc"
		 "cher.example",
			"xn--bcher-kva.example"},
		{"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x80\x82jp", "xn--wgv71a119e.jp"},
		{"\xef\xbc\xa1.example", "a.example"},
		{"a b.example", "a b.example"},
		{"\xff.example", "\xef\xbf\xbd.example"},
		{"...", ""},
		{"", ""},
	};
	check_pairs(pairs, G_N_ELEMENTS(pairs), domain_normalise);
}

static void test_site(void)
{
	static const Pair pairs[] = {
		{"mail.a.co.jp", "a.co.jp"},
		{"deep.Mail.Example.COM.", "example.com"},
		{"us.af.mil", "af.mil"},
		{"www.city.kobe.jp", "city.kobe.jp"},
		{"x.\xd0\xbc\xd0\xb8\xd1\x80.\xd1\x80\xd1\x84", "xn--h1ahn.xn--p1ai"},
		{"co.jp", "co.jp"},
		{"localhost", "localhost"},
		{"192.0.2.1", "192.0.2.1"},
		{"[192.0.2.1]", "[192.0.2.1]"},
		{"2001:DB8::1", "2001:db8::1"},
		{"host.internal.unlisted-top", "internal.unlisted-top"},
		{"", ""},
	};
	check_pairs(pairs, G_N_ELEMENTS(pairs), domain_site);
}

static void test_organisation(void)
{
	static const Pair pairs[] = {
		{"bob@sales.example.co.uk", "example.co.uk"},
		{"Bob@GMail.com", "bob@gmail.com"},
		{"x@abc1.ocn.ne.jp", "x@abc1.ocn.ne.jp"},
		{"x@i.softbank.jp", "x@i.softbank.jp"},
		{"x@softbank.jp", "softbank.jp"},
		{"x@notgmail.com", "notgmail.com"},
		{"\"a@b\"@example.org", "example.org"},
		{"example.org", "example.org"},
		{"bob@", ""},
		{"", ""},
	};
	check_pairs(pairs, G_N_ELEMENTS(pairs), domain_organisation);
}

static void test_freemail(void)
{
	static const char *const yes[] = {"gmail.com", "GOOGLEMAIL.com.", "hotmail.co.jp",
		"outlook.jp", "live.fr", "msn.com", "yahoo.co.jp", "ymail.com", "aol.com", "gmx.de",
		"web.de", "t-online.de", "freenet.de", "mail.ru", "yandex.ru", "rambler.ru",
		"bk.ru", "inbox.ru", "icloud.com", "me.com", "mac.com", "proton.me",
		"protonmail.com", "tutanota.com", "zoho.com", "fastmail.fm", "free.fr", "orange.fr",
		"wanadoo.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tin.it",
		"alice.it", "uol.com.br", "bol.com.br", "terra.com.br", "ig.com.br", "qq.com",
		"163.com", "126.com", "sina.com", "naver.com", "hanmail.net", "daum.net",
		"comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net",
		"cox.net", "charter.net", "btinternet.com", "ntlworld.com", "virginmedia.com",
		"shaw.ca", "rogers.com", "telus.net", "bigpond.com", "optusnet.com.au",
		"docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "i.softbank.jp",
		"vodafone.ne.jp", "nifty.com", "biglobe.ne.jp", "xx.biglobe.ne.jp", "ocn.ne.jp",
		"so-net.ne.jp", "plala.or.jp", "dion.ne.jp", "excite.co.jp", "infoseek.jp"};
	static const char *const no[] = {"", "com", "example.com", "mygmail.com",
		"gmail.com.example.org", "softbank.jp", "microsoft.com", "ne.jp", "192.0.2.1"};
	for (gsize i = 0; i < G_N_ELEMENTS(yes); i++)
		if (!domain_is_freemail(yes[i]))
			g_error("%s is not known", yes[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(no); i++)
		if (domain_is_freemail(no[i]))
			g_error("%s is known", no[i]);
}

static void test_table(void)
{
	g_assert_cmpuint(freemail_table_length, >, 500);
	for (gsize i = 0; i < freemail_table_length; i++) {
		g_autofree char *name = domain_normalise(freemail_table[i]);
		g_assert_cmpstr(name, ==, freemail_table[i]);
		g_assert_true(domain_is_complete(name));
		if (i > 0)
			g_assert_cmpstr(freemail_table[i - 1], <, freemail_table[i]);
	}
}

static void test_complete(void)
{
	g_assert_true(domain_is_complete("us.af.mil"));
	g_assert_true(domain_is_complete("us.af"));
	g_assert_true(domain_is_complete("Example.CO.JP"));
	g_assert_true(domain_is_complete("\xd0\xbc\xd0\xb8\xd1\x80.\xd1\x80\xd1\x84"));
	g_assert_false(domain_is_complete("army.mi"));
	g_assert_false(domain_is_complete("co.jp"));
	g_assert_false(domain_is_complete("jp"));
	g_assert_false(domain_is_complete("localhost"));
	g_assert_false(domain_is_complete("192.0.2.1"));
	g_assert_false(domain_is_complete("[192.0.2.1]"));
	g_assert_false(domain_is_complete(""));
}

static void test_within(void)
{
	g_assert_true(domain_is_within("a.example", "a.example"));
	g_assert_true(domain_is_within("MX.A.example", "a.example"));
	g_assert_false(domain_is_within("ba.example", "a.example"));
	g_assert_false(domain_is_within("example", "a.example"));
	g_assert_false(domain_is_within("a.example", ""));
	g_assert_false(domain_is_within("", ""));
}

static void test_bounds(void)
{
	g_autoptr(GString) host = g_string_new(NULL);
	while (host->len < 100 * LIMIT_STRING)
		g_string_append(host, "\xc3\xbc.");
	g_string_append(host, "example.org");
	g_autofree char *site = domain_site(host->str);
	g_assert_cmpstr(site, ==, "example.org");
	g_autofree char *name = domain_normalise(host->str);
	g_assert_cmpuint(strlen(name), <=, LIMIT_STRING);
	g_assert_true(g_str_has_suffix(name, "example.org"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/domain/normalise", test_normalise);
	g_test_add_func("/domain/site", test_site);
	g_test_add_func("/domain/organisation", test_organisation);
	g_test_add_func("/domain/freemail", test_freemail);
	g_test_add_func("/domain/table", test_table);
	g_test_add_func("/domain/complete", test_complete);
	g_test_add_func("/domain/within", test_within);
	g_test_add_func("/domain/bounds", test_bounds);
	return g_test_run();
}
