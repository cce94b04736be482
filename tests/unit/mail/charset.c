/* SPDX-License-Identifier: Apache-2.0
 *
 * Charsets as mail labels them, and as mail forgets to label them. Expected text follows the WHATWG
 * Encoding Standard.
 */
#include "mail/text/charset.h"

#include "mail/text/charset-table.h"

typedef struct Sample {
	const char *label;
	const char *bytes;
	const char *text;
} Sample;

static void expect(
	const char *label, const char *bytes, gsize length, const char *text, gboolean bad)
{
	gsize is_length = 0;
	gboolean damaged = 2;
	g_autofree char *is = charset_to_utf8(label, span_new(bytes, length), &is_length, &damaged);
	g_test_message("%s", label);
	g_assert_cmpstr(is, ==, text);
	g_assert_cmpuint(is_length, ==, strlen(is));
	g_assert_cmpint(damaged, ==, bad);
}

static const Sample labelled[] = {
	{"utf-8", "caf\xc3\xa9", "caf\xc3\xa9"},
	{" \"UTF-8\" ", "caf\xc3\xa9", "caf\xc3\xa9"},
	{"utf8", "\xef\xbb\xbfmark", "mark"},
	{"iso-8859-1", "\x93q\x94 \x80", "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x82\xac"},
	{"windows-1252", "\xe9", "\xc3\xa9"},
	{"iso-8859-2", "\xb3", "\xc5\x82"},
	{"iso-8859-5", "\xb6", "\xd0\x96"},
	{"iso-8859-7", "\xe1", "\xce\xb1"},
	{"iso-8859-8-i", "\xe0", "\xd7\x90"},
	{"iso-8859-9", "\xfd", "\xc4\xb1"},
	{"iso-8859-15", "\xa4", "\xe2\x82\xac"},
	{"koi8-r", "\xd2", "\xd1\x80"},
	{"koi8-u", "\xa4", "\xd1\x94"},
	{"windows-1250", "\x9e", "\xc5\xbe"},
	{"windows-1251", "\xe6", "\xd0\xb6"},
	{"windows-1257", "\xe0", "\xc4\x85"},
	{"windows-874", "\xa1", "\xe0\xb8\x81"},
	{"ibm866", "\xa6", "\xd0\xb6"},
	{"shift_jis", "\x8a\xbf\x8e\x9a", "\xe6\xbc\xa2\xe5\xad\x97"},
	{"Shift_JIS", "\x87\x40\xfa\x40", "\xe2\x91\xa0\xe2\x85\xb0"}, /* NEC and IBM rows */
	{"sjis", "\x81\x60\x5c\x7e", "\xef\xbd\x9e\\~"},               /* wave dash as in CP932 */
	{"cp932", "\xb1\xb2", "\xef\xbd\xb1\xef\xbd\xb2"},
	{"euc-jp", "\xb4\xc1\xbb\xfa", "\xe6\xbc\xa2\xe5\xad\x97"},
	{"euc-jp", "\xad\xa1\x8e\xb1", "\xe2\x91\xa0\xef\xbd\xb1"},
	{"iso-2022-jp", "\x1b$B4A;z\x1b(B!", "\xe6\xbc\xa2\xe5\xad\x97!"},
	{"iso-2022-jp", "\x1b$@4A;z\x1b(J!", "\xe6\xbc\xa2\xe5\xad\x97!"},
	{"iso-2022-jp", "\x1b(I12\x1b(B", "\xef\xbd\xb1\xef\xbd\xb2"}, /* JIS X 0201 katakana */
	{"cp50221", "\x1b$B-!\x1b(B", "\xe2\x91\xa0"},                 /* NEC row 13 */
	{"iso-2022-jp", "plain", "plain"},
	{"iso-2022-jp", "\x8a\xbf\x8e\x9a\x82\xcd",
		"\xe6\xbc\xa2\xe5\xad\x97\xe3\x81\xaf"}, /* a lie */
	{"iso-2022-kr", "\x1b$)C\x0e\x30\x21\x0f", "\xea\xb0\x80"},
	{"gb2312", "\xc4\xe3\xba\xc3", "\xe4\xbd\xa0\xe5\xa5\xbd"},
	{"gb2312", "\x81\x30\x81\x30", "\xc2\x80"}, /* means gb18030 */
	{"hz-gb-2312", "~{VPND~}", "\xe4\xb8\xad\xe6\x96\x87"},
	{"big5", "\xa4\xa4\xa4\xe5", "\xe4\xb8\xad\xe6\x96\x87"},
	{"ks_c_5601-1987", "\xb0\xa1\x81\x41", "\xea\xb0\x80\xea\xb0\x82"},
	{"utf-7", "a+AGI-", "a+AGI-"},
	{"no-such-charset", "caf\xc3\xa9", "caf\xc3\xa9"},
};

static void test_labelled(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(labelled); i++)
		expect(labelled[i].label, labelled[i].bytes, strlen(labelled[i].bytes),
			labelled[i].text, FALSE);
	expect("utf-16", "a\0\x42\x30", 4, "a\xe3\x81\x82", FALSE);
	expect("utf-16", "\xfe\xff\0a", 4, "a", FALSE);
	expect("utf-16be", "\0a\x30\x42", 4, "a\xe3\x81\x82", FALSE);
	expect("",
		"\xff\xfe"
		"a\0",
		4, "a", FALSE);
}

