/* SPDX-License-Identifier: Apache-2.0
 *
 * Charsets as mail labels them, and as mail forgets to label them. Expected text follows the WHATWG
 * Encoding Standard.
 */
#include "mail/text/charset.h"

#include "mail/text/charset-label.h"

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

static void expect_all(const Sample *samples, gsize count)
{
	for (gsize i = 0; i < count; i++)
		expect(samples[i].label, samples[i].bytes, strlen(samples[i].bytes),
			samples[i].text, FALSE);
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
	{"euc-tw", "\xc4\xe3\xc5\xc6", "\xe4\xb8\xad\xe6\x96\x87"},
	{"iso-2022-cn", "\x1b$)A\x0eVPND\x0f!", "\xe4\xb8\xad\xe6\x96\x87!"},
	{"iso-2022-cn",
		"\x1b$)G\x0e"
		"DcEF\x0f!",
		"\xe4\xb8\xad\xe6\x96\x87!"},
	{"iso-2022-jp-2", "\x1b$A4s\x1b$(C0!\x1b(B", "\xe5\xa4\xa7\xea\xb0\x80"},
	{"iso-2022-jp-2", "\x1b.F\x1bNa\x1b.A\x1bNi", "\xce\xb1\xc3\xa9"},
	{"ibm852", "\x9f", "\xc4\x8d"},
	{"x-mac-greek", "\xe1", "\xce\xb1"},
	{"utf-7", "a+AGI-", "ab"},
	{"utf-7", "1 +- 1 +MEIwRA-.", "1 + 1 \xe3\x81\x82\xe3\x81\x84."},
	{"utf-7", "+ACsAYg-", "+b"}, /* one reading: what comes out is not read again */
	{"utf-7", "a+AAA-b", "ab"},  /* NUL is dropped here as well */
	{"utf-7", "+2D3cAA-", "\xf0\x9f\x90\x80"}, /* a pair of surrogates */
	{"no-such-charset", "caf\xc3\xa9", "caf\xc3\xa9"},
};

static void test_labelled(void)
{
	expect_all(labelled, G_N_ELEMENTS(labelled));
	expect("utf-16", "a\0\x42\x30", 4, "a\xe3\x81\x82", FALSE);
	expect("utf-16", "\xfe\xff\0a", 4, "a", FALSE);
	expect("utf-16be", "\0a\x30\x42", 4, "a\xe3\x81\x82", FALSE);
	expect("utf-32", "\0\0\xfe\xff\0\0\x30\x42", 8, "\xe3\x81\x82", FALSE);
	expect("utf-32", "\xff\xfe\0\0\x42\x30\0\0", 8, "\xe3\x81\x82", FALSE);
	expect("utf-32", "\0\0\x30\x42", 4, "\xe3\x81\x82", FALSE);
	expect("utf-32le", "\x42\x30\0\0", 4, "\xe3\x81\x82", FALSE);
	expect("utf-32be", "\0\0\x30\x42", 4, "\xe3\x81\x82", FALSE);
	expect("",
		"\xff\xfe"
		"a\0",
		4, "a", FALSE);
}

/* What iconv has to give: elsewhere than in the GNU C library it may not. */
static void test_by_iconv(void)
{
	static const Sample samples[] = {
		{"iso-8859-16", "\xaa\xba", "\xc8\x98\xc8\x99"},
		{"viscii",
			"Vi\xae"
			"t \x02",
			"Vi\xe1\xbb\x87t \xe1\xba\xb2"},
		{"koi8-t", "\xd2", "\xd1\x80"},
		{"armscii-8", "\xb3", "\xd5\xa1"},
		{"georgian-ps", "\xc0", "\xe1\x83\x90"},
	};
	if (!charset_is_known("viscii")) {
		g_test_skip("iconv lacks VISCII");
		return;
	}
	expect_all(samples, G_N_ELEMENTS(samples));
	expect("koi8-t", "a\x88", 2, "a\xef\xbf\xbd", TRUE);
	gsize length;
	g_assert_null(charset_from_utf8("viscii", span_new("\xe1\xbb\x87", 3), &length));
}

