/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/encoded-word: RFC 2047 as it stands and as it is broken.
 */
#include "mail/header/encoded-word.h"

static void check(const char *bytes, gsize length, const char *wanted)
{
	GString *out = g_string_new(NULL);
	encoded_word_append(out, span_new(bytes, length));
	g_assert_cmpstr(out->str, ==, wanted);
	g_string_free(out, TRUE);
}

static void test_words(void)
{
	static const struct {
		const char *bytes;
		const char *text;
	} rows[] = {
		{"plain", "plain"},
		{"=?UTF-8?Q?gr=C3=BC=C3=9Fe?=", "grüße"},
		{"=?utf-8?b?5pel5pys?=", "日本"},
		{"=?ISO-8859-1?Q?a_b?= c", "a b c"},
		{"=?ISO-8859-1*en?Q?caf=E9?=", "café"},
		{"=?iso-2022-jp?B?GyRCOzNFRBsoQg==?=", "山田"},
		{"=?Shift_JIS?B?k/qWew==?=", "日本"},
		/* Adjacent words: the white space between them is none of the text. */
		{"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
		{"=?utf-8?q?a?=\n =?iso-8859-1?q?b?=", "ab"},
		{"=?utf-8?q?a?= and =?utf-8?q?b?=", "a and b"},
		/* A character cut in two between words. */
		{"=?utf-8?b?5g==?= =?utf-8?b?l6U=?=", "日"},
		{"=?utf-8?q?=E6=97?= =?utf-8?q?=A5?=", "日"},
		{"=?UTF-8?Q?=E6?= =?utf-8?Q?=97=A5?=", "日"},
		/* A base64 group cut in two. */
		{"=?utf-8?b?5pe?= =?utf-8?b?l5pys?=", "日本"},
		/* White space and quotes inside. */
		{"=?UTF-8?Q? \"J=C3=A1n\" ?=", " \"Ján\" "},
		{"=?UTF-8?Q?caf=C3=A9?=<a@b>", "café<a@b>"},
		/* No words. */
		{"=?", "=?"},
		{"=?x?q?", "=?x?q?"},
		{"=?x?z?abc?=", "=?x?z?abc?="},
		{"a =? b ?= c", "a =? b ?= c"},
		{"=?"
		 "?q?a?=",
			"=?"
			"?q?a?="},
		{"1 = 2 = 3", "1 = 2 = 3"},
		/* A broken escape stays as it is. */
		{"=?utf-8?q?100=%?=", "100=%"},
		{"=?utf-8?q?"
		 "?=",
			""},
		/* Raw 8-bit text. */
		{"caf\xc3\xa9", "café"},
		{"\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x8c\x8f\x96\xbc", "日本語の件名"},
		{"\x1b$B;3ED\x1b(B", "山田"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		check(rows[i].bytes, strlen(rows[i].bytes), rows[i].text);
}

static void test_length(void)
{
	static const char word[] = "=?utf-8?q?a?=rest";
	g_assert_cmpuint(encoded_word_length(span_new(word, sizeof word - 1)), ==, 13);
	g_assert_cmpuint(encoded_word_length(span_new(word, 12)), ==, 0);
	g_assert_cmpuint(encoded_word_length(span_new(word + 1, 12)), ==, 0);
}

/* Megabytes of what begins a word and does not end one take no time to speak of. */
static void test_many_beginnings(void)
{
	GString *bytes = g_string_new(NULL);
	for (guint i = 0; i < 20000; i++)
		g_string_append(bytes, "=?a?q? ");
	gint64 start = g_get_monotonic_time();
	GString *out = g_string_new(NULL);
	encoded_word_append(out, span_new(bytes->str, bytes->len));
	g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
	g_assert_cmpstr(out->str, ==, bytes->str);
	g_string_free(out, TRUE);
	g_string_free(bytes, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/encoded-word/words", test_words);
	g_test_add_func("/encoded-word/length", test_length);
	g_test_add_func("/encoded-word/many-beginnings", test_many_beginnings);
	return g_test_run();
}
