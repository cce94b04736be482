/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/text/link.h"

#include "base/limits.h"

#define JA_HERE    "\xe3\x81\x93\xe3\x81\xa1\xe3\x82\x89" /* "kochira", here */
#define JA_STOP    "\xe3\x80\x82"                         /* full stop */
#define JA_BRACKET "\xef\xbc\x89"                         /* full-width closing bracket */

static const Link *link_number(const Facts *facts, guint number)
{
	g_assert_cmpuint(number, <, facts->links->len);
	return g_ptr_array_index(facts->links, number);
}

typedef struct ScanCase {
	const char *text;
	const char *urls[4];
} ScanCase;

static const ScanCase scan_cases[] = {
	{"see http://example.org/a?b=c#d now", {"http://example.org/a?b=c#d"}},
	{"HTTPS://Example.ORG.", {"HTTPS://Example.ORG"}},
	{"www.example.org, ftp://ftp.example.org/x;",
		{"www.example.org", "ftp://ftp.example.org/x"}},
	{"<http://example.org/a> <URL:http://example.net/b>",
		{"http://example.org/a", "http://example.net/b"}},
	{"(http://example.org/a_(b)) [http://example.org/c]",
		{"http://example.org/a_(b)", "http://example.org/c"}},
	{"*https://example.org/x* \"http://example.net\"!",
		{"https://example.org/x", "http://example.net"}},
	{JA_HERE "https://example.co.jp/x" JA_HERE JA_STOP, {"https://example.co.jp/x"}},
	{"https://example.co.jp" JA_STOP "www.example.jp" JA_BRACKET,
		{"https://example.co.jp", "www.example.jp"}},
	{"http://\xd0\xbc\xd0\xb8\xd1\x80.\xd1\x80\xd1\x84/a \xd0\xbc",
		{"http://\xd0\xbc\xd0\xb8\xd1\x80.\xd1\x80\xd1\x84/a"}},
	{"http://\xe6\x97\xa5\xe6\x9c\xac.jp/", {"http://\xe6\x97\xa5\xe6\x9c\xac.jp/"}},
	{"http://" JA_HERE JA_STOP "http://example.org", {"http://example.org"}},
	{"http://example.org/a\nhttp://example.org/b\r\n",
		{"http://example.org/a", "http://example.org/b"}},
	{"hxxp://example.org/ hxxps://www.example.org", {NULL}},
	{"user@www.example.org x-www.example.org notwww.example.org", {NULL}},
	{"http:// https:// www. http://. http", {NULL}},
	{"http://example.org/?u=http://example.net", {"http://example.org/?u=http://example.net"}},
	{"mailto:bob@example.org bob@example.org", {NULL}},
	{"", {NULL}},
};

static void test_scan(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(scan_cases); i++) {
		g_autoptr(Facts) facts = facts_new();
		const char *text = scan_cases[i].text;
		g_autofree char *copy =
			g_memdup2(text, strlen(text) + 1); /* exact, so that ASan sees more */
		link_scan(facts, span_new(copy, strlen(text)), TRUE);
		guint count = 0;
		for (; count < 4 && scan_cases[i].urls[count] != NULL; count++)
			g_assert_cmpstr(
				link_number(facts, count)->url, ==, scan_cases[i].urls[count]);
		g_assert_cmpuint(facts->links->len, ==, count);
	}
}

/* A link is found wherever it begins, and whatever stands before it. */
static void test_scan_places(void)
{
	static const char *const urls[] = {"http://a.example", "HTTPS://a.example",
		"ftp://a.example", "www.a.example", "WWW.a.example"};
	static const char *const before[] = {"", " ", "p", "tt", "hht", "::", "w h", "ht tp", "fff",
		"xyz ", "http ", "https:/ ", "ftp: ", "www ", "ww "};
	for (gsize i = 0; i < G_N_ELEMENTS(urls); i++)
		for (gsize j = 0; j < G_N_ELEMENTS(before); j++) {
			gboolean apart = before[j][0] == '\0' || g_str_has_suffix(before[j], " ");
			if (g_ascii_tolower(urls[i][0]) == 'w' && !apart)
				continue;
			g_autoptr(Facts) facts = facts_new();
			g_autofree char *text = g_strconcat(before[j], urls[i], NULL);
			link_scan(facts, span_new(text, strlen(text)), TRUE);
			g_assert_cmpuint(facts->links->len, ==, 1);
			g_assert_cmpstr(link_number(facts, 0)->url, ==, urls[i]);
		}
}