static const Sample unlabelled[] = {
	{"", "plain", "plain"},
	{"us-ascii", "caf\xc3\xa9", "caf\xc3\xa9"},
	{"us-ascii", "caf\xe9", "caf\xc3\xa9"},
	{"", "\x1b$B4A;z\x1b(B", "\xe6\xbc\xa2\xe5\xad\x97"},
	{"", "\x1b[31mred", "\x1b[31mred"},
	{"", "\x1b[31mcaf\xc3\xa9", "\x1b[31mcaf\xc3\xa9"},
	{"", "\x82\xb1\x82\xea\x82\xcd", "\xe3\x81\x93\xe3\x82\x8c\xe3\x81\xaf"},
	{"", "\xa4\xb3\xa4\xec\xa4\xcf", "\xe3\x81\x93\xe3\x82\x8c\xe3\x81\xaf"},
	{"", "na\xefve caf\xe9 d\xe9j\xe0 vu", "na\xc3\xafve caf\xc3\xa9 d\xc3\xa9j\xc3\xa0 vu"},
	{"", "\x93quoted\x94 \x96 words\x85",
		"\xe2\x80\x9cquoted\xe2\x80\x9d \xe2\x80\x93 words\xe2\x80\xa6"},
};

static void test_guessed(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(unlabelled); i++)
		expect(unlabelled[i].label, unlabelled[i].bytes, strlen(unlabelled[i].bytes),
			unlabelled[i].text, FALSE);
}

static void test_damage(void)
{
	expect("utf-8",
		"a\xff"
		"b",
		3,
		"a\xef\xbf\xbd"
		"b",
		TRUE);
	expect("utf-8", "a\xe3\x81", 3, "a\xef\xbf\xbd", TRUE);
	expect("utf-8", "\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", TRUE);
	expect("shift_jis",
		"a\xfd"
		"b",
		3,
		"a\xef\xbf\xbd"
		"b",
		TRUE);
	expect("euc-jp", "\xb4", 1, "\xef\xbf\xbd", TRUE);
	expect("utf-16le",
		"\x00\xd8"
		"a\0",
		4,
		"\xef\xbf\xbd"
		"a",
		TRUE);
}

static void test_nul_is_dropped(void)
{
	expect("utf-8", "a\0b", 3, "ab", FALSE);
	expect("utf-8", "\xc3\xa9\0b", 4,
		"\xc3\xa9"
		"b",
		FALSE);
	expect("shift_jis", "\x8a\xbf\0b", 4,
		"\xe6\xbc\xa2"
		"b",
		FALSE);
	expect("utf-16le", "a\0\0\0b\0", 6, "ab", FALSE);
	expect("", "", 0, "", FALSE);
	expect("utf-8", NULL, 0, "", FALSE);
}

static void test_state_does_not_leak(void)
{
	expect("iso-2022-jp", "\x1b$B4A", 5, "\xe6\xbc\xa2", FALSE);
	expect("iso-2022-jp", "\x1b(Bab", 5, "ab", FALSE);
	expect("utf-8", "a\xff", 2, "a\xef\xbf\xbd", TRUE);
	expect("utf-8", "a\xc3\xa9", 3, "a\xc3\xa9", FALSE);
}

/* Every label of the table means what its row says and opens: letters come out as letters. */
static void test_every_label(void)
{
	for (gsize row = 0; row < charset_row_count; row++) {
		g_auto(GStrv) labels = g_strsplit(charset_rows[row].labels, " ", -1);
		for (char **label = labels; *label != NULL; label++) {
			gsize length;
			gboolean damaged;
			g_autofree char *text =
				charset_to_utf8(*label, span_new("abcdefgh", 8), &length, &damaged);
			gboolean wide = g_str_has_prefix(charset_rows[row].converter, "UTF-16") ||
					g_str_has_prefix(charset_rows[row].converter, "UTF-32");
			if (!wide)
				g_assert_cmpstr(text, ==, "abcdefgh");
			g_assert_true(g_utf8_validate(text, -1, NULL));
		}
	}
	g_assert_cmpuint(charset_row_count, <=, CHARSET_MAXIMUM);
}

/* Any bytes under any label give valid UTF-8 without NUL. */
static void test_noise(void)
{
	for (int round = 0; round < 5000; round++) {
		char bytes[64];
		gsize length = (gsize)g_test_rand_int_range(0, sizeof(bytes));
		for (gsize i = 0; i < length; i++)
			bytes[i] = (char)g_test_rand_int_range(0, 256);
		gsize row = (gsize)g_test_rand_int_range(0, (gint32)charset_row_count);
		g_auto(GStrv) labels = g_strsplit(charset_rows[row].labels, " ", 2);
		gsize is_length;
		g_autofree char *is =
			charset_to_utf8(labels[0], span_new(bytes, length), &is_length, NULL);
		g_assert_true(g_utf8_validate_len(is, is_length, NULL));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	charset_warm();
	g_test_add_func("/charset/labelled", test_labelled);
	g_test_add_func("/charset/guessed", test_guessed);
	g_test_add_func("/charset/damage", test_damage);
	g_test_add_func("/charset/nul", test_nul_is_dropped);
	g_test_add_func("/charset/state", test_state_does_not_leak);
	g_test_add_func("/charset/every-label", test_every_label);
	g_test_add_func("/charset/noise", test_noise);
	return g_test_run();
}
