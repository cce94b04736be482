/* SPDX-License-Identifier: Apache-2.0
 *
 * What is never exported, and what is all the same.
 */
#include "report/coverage/allowed.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "report/coverage/spelling.h"

#define DIGEST "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"

static const char *const own[] = {"mail.ours.co.jp", NULL};

static void check(const Allowed *allowed, IndicatorKind kind, const char *value, gboolean wanted)
{
	if (allowed_has(allowed, kind, value) != wanted)
		g_error("%s is %sallowed", value, wanted ? "not " : "");
}

static void test_built_in(void)
{
	static const char *const never[] = {"ours.co.jp", "www.ours.co.jp", "mail.ours.co.jp",
		"a.mail.ours.co.jp", "gmail.com", "mx.gmail.com", "drive.google.com", "google.com"};
	static const char *const others[] = {"notours.co.jp", "ours.co.jp.evil.example",
		"evil-google.com", "evil.azurewebsites.net", "google.com.evil.example"};
	g_autoptr(Allowed) allowed = allowed_new((char *const *)own);
	for (guint i = 0; i < G_N_ELEMENTS(never); i++) {
		g_autofree char *url = g_strdup_printf("http://%s:81/x", never[i]);
		check(allowed, INDICATOR_HOST, never[i], TRUE);
		check(allowed, INDICATOR_URL, url, TRUE);
	}
	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *url = g_strdup_printf("http://%s:81/x", others[i]);
		check(allowed, INDICATOR_HOST, others[i], FALSE);
		check(allowed, INDICATOR_URL, url, FALSE);
	}
	check(allowed, INDICATOR_ACCOUNT, "a@ours.co.jp", TRUE);
	check(allowed, INDICATOR_ACCOUNT, "a@gmail.com", FALSE); /* one mailbox of many */
	check(allowed, INDICATOR_ADDRESS, "203.0.113.9", FALSE);
}

static gboolean read_text(Allowed *allowed, const char *text, GError **error)
{
	g_autofree char *path = NULL;
	int file = g_file_open_tmp("allow-XXXXXX", &path, NULL);
	g_assert_cmpint(file, >=, 0);
	g_assert_true(g_close(file, NULL));
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	gboolean done = allowed_read(allowed, path, error);
	g_unlink(path);
	return done;
}

static void test_file(void)
{
	g_autoptr(Allowed) allowed = allowed_new((char *const *)own);
	const char *text =
		"# ours\n\nFriend.Example # with all below\n203.0.113.0/24\n2001:db8::9\n"
		"Robbed@relay.example\r\nintranet\n" DIGEST "\n4711:2345:a%20b.doc";
	g_assert_true(read_text(allowed, text, NULL));
	check(allowed, INDICATOR_HOST, "www.friend.example", TRUE);
	check(allowed, INDICATOR_URL, "http://203.0.113.9:80/x", TRUE);
	check(allowed, INDICATOR_ADDRESS, "203.0.113.255", TRUE);
	check(allowed, INDICATOR_ADDRESS, "203.0.114.0", FALSE);
	check(allowed, INDICATOR_ADDRESS, "2001:db8::9", TRUE);
	check(allowed, INDICATOR_ADDRESS, "2001:db8::8", FALSE);
	check(allowed, INDICATOR_ACCOUNT, "robbed@relay.example", TRUE);
	check(allowed, INDICATOR_ACCOUNT, "other@relay.example", FALSE);
	check(allowed, INDICATOR_ACCOUNT, "other@friend.example", TRUE);
	check(allowed, INDICATOR_FILE, DIGEST, TRUE);
	check(allowed, INDICATOR_MD5, DIGEST ":abcdef0123456789abcdef0123456789:4711", TRUE);
	check(allowed, INDICATOR_MEMBER, "4711:2345:a%20b.doc", TRUE);
	check(allowed, INDICATOR_MEMBER, "4711:2345:b.doc", FALSE);
}