static void test_scan_span(void)
{
	static const char *const ends[] = {
		"http://a", "www.example.org", "http://", "ht", "https://\xe6\x97"};
	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autoptr(Facts) facts = facts_new();
		gsize length = strlen(ends[i]);
		g_autofree char *unterminated = g_memdup2(ends[i], length);
		link_scan(facts, span_new(unterminated, length), TRUE);
	}
	g_autoptr(Facts) facts = facts_new();
	link_scan(facts, span_new(NULL, 0), TRUE);
	link_scan(facts, span_new("a\0http://example.org\0b", 22), TRUE);
	g_assert_cmpstr(link_number(facts, 0)->url, ==, "http://example.org");
}

typedef struct HostCase {
	const char *target;
	const char *host; /* NULL: no link at all */
	const char *site;
} HostCase;

static const HostCase host_cases[] = {
	{"http://Mail.Example.CO.JP/x", "mail.example.co.jp", "example.co.jp"},
	{"https://bank.example@evil.example.org/x", "evil.example.org", "example.org"},
	{"https://bank.example:pw@evil.example.org:8080", "evil.example.org", "example.org"},
	{"https://evil.example.org\\@bank.example/", "evil.example.org", "example.org"},
	{"http:\\\\evil.example.org\\x", "evil.example.org", "example.org"},
	{"https:evil.example.org", "evil.example.org", "example.org"},
	{"http:///evil.example.org", "evil.example.org", "example.org"},
	{"//evil.example.org/x", "evil.example.org", "example.org"},
	{"http://evil%2Eexample%2eorg/", "evil.example.org", "example.org"},
	{"http://evil.example%2Forg/", "evil.example%2forg", "evil.example%2forg"},
	{" ht\ntp://evil.exa\tmple.org/\r\n", "evil.example.org", "example.org"},
	{"http://e\xc2\xadvil.exa\xe2\x80\x8bmple.org/", "evil.example.org", "example.org"},
	{"http://evil\xe3\x80\x82"
	 "example\xef\xbc\x8eorg",
		"evil.example.org", "example.org"},
	{"http://www.b\xc3\xbc"
	 "cher.de",
		"www.xn--bcher-kva.de", "xn--bcher-kva.de"},
	{"http://2130706433/x", "2130706433", "2130706433"},
	{"http://0x7f.1/", "0x7f.1", "0x7f.1"},
	{"http://192.0.2.1:80/", "192.0.2.1", "192.0.2.1"},
	{"http://[2001:db8::1]:80/x", "[2001:db8::1]", "[2001:db8::1]"},
	{"www.example.org/x", "www.example.org", "example.org"},
	{"Example.org/login", "example.org", "example.org"},
	{"ftp://ftp.example.org", "ftp.example.org", "example.org"},
	{"http://example.org.", "example.org", "example.org"},
	{"mailto:bob@example.org", NULL, NULL},
	{"bob@example.org", NULL, NULL},
	{"javascript:alert(1)", NULL, NULL},
	{"data:text/html,http://example.org", NULL, NULL},
	{"file:///etc/passwd", NULL, NULL},
	{"cid:image001.png@01D1", NULL, NULL},
	{"#top", NULL, NULL},
	{"index.html", NULL, NULL},
	{"README.md", NULL, NULL},
	{"/relative/path", NULL, NULL},
	{"http://", NULL, NULL},
	{"http://?x", NULL, NULL},
	{"", NULL, NULL},
};

