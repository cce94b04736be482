/* SPDX-License-Identifier: Apache-2.0
 *
 * One spelling for what is an indicator, none for what is not.
 */
#include "report/coverage/spelling.h"

#define DIGEST "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"

typedef struct Case {
	IndicatorKind kind;
	const char *raw;
	const char *wanted; /* NULL: it is none */
} Case;

static const Case cases[] = {
	{INDICATOR_FILE, "ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
		"abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"},
	{INDICATOR_FILE, "abcdef0123456789abcdef0123456789abcdef0123456789abcdef012345678", NULL},
	{INDICATOR_FILE, "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789\n",
		NULL},
	{INDICATOR_HOST, "EVIL.Example", "evil.example"},
	{INDICATOR_HOST, "evil.example.", "evil.example"},
	{INDICATOR_HOST, "例.example", "xn--fsq.example"},
	{INDICATOR_HOST, "example", NULL},
	{INDICATOR_HOST, "com", NULL},
	{INDICATOR_HOST, "co.jp", NULL},
	{INDICATOR_HOST, "github.io", NULL},
	{INDICATOR_HOST, "a.github.io", "a.github.io"},
	{INDICATOR_HOST, "localhost", NULL},
	{INDICATOR_HOST, "www.localhost", NULL},
	{INDICATOR_HOST, "9.113.0.203.in-addr.arpa", NULL},
	{INDICATOR_HOST, "0.0.0.0.0.rpz-ip", NULL},
	{INDICATOR_HOST, "a.b\nc.example", NULL},
	{INDICATOR_HOST,
		"a\xe2\x80\xae"
		"b.example",
		NULL},
	{INDICATOR_HOST, "*.example.com", NULL},
	{INDICATOR_HOST, "a..example.com", NULL},
	{INDICATOR_HOST, "-a.example.com", NULL},
	{INDICATOR_HOST, "a_b.example.com", NULL},
	{INDICATOR_HOST, "203.0.113.9", NULL},
	{INDICATOR_HOST, "a.b.123", NULL},
	{INDICATOR_HOST, "", NULL},
	{INDICATOR_URL, "HTTP://User:Pass@Evil.Example:80/a b", "http://evil.example/a%20b"},
	{INDICATOR_URL, "https://evil.example:8443?x=\"#top", "https://evil.example:8443/?x=%22"},
	{INDICATOR_URL, "http://evil.example\\x", "http://evil.example/%5Cx"},
	{INDICATOR_URL, "www.evil.example/x", "http://www.evil.example/x"},
	{INDICATOR_URL, "http://evil.example/%4a%zz", "http://evil.example/%4a%25zz"},
	{INDICATOR_URL, "http://203.0.113.9/x", "http://203.0.113.9/x"},
	{INDICATOR_URL, "http://10.0.0.1/x", NULL},
	{INDICATOR_URL, "http://3232235777/", NULL},
	{INDICATOR_URL, "http://com/", NULL},
	{INDICATOR_URL, "http://evil.example:0/", NULL},
	{INDICATOR_URL, "http://evil.example:x/", NULL},
	{INDICATOR_URL, "javascript:alert(1)", NULL},
	{INDICATOR_URL, "evil.example/x", NULL},
	{INDICATOR_ADDRESS, "203.0.113.9", "203.0.113.9"},
	{INDICATOR_ADDRESS, "2001:DB8:0::9", "2001:db8::9"},
	{INDICATOR_ADDRESS, "0.0.0.0", NULL},
	{INDICATOR_ADDRESS, "0.0.0.0/0", NULL},
	{INDICATOR_ADDRESS, "127.0.0.1", NULL},
	{INDICATOR_ADDRESS, "100.64.0.1", NULL},
	{INDICATOR_ADDRESS, "172.31.255.255", NULL},
	{INDICATOR_ADDRESS, "172.32.0.0", "172.32.0.0"},
	{INDICATOR_ADDRESS, "224.0.0.1", NULL},
	{INDICATOR_ADDRESS, "255.255.255.255", NULL},
	{INDICATOR_ADDRESS, "::ffff:203.0.113.9", NULL},
	{INDICATOR_ADDRESS, "fe80::1", NULL},
	{INDICATOR_ADDRESS, "fe80::1%eth0", NULL},
	{INDICATOR_ADDRESS, "fd00::1", NULL},
	{INDICATOR_ADDRESS, "2002:a00:1::1", NULL},
	{INDICATOR_MD5, DIGEST ":ABCDEF0123456789abcdef0123456789:4711",
		DIGEST ":abcdef0123456789abcdef0123456789:4711"},
	{INDICATOR_MD5, DIGEST ":abcdef0123456789abcdef0123456789", NULL},
	{INDICATOR_MD5, DIGEST ":abcdef0123456789abcdef0123456789:", NULL},
	{INDICATOR_MD5, DIGEST ":abcdef0123456789abcdef0123456789:0", NULL},
	{INDICATOR_MD5, DIGEST ":abcdef0123456789abcdef0123456789:1\n2", NULL},
	{INDICATOR_MD5, DIGEST ":abcdef0123456789abcdef01234567890:1", NULL},
	{INDICATOR_MD5, "abcdef0123456789abcdef0123456789:4711", NULL},
	{INDICATOR_MEMBER, "4711:2345:Invoice%20%281%29.doc", "4711:2345:Invoice%20%281%29.doc"},
	{INDICATOR_MEMBER, "4711:2345:Invoice (1).doc", "4711:2345:Invoice%20%281%29.doc"},
	{INDICATOR_MEMBER, "4711:1023:a.doc", NULL},
	{INDICATOR_MEMBER, "1023:4711:a.doc", NULL},
	{INDICATOR_MEMBER, "04711:2345:a.doc", NULL},
	{INDICATOR_MEMBER, "*:2345:a.doc", NULL},
	{INDICATOR_MEMBER, "4711:2345:", NULL},
	{INDICATOR_MEMBER, "4711:2345:a:b.doc", NULL},
	{INDICATOR_MEMBER, "4711:2345:a%0Ab.doc", NULL},
	{INDICATOR_MEMBER, "4711:2345:a%2Fb.doc", NULL},
	{INDICATOR_MEMBER, "4711:2345:請.doc", "4711:2345:%E8%AB%8B.doc"},
	{INDICATOR_MEMBER, "4711:2345:%E8.doc", NULL},
	{INDICATOR_MEMBER, "4711:2345:請求.7z", NULL},
	{INDICATOR_MEMBER, "4711:2345:a%zz.doc", NULL},
	{INDICATOR_ACCOUNT, "Robbed+X@Relay.example", "robbed+x@relay.example"},
	{INDICATOR_ACCOUNT, "robbed@relay.example.", "robbed@relay.example"},
	{INDICATOR_ACCOUNT, "a b@relay.example", NULL},
	{INDICATOR_ACCOUNT, "\"a\"@relay.example", NULL},
	{INDICATOR_ACCOUNT, "a@localhost", NULL},
	{INDICATOR_ACCOUNT, "a", NULL},
};