/* A label that few readers know does not hide a text that everybody sees. */
static void test_mislabelled(void)
{
	static const char *const labels[] = {
		"utf-7", "utf-32", "iso-2022-kr", "iso-2022-cn", "hz", "x-iscii-de", "ibm852"};
	for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
		expect(labels[i], "caf\xc3\xa9", 5, "caf\xc3\xa9", TRUE);
	expect("utf-32", "plain", 5, "plain", TRUE);
	expect("ibm037", "plain", 5, "plain", FALSE);
	expect("scsu",
		"pl\x0f"
		"ain",
		6,
		"pl\x0f"
		"ain",
		FALSE);
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

/* Labels as mail has them, after the one that is meant. */
static const char *const spellings[][2] = {
	{"utf-8", "UTF8 utf_8 UTF-8; x-unicode20utf8 unicode-1-1-utf-8 cp65001 65001 utf-8-sig "
		  "utf8mb4"},
	{"us-ascii", "ASCII ANSI_X3.4-1968 iso646-us 646 cp367 csASCII"},
	{"windows-1252",
		"iso-8859-1 ISO8859-1 iso_8859-1:1987 latin1 l1 cp1252 cp-1252 windows1252 "
		"win-1252 "
		"x-cp1252 x-ms-cp1252 ansi-1252 codepage-1252 8859_1 iso-ir-100 cp819 csISOLatin1"},
	{"windows-1251", "cp1251 cp-1251 win1251 windows-cp1251 x-cp1251 1251 ms1251"},
	{"shift_jis",
		"x-sjis sjis SHIFT-JIS ms_kanji windows-31j cp932 ms932 csShiftJIS x-ms-cp932 "
		"shift_jisx0213 x-mac-japanese 932"},
	{"euc-jp", "eucjp x-euc-jp ujis eucjp-ms cp51932 cp20932 csEUCPkdFmtJapanese "
		   "Extended_UNIX_Code_Packed_Format_for_Japanese"},
	{"iso-2022-jp", "iso2022jp ISO-2022-JP-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 "
			"iso-2022-jp-ms "
			"cp50220 cp50221 cp50222 csISO2022JP iso2022_jp_ext jis"},
	{"euc-kr",
		"euckr ks_c_5601-1987 ksc5601 ksc_5601 ms949 cp949 uhc korean iso-ir-149 x-cp20949 "
		"windows-949 ks_c_5601-1989 csksc56011987 x-mac-korean"},
	{"gb18030", "gb2312 gbk x-gbk gb_2312-80 cp936 euc-cn csgb2312 chinese cp54936 x-cp20936"},
	{"big5", "big-5 cn-big5 big5-hkscs big5hkscs cp950 x-x-big5 csbig5 big5-eten"},
	{"hz-gb-2312", "hz hz-gb2312 x-cp52936"},
	{"iso-2022-cn", "iso2022cn iso-2022-cn-ext x-cp50227"},
	{"iso-2022-kr", "iso2022kr csISO2022KR cp50225"},
	{"utf-7", "utf7 unicode-1-1-utf-7 x-unicode-2-0-utf-7 cp65000 csUnicode11UTF7"},
	{"utf-16", "utf16 UCS-2 iso-10646-ucs-2 unicode utf-16le cp1200"},
	{"utf-16be", "unicodefffe utf16be cp1201"},
	{"utf-32", "utf32 ucs-4 iso-10646-ucs-4 csUCS4"},
	{"iso-8859-2", "latin2 l2 iso8859-2 windows-28592 cp912"},
	{"iso-8859-8", "iso-8859-8-i hebrew logical visual iso8859_8"},
	{"windows-1254", "iso-8859-9 latin5 cp1254 turkish"},
	{"windows-874", "tis-620 tis620 iso-8859-11 cp874 dos-874"},
	{"koi8-r", "koi8 cskoi8r koi8_r cp20866"},
	{"koi8-u", "koi8-ru cp21866"},
	{"ibm866", "cp866 866 dos-866 csIBM866"},
	{"ibm852", "cp852 852 windows-852"},
	{"macintosh", "mac x-mac-roman macroman cp10000"},
	{"x-mac-cyrillic", "x-mac-ukrainian mac-cyrillic cp10007"},
	{"x-mac-ce", "mac_latin2 mac-centraleurope cp10029"},
};

static void test_spellings(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
		g_auto(GStrv) labels = g_strsplit(spellings[i][1], " ", -1);
		gssize row = charset_label_find(spellings[i][0]);
		g_assert_cmpint(row, >=, 0);
		for (char **label = labels; *label != NULL; label++) {
			g_test_message("%s", *label);
			g_assert_cmpint(charset_label_find(*label), ==, row);
		}
	}
}

static void test_known(void)
{
	static const char *const unknown[] = {"johab", "ibm037", "scsu", "unknown-8bit",
		"x-unknown", "utf-9", "windows-", "x-", "-", "cp",
		"iso-8859-1-but-with-a-label-much-too-long-to-be-one-of-them"};
	for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++)
		g_assert_false(charset_is_known(unknown[i]));
	static const char *const known[] = {"", "us-ascii", "utf-8", "UTF-7"};
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		g_assert_true(charset_is_known(known[i]));
}

/* Letters come out as letters in every charset but the wide ones. */
static void test_every_row(void)
{
	for (gsize row = 0; row < charset_row_count; row++) {
		g_auto(GStrv) labels = g_strsplit(charset_rows[row].labels, " ", -1);
		gboolean wide = row >= CHARSET_UTF16LE && row <= CHARSET_UTF16BE;
		for (char **label = labels; *label != NULL; label++) {
			g_autofree char *text =
				charset_to_utf8(*label, span_new("abcdefgh", 8), NULL, NULL);
			g_assert_cmpint(charset_label_find(*label), ==, (gssize)row);
			if (!wide)
				g_assert_cmpstr(text, ==, "abcdefgh");
			g_assert_true(g_utf8_validate(text, -1, NULL));
		}
	}
	g_assert_cmpuint(charset_label_rows(), >, charset_row_count + 20);
}

/* Any bytes under any label give valid UTF-8 without NUL. */
static void test_noise(void)
{
	for (int round = 0; round < 10000; round++) {
		char bytes[64];
		gsize length = (gsize)g_test_rand_int_range(0, sizeof(bytes));
		for (gsize i = 0; i < length; i++)
			bytes[i] = (char)g_test_rand_int_range(0, 256);
		gsize row = (gsize)g_test_rand_int_range(0, (gint32)charset_label_rows());
		const CharsetRow *charset = charset_label_row(row);
		gsize is_length;
		g_autofree char *is = charset_to_utf8(
			charset->iconv != NULL ? charset->iconv : charset->converter,
			span_new(bytes, length), &is_length, NULL);
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
	g_test_add_func("/charset/by-iconv", test_by_iconv);
	g_test_add_func("/charset/mislabelled", test_mislabelled);
	g_test_add_func("/charset/spellings", test_spellings);
	g_test_add_func("/charset/known", test_known);
	g_test_add_func("/charset/every-row", test_every_row);
	g_test_add_func("/charset/noise", test_noise);
	return g_test_run();
}