static void test_host(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(host_cases); i++) {
		g_autoptr(Facts) facts = facts_new();
		link_add(facts, host_cases[i].target, "", TRUE);
		if (host_cases[i].host == NULL) {
			g_assert_cmpuint(facts->links->len, ==, 0);
			continue;
		}
		g_assert_cmpstr(link_number(facts, 0)->host, ==, host_cases[i].host);
		g_assert_cmpstr(link_number(facts, 0)->site, ==, host_cases[i].site);
		g_assert_null(strpbrk(link_number(facts, 0)->url, " \t\r\n"));
	}
}

typedef struct ShownCase {
	const char *text;
	const char *shown;
} ShownCase;

static const ShownCase shown_cases[] = {
	{"https://www.bank.example/x", "bank.example"},
	{"www.bank.example", "bank.example"},
	{"Please visit https://login.bank.example/ now", "bank.example"},
	{"Bank.co.jp", "bank.co.jp"},
	{"login.bank.co.jp/start", "bank.co.jp"},
	{"  bank.com \n", "bank.com"},
	{"http://ba\xe2\x80\x8bnk.com", "bank.com"},
	{"https://bank.exa...", ""},
	{"https://bank.exa\xe2\x80\xa6", ""},
	{"https://bank.com/very/long...", "bank.com"},
	{"bob@bank.com", ""},
	{"click here", ""},
	{"see bank.com here", ""},
	{"notes.zip", ""},
	{"report.pdf", ""},
	{"https://localhost/x", ""},
	{"", ""},
};

static void test_shown(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(shown_cases); i++) {
		g_autoptr(Facts) facts = facts_new();
		link_add(facts, "http://evil.example.org/", shown_cases[i].text, TRUE);
		g_assert_cmpstr(link_number(facts, 0)->shown, ==, shown_cases[i].shown);
	}
}

static const ShownCase wrapped_cases[] = {
	{"https://eur01.safelinks.protection.outlook.com/"
	 "?url=https%3A%2F%2Fa.example.org%2Fx%3Fy&data=04",
		"https://a.example.org/x?y"},
	{"https://nam02.safelinks.protection.outlook.com/"
	 "?data=1&amp;url=http%3A%2F%2Fa.example.org",
		"http://a.example.org"},
	{"https://urldefense.proofpoint.com/v2/url?u=http-3A__a.example.org_x-5Fy&d=Dw&c=z",
		"http://a.example.org/x_y"},
	{"https://urldefense.com/v3/__https://a.example.org/x__;!!abc$", "https://a.example.org/x"},
	{"https://urldefense.com/v3/__https:/a.example.org/*x**A/__;IyMj!!abc$",
		"https:/a.example.org/#x##/"},
	{"https://www.google.co.jp/url?sa=t&q=https://a.example.org/&usg=x",
		"https://a.example.org/"},
	{"https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example.org", "https://a.example.org"},
	{"https://secure-web.cisco.com/1abc/https%3A%2F%2Fa.example.org%2Fb",
		"https://a.example.org/b"},
	{"https://www.google.com/"
	 "url?q=https%3A%2F%2Feur01.safelinks.protection.outlook.com%2F%3Furl%3Dhttp%253A%"
	 "252F%252Fa.example.org%252F",
		"http://a.example.org/"},
	/* Not a redirector, or nothing to be had from it: kept as written. */
	{"https://www.google.com/search?q=https://a.example.org/",
		"https://www.google.com/search?q=https://a.example.org/"},
	{"https://notsafelinks.protection.outlook.com.example.org/?url=http%3A%2F%2Fb.example",
		"https://notsafelinks.protection.outlook.com.example.org/"
		"?url=http%3A%2F%2Fb.example"},
	{"https://urldefense.com/v3/__nothing", "https://urldefense.com/v3/__nothing"},
	{"https://www.google.com/url?q=javascript:1", "https://www.google.com/url?q=javascript:1"},
	{"https://google.com/url?q=", "https://google.com/url?q="},
};

