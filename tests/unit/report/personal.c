/* SPDX-License-Identifier: Apache-2.0
 *
 * An address is found in every coding and in one coding within another, wherever it stands and
 * however it is cut; what names nobody is let through.
 */
#include "report/coverage/personal.h"

#include <string.h>

typedef char *(*Coder)(const char *text);

/* DIGITS of BITS each, first bits first. */
static char *by_digits(const char *text, const char *digits, guint bits)
{
	GString *out = g_string_new(NULL);
	guint held = 0, count = 0;
	for (; *text != '\0'; text++) {
		held = held << 8 | (guint8)*text;
		for (count += 8; count >= bits; count -= bits)
			g_string_append_c(out, digits[held >> (count - bits) & ((1U << bits) - 1)]);
		held &= 0xFF;
	}
	if (count > 0)
		g_string_append_c(out, digits[held << (bits - count) & ((1U << bits) - 1)]);
	return g_string_free(out, FALSE);
}

static char *hex(const char *text)
{
	return by_digits(text, "0123456789abcdef", 4);
}

static char *upper_hex(const char *text)
{
	return by_digits(text, "0123456789ABCDEF", 4);
}

static char *base32(const char *text)
{
	return by_digits(text, "abcdefghijklmnopqrstuvwxyz234567", 5);
}

static char *upper_base32(const char *text)
{
	return by_digits(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5);
}

static char *base32_hex(const char *text)
{
	return by_digits(text, "0123456789abcdefghijklmnopqrstuv", 5);
}

static char *base64(const char *text)
{
	return by_digits(
		text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6);
}

static char *base64_url(const char *text)
{
	return by_digits(
		text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6);
}

static char *percent(const char *text)
{
	return g_uri_escape_string(text, NULL, FALSE);
}

static char *all_percent(const char *text)
{
	GString *out = g_string_new(NULL);
	for (; *text != '\0'; text++)
		g_string_append_printf(out, "%%%02x", (guint8)*text);
	return g_string_free(out, FALSE);
}

static const Coder coders[] = {
	hex, upper_hex, base32, upper_base32, base32_hex, base64, base64_url, percent, all_percent};

static const char *const addresses[] = {"e.clarke@ours.example", "a@b.jp",
	"hanako.yamada+x@keiri.example.co.jp", "~o_o~>>??_@ours.example"};

static void expect(const char *value, gboolean wanted)
{
	if (personal_names_somebody(value) != wanted)
		g_error("%s names %s", value, wanted ? "somebody" : "nobody");
}

/* CODED in several places, whole and cut into pieces. */
static void expect_everywhere(const char *coded)
{
	static const char *const frames[] = {"http://evil.example/%s",
		"http://evil.example/u/x%s/a", "http://evil.example/id-%s.html",
		"http://evil.example:81/wp-content/%s/"};
	for (guint i = 0; i < G_N_ELEMENTS(frames); i++) {
		g_auto(GStrv) around = g_strsplit(frames[i], "%s", 2);
		g_autofree char *value = g_strconcat(around[0], coded, around[1], NULL);
		expect(value, TRUE);
	}
	GString *cut = g_string_new("http://evil.example/u/");
	for (gsize i = 0; i < strlen(coded); i++) {
		if (i > 0 && i % 7 == 0 && strchr(coded, '%') == NULL)
			g_string_append_c(cut, '/');
		g_string_append_c(cut, coded[i]);
	}
	if (strpbrk(coded, "/") == NULL)
		expect(cut->str, TRUE);
	g_string_free(cut, TRUE);
}

static void test_codings(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(addresses); i++)
		for (guint outer = 0; outer < G_N_ELEMENTS(coders); outer++) {
			g_autofree char *once = coders[outer](addresses[i]);
			expect_everywhere(once);
			for (guint inner = 0; inner < G_N_ELEMENTS(coders); inner++) {
				g_autofree char *first = coders[inner](addresses[i]);
				g_autofree char *twice = coders[outer](first);
				expect_everywhere(twice);
			}
		}
}

/* Hosts have neither capitals nor long labels. */
static void test_hosts(void)
{
	static const Coder folded[] = {hex, base32, base32_hex};
	for (guint i = 0; i < G_N_ELEMENTS(folded); i++) {
		g_autofree char *coded = folded[i]("e.clarke@ours.example");
		g_autofree char *one = g_strconcat("x", coded, ".evil.example", NULL);
		g_autofree char *several = g_strdup_printf(
			"%.9s.%.11s-%s.t.evil.example", coded, coded + 9, coded + 20);
		expect(one, TRUE);
		expect(several, TRUE);
	}
}

static void test_plain(void)
{
	static const char *const personal[] = {"http://evil.example/?x", "http://evil.example/a@b",
		"http://evil.example/a%40b.example", "http://evil.example/a%2540b",
		"http://evil.example/a%252540b.example",
		/* UTF-16, as PowerShell codes it */
		"http://evil.example/ZQAuAGMAbABhAHIAawBlAEAAbwB1AHIAcwAuAGUAeABhAG0AcABsAGUA"};
	static const char *const plain[] = {"http://evil.example/", "www.evil.example",
		"http://evil.example/wp-content/", "http://203.0.113.9/load",
		"http://evil.example/docs/2020/01/Invoice-4471.doc",
		"https://dl.kaya-tekstil.example/wp-content/q7x2/",
		"http://www.evil-shop.example/wp-includes/parts_service/8a2kd-zz81/"};
	for (guint i = 0; i < G_N_ELEMENTS(personal); i++)
		expect(personal[i], TRUE);
	for (guint i = 0; i < G_N_ELEMENTS(plain); i++)
		expect(plain[i], FALSE);
}

/* A value that has to be decoded over and over costs no more than others. */
static void test_bounded(void)
{
	g_autofree char *value = g_strnfill(2000, 'A');
	gint64 begun = g_get_monotonic_time();
	for (guint i = 0; i < 200; i++) {
		memset(value, 'A' + (int)(i % 26), 2000);
		personal_names_somebody(value);
	}
	g_assert_cmpint(g_get_monotonic_time() - begun, <, 20 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/personal/codings", test_codings);
	g_test_add_func("/report/personal/hosts", test_hosts);
	g_test_add_func("/report/personal/plain", test_plain);
	g_test_add_func("/report/personal/bounded", test_bounded);
	return g_test_run();
}
