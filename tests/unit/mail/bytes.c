/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/bytes: what is done in steps of eight and by halves of bytes, against the plain way.
 */
#include "mail/bytes.h"

#define LONGEST 40

/* Exactly so long, so that a sanitizer sees a look behind the end. */
static Span exactly(const char *bytes, gsize length)
{
	return span_new(length > 0 ? g_memdup2(bytes, length) : NULL, length);
}

static void test_ascii_length(void)
{
	char bytes[LONGEST];
	memset(bytes, 'a', sizeof bytes);
	for (gsize length = 0; length <= LONGEST; length++) {
		for (gsize first = 0; first <= length; first++) {
			Span span = exactly(bytes, length);
			if (first < length)
				((char *)span.data)[first] = '\x80';
			if (first + 3 < length)
				((char *)span.data)[first + 3] = '\xff';
			g_assert_cmpuint(bytes_ascii_length(span), ==, first);
			g_assert_true(bytes_are_ascii(span) == (first == length));
			g_free((char *)span.data);
		}
	}
}

static void test_find(void)
{
	static const struct {
		const char *text;
		const char *word;
		int at; /* -1: not there */
	} rows[] = {
		{"", "a", -1},
		{"a", "A", 0},
		{"xyA", "a", 2},
		{"Some Mailing LIST", "mailing list", 5},
		{"mailing lis", "mailing list", -1},
		{"aab", "AB", 1},
		{"(\tx", "(x", -1},
		{"((x", "(X", 1},
		{"\x08", "(", -1},
		{"=?", "\x1d", -1},
		{"\xe3\x83\xa1", "\xe3\x83\xa1", 0},
		{"\xc3\x83\xa1", "\xe3\x83\xa1", -1},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gsize at = 0;
		Span span = exactly(rows[i].text, strlen(rows[i].text));
		g_test_message("%s", rows[i].text);
		g_assert_true(bytes_find(span, rows[i].word, &at) == (rows[i].at >= 0));
		g_assert_cmpint((int)at, ==, MAX(rows[i].at, 0));
		g_free((char *)span.data);
	}
}

static void test_classes(void)
{
	for (int i = 0; i < 256; i++) {
		char c = (char)i;
		g_assert_true(bytes_is_letter(c) == (g_ascii_isalpha(c) != 0));
		g_assert_true(bytes_is_digit(c) == (g_ascii_isdigit(c) != 0));
		g_assert_true(bytes_is_sign(c, "(;\xff") == (c == '(' || c == ';' || c == '\xff'));
	}
}

static void test_copies(void)
{
	g_autofree char *empty = bytes_copy(span_new(NULL, 0));
	g_autofree char *copy = bytes_copy(span_new("Word", 3));
	g_autofree char *lower = bytes_lower(span_new("WORD\xc3\x84[", 7));
	g_assert_cmpstr(empty, ==, "");
	g_assert_cmpstr(copy, ==, "Wor");
	g_assert_cmpstr(lower, ==, "word\xc3\x84[");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/bytes/ascii-length", test_ascii_length);
	g_test_add_func("/bytes/find", test_find);
	g_test_add_func("/bytes/classes", test_classes);
	g_test_add_func("/bytes/copies", test_copies);
	return g_test_run();
}