static void test_unwrap(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(wrapped_cases); i++) {
		g_autoptr(Facts) facts = facts_new();
		link_add(facts, wrapped_cases[i].text, "", TRUE);
		g_assert_cmpstr(link_number(facts, 0)->url, ==, wrapped_cases[i].shown);
	}
}

static void test_veiled(void)
{
	static const struct {
		const char *text;
		gboolean veiled;
	} rows[] = {{"View document", TRUE}, {"こちら", TRUE}, {"Report_2020.docx", TRUE},
		{"http://example.org/a", FALSE}, {"www.bank.com", FALSE}, {"", FALSE},
		{" \xc2\xa0 ", FALSE}, {">>", FALSE}};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Facts) facts = facts_new();
		link_add(facts, "http://example.org/a", rows[i].text, TRUE);
		g_assert_cmpint(link_number(facts, 0)->veiled, ==, rows[i].veiled);
		link_add(facts, "http://example.org/a", "", TRUE);
		g_assert_cmpint(link_number(facts, 0)->veiled, ==, rows[i].veiled);
	}
}

static void test_once(void)
{
	g_autoptr(Facts) facts = facts_new();
	link_add(facts, "http://example.org/", "example.org", FALSE);
	link_add(facts, "http://example.org/", "bank.com", FALSE);
	g_assert_false(link_number(facts, 0)->own);
	link_add(facts, " http://example.org/", "", TRUE);
	g_assert_cmpuint(facts->links->len, ==, 1);
	g_assert_true(link_number(facts, 0)->own);
	g_assert_cmpstr(link_number(facts, 0)->shown, ==, "bank.com");
}

static void test_bounds(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_autoptr(GString) text = g_string_new("http://example.org/");
	while (text->len < 10 * LIMIT_URL)
		g_string_append_c(text, 'a');
	link_add(facts, text->str, text->str, TRUE);
	g_assert_cmpuint(strlen(link_number(facts, 0)->url), <=, LIMIT_URL);
	for (guint i = 0; i < 2 * LIMIT_LINKS; i++) {
		g_autofree char *url = g_strdup_printf("http://example.org/%u", i);
		link_add(facts, url, "", FALSE);
	}
	g_assert_cmpuint(facts->links->len, ==, LIMIT_LINKS);
	g_assert_true(facts->anomalies & ANOMALY_LIMIT);
}

/* Half a MiB of each must cost about as much as any other text: a second would mean a second pass
 * per link. */
static void test_linear(void)
{
	static const char *const units[] = {"http://", "www.", "http://\xe3\x81\xae",
		"www.\xe3\x81\xae", "http://\xe3\x81\xaewww.\xe3\x81\xae", "http://a(", "hhhh",
		"<http://a ", "http://\xd0\xbc."};
	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(Facts) facts = facts_new();
		g_autoptr(GString) text = g_string_new(NULL);
		while (text->len < LIMIT_TEXT)
			g_string_append(text, units[i]);
		gint64 start = g_get_monotonic_time();
		link_scan(facts, span_new(text->str, text->len), TRUE);
		gint64 spent = g_get_monotonic_time() - start;
		g_test_message("%s: %" G_GINT64_FORMAT " us", units[i], spent);
		g_assert_cmpint(spent, <, 5 * G_USEC_PER_SEC);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/link/scan", test_scan);
	g_test_add_func("/link/scan-places", test_scan_places);
	g_test_add_func("/link/scan-span", test_scan_span);
	g_test_add_func("/link/host", test_host);
	g_test_add_func("/link/shown", test_shown);
	g_test_add_func("/link/unwrap", test_unwrap);
	g_test_add_func("/link/veiled", test_veiled);
	g_test_add_func("/link/once", test_once);
	g_test_add_func("/link/bounds", test_bounds);
	g_test_add_func("/link/linear", test_linear);
	return g_test_run();
}