static void test_spelling(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *key = NULL;
		g_autofree char *value = spelling_of(cases[i].kind, cases[i].raw, &key);
		if (g_strcmp0(value, cases[i].wanted) != 0)
			g_error("%s became %s", cases[i].raw, value);
		g_assert_true((key != NULL) == (value != NULL));
	}
}

static void test_long(void)
{
	g_autofree char *label = g_strnfill(10000, 'a');
	g_autofree char *host = g_strconcat(label, ".example", NULL);
	g_autofree char *url = g_strconcat("http://evil.example/", label, NULL);
	char *key = NULL;
	g_assert_null(spelling_of(INDICATOR_HOST, label, &key));
	g_assert_null(spelling_of(INDICATOR_HOST, host, &key));
	g_assert_null(spelling_of(INDICATOR_URL, url, &key));
	g_autofree char *member = g_strconcat("4711:2345:", label, NULL);
	g_assert_null(spelling_of(INDICATOR_MEMBER, member, &key));
}

/* Hosts stand right before those below them, IPv4 before IPv6, each by its value. */
static void test_order(void)
{
	static const Case order[] = {
		{INDICATOR_HOST, "evil.example", NULL},
		{INDICATOR_HOST, "a.evil.example", NULL},
		{INDICATOR_HOST, "b.a.evil.example", NULL},
		{INDICATOR_HOST, "c.evil.example", NULL},
		{INDICATOR_HOST, "a-evil.example", NULL},
		{INDICATOR_ADDRESS, "9.9.9.9", NULL},
		{INDICATOR_ADDRESS, "203.0.113.9", NULL},
		{INDICATOR_ADDRESS, "2001:db8::9", NULL},
	};
	g_autofree char *before = g_strdup("");
	for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
		char *key = NULL;
		g_autofree char *value = spelling_of(order[i].kind, order[i].raw, &key);
		g_assert_nonnull(value);
		if (i > 0 && order[i].kind == order[i - 1].kind)
			g_assert_cmpstr(before, <, key);
		g_free(before);
		before = key;
	}
}

static void test_parts(void)
{
	g_autofree char *host = spelling_host("http://evil.example:8080/a?b");
	g_assert_cmpstr(host, ==, "evil.example");
	g_assert_cmpstr(spelling_path("http://evil.example:8080/a?b"), ==, "/a?b");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/spelling/spelling", test_spelling);
	g_test_add_func("/report/spelling/long", test_long);
	g_test_add_func("/report/spelling/order", test_order);
	g_test_add_func("/report/spelling/parts", test_parts);
	return g_test_run();
}