/* However it is written, what is allowed is no indicator or still allowed. */
static void test_ways_around(void)
{
	static const struct {
		IndicatorKind kind;
		const char *raw;
	} ways[] = {
		{INDICATOR_HOST, "OURS.co.jp."},
		{INDICATOR_HOST, "ours.co.jp.."},
		{INDICATOR_HOST, ".ours.co.jp"},
		{INDICATOR_HOST, "ｏｕｒｓ。co．jp"},
		{INDICATOR_HOST, "ours\u00AD.co.jp"},
		{INDICATOR_HOST, "o\u200Burs.co.jp"},
		{INDICATOR_HOST, "%6furs.co.jp"},
		{INDICATOR_HOST, "ours.co.jp:443"},
		{INDICATOR_HOST, "XN--Bcher-KVA.example"},
		{INDICATOR_HOST, "BÜCHER.example"},
		{INDICATOR_HOST, "bu\u0308cher.example"},
		{INDICATOR_HOST, "co.jp."},
		{INDICATOR_HOST, "CO.JP"},
		{INDICATOR_HOST, "xn--55qx5d.cn"},
		{INDICATOR_HOST, "公司.cn"},
		{INDICATOR_HOST, "192.168.1.1."},
		{INDICATOR_HOST, "0xC0.0xA8.1.1"},
		{INDICATOR_HOST, "localhost.localdomain"},
		{INDICATOR_HOST, "printer.LOCAL."},
		{INDICATOR_URL, "http://google.com./x"},
		{INDICATOR_URL, "HTTPS://WWW.GOOGLE.COM:444/x"},
		{INDICATOR_URL, "http://google。com/x"},
		{INDICATOR_URL, "http://evil.example@google.com/x"},
		{INDICATOR_URL, "http://evil.example:80@google.com:81/x"},
		{INDICATOR_URL, "http://a@b@google.com/x"},
		{INDICATOR_URL, "http://google.com\\@evil.example/x"},
		{INDICATOR_URL, "http://google.com#@evil.example/x"},
		{INDICATOR_URL, "http://google.com?@evil.example/x"},
		{INDICATOR_URL, "http://user:pass@ours.co.jp/x"},
		{INDICATOR_URL, "http://%67oogle.com/x"},
		{INDICATOR_URL, "http:\\\\google.com/x"},
		{INDICATOR_URL, "http://\tgoogle.com/x"},
		{INDICATOR_URL, "www.ours.co.jp./x"},
		{INDICATOR_URL, "http://3232235777/x"},
		{INDICATOR_URL, "http://0xc0a80101/x"},
		{INDICATOR_URL, "http://0300.0250.1.1/x"},
		{INDICATOR_URL, "http://192.168.257/x"},
		{INDICATOR_URL, "http://127.1/x"},
		{INDICATOR_URL, "http://010.0.0.1/x"},
		{INDICATOR_URL, "http://10.0.0.1./x"},
		{INDICATOR_URL, "http://１０.0.0.1/x"},
		{INDICATOR_URL, "http://[::1]/x"},
		{INDICATOR_URL, "http://[::ffff:10.0.0.1]/x"},
		{INDICATOR_URL, "http://[fe80::1%25eth0]/x"},
		{INDICATOR_URL, "http://198.51.100.9:8080/x"},
		{INDICATOR_ADDRESS, "010.0.0.1"},
		{INDICATOR_ADDRESS, "10.1"},
		{INDICATOR_ADDRESS, "167772161"},
		{INDICATOR_ADDRESS, "0x0a000001"},
		{INDICATOR_ADDRESS, "::ffff:10.0.0.1"},
		{INDICATOR_ADDRESS, "::ffff:198.51.100.9"},
		{INDICATOR_ADDRESS, "::10.0.0.1"},
		{INDICATOR_ADDRESS, "64:ff9b::10.0.0.1"},
		{INDICATOR_ADDRESS, "2002:0a00:0001::1"},
		{INDICATOR_ADDRESS, "2002:c633:6409::1"},
		{INDICATOR_ADDRESS, "2001:0:0a00:1::f5ff:fffe"},
		{INDICATOR_ADDRESS, "FE80::1"},
		{INDICATOR_ADDRESS, "198.51.100.9"},
		{INDICATOR_ADDRESS, "2001:0DB8::0:9"},
		{INDICATOR_ACCOUNT, "a@OURS.co.jp"},
		{INDICATOR_ACCOUNT, "a@ours.co.jp."},
		{INDICATOR_ACCOUNT, "a@ｏｕｒｓ.co.jp"},
		{INDICATOR_ACCOUNT, "a@evil.example@ours.co.jp"},
		{INDICATOR_ACCOUNT, "a@ours.co.jp@evil.example"},
		{INDICATOR_ACCOUNT, "a@BÜCHER.example"},
	};
	g_autoptr(Allowed) allowed = allowed_new((char *const *)own);
	g_assert_true(read_text(allowed, "bücher.example\n198.51.100.0/24\n2001:db8::9\n", NULL));
	for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
		char *key = NULL;
		g_autofree char *value = spelling_of(ways[i].kind, ways[i].raw, &key);
		if (value != NULL)
			check(allowed, ways[i].kind, value, TRUE);
		g_free(key);
	}
}

/* A line that allows nothing would let what it was to allow be blocked. */
static void test_wrong_lines(void)
{
	static const char *const wrong[] = {"http://friend.example/", "friend example",
		"203.0.113.0/33", "friend.example,other.example", "*.friend.example"};
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(Allowed) allowed = allowed_new((char *const *)own);
		g_autoptr(GError) error = NULL;
		if (read_text(allowed, wrong[i], &error))
			g_error("%s was taken", wrong[i]);
		g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	}
	g_autoptr(Allowed) allowed = allowed_new((char *const *)own);
	g_autoptr(GError) error = NULL;
	g_assert_false(allowed_read(allowed, "/nonexistent/list", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/allowed/built-in", test_built_in);
	g_test_add_func("/report/allowed/file", test_file);
	g_test_add_func("/report/allowed/ways-around", test_ways_around);
	g_test_add_func("/report/allowed/wrong-lines", test_wrong_lines);
	return g_test_run();
}
