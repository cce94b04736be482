/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/from-line.h"

#include "fixture.h"

static Span text_span(const char *text)
{
	return span_new(text, strlen(text));
}

static void test_dated(void)
{
	static const char *const lines[] = {
		"From mboxrd@z Mon Apr 29 00:00:00 2019",
		"From mboxrd@z Thu Jan  1 00:00:00 1970\n",
		"From a@b.example Thu Jan  1 00:00 1970\r\n",
		"From user at host.example  Tue Feb 29 9:05:01 2000",
		"From a@b.example Mon Apr 29 00:00:00 CEST 2019",
		"From a@b.example Mon Apr 29 00:00:00 +0200 2019",
		"From a@b.example Mon Apr 29 00:00:00 2019 +0200",
		"From a@b.example Mon, 29 Apr 2019 00:00:00 +0200",
		"From - Mon Apr 29 00:00:00 2019",
		"From Mon Tue Mon Apr 29 00:00:00 2019",
		"From \"A B\"@c.example Mon Apr 29 00:00:00 2019 remote from d",
		"From  Mon Apr 29 00:00:00 2019\nSubject: x\n",
	};

	for (gsize at = 0; at < G_N_ELEMENTS(lines); at++) {
		g_test_message("%s", lines[at]);
		g_assert_true(from_line_dated(text_span(lines[at])));
		g_assert_true(from_line_separates(text_span(lines[at]), FALSE));
	}
}

static void test_undated(void)
{
	static const char *const lines[] = {
		"",
		"From",
		"From ",
		"From: a@b.example",
		"from mboxrd@z Mon Apr 29 00:00:00 2019",
		">From mboxrd@z Mon Apr 29 00:00:00 2019",
		" From mboxrd@z Mon Apr 29 00:00:00 2019",
		"From Monday on we meet in April 2019 at 10:00",
		"From Mon Apr 29 we meet at 10:00, see 2019",
		"From a@b Mon Apr 29 00:00:00",
		"From a@b Mon Apr 29 2019",
		"From a@b Foo Apr 29 00:00:00 2019",
		"From a@b Mon Foo 29 00:00:00 2019",
		"From a@b Mon Apr 290 00:00:00 2019",
		"From a@b Mon Apr 29 00:00:0 2019",
		"From a@b Mon Apr 29 00:0000 2019",
		"From a@b Mon Apr 29 :00:00 2019",
		"From a@b Mon Apr 29 00:00:00 20190",
		"From a@b\nMon Apr 29 00:00:00 2019",
		"From a@b Mon\0Apr 29 00:00:00 2019",
	};

	for (gsize at = 0; at < G_N_ELEMENTS(lines); at++) {
		g_test_message("%s", lines[at]);
		g_assert_false(from_line_dated(text_span(lines[at])));
		g_assert_false(from_line_separates(text_span(lines[at]), FALSE));
	}
}

/* A line is believed up to the limit; every shortening of a good line is looked at without reading
 * past its end. */
static void test_length(void)
{
	static const char date[] = " Mon Apr 29 00:00:00 2019\n";

	for (gsize total = LIMIT_FROM_LINE - 1; total <= LIMIT_FROM_LINE + 1; total++) {
		g_autoptr(GString) line = g_string_new("From ");

		while (line->len + strlen(date) < total)
			g_string_append_c(line, 'x');
		g_string_append(line, date);
		g_assert_cmpint(from_line_dated(span_new(line->str, line->len)), ==,
			total <= LIMIT_FROM_LINE);
	}
	for (gsize length = 0; length < sizeof FROM_A; length++) {
		g_autofree char *copy = g_memdup2(FROM_A, length);

		g_assert_cmpint(
			from_line_dated(span_new(copy, length)), ==, length >= strlen(FROM_A) - 1);
	}
}

static void test_after_blank(void)
{
	g_assert_true(from_line_separates(text_span("From \nX-Status: 0\n"), TRUE));
	g_assert_true(from_line_separates(text_span("From a@b.example\r\nReceived: x\r\n"), TRUE));
	g_assert_true(from_line_separates(text_span("From a@b ??? 99 2019\nTo: x\n"), TRUE));
	g_assert_false(from_line_separates(text_span("From a@b.example\nReceived: x\n"), FALSE));
	g_assert_false(from_line_separates(text_span("From then on\nall went well.\n"), TRUE));
	g_assert_false(from_line_separates(text_span("From then on\n: no name\n"), TRUE));
	g_assert_false(from_line_separates(text_span("From a@b.example\n\nTo: x\n"), TRUE));
	g_assert_false(from_line_separates(text_span("From a@b.example"), TRUE));
	g_assert_false(from_line_separates(text_span(">From a@b\nTo: x\n"), TRUE));
}

static void test_header(void)
{
	g_assert_true(from_line_header_follows(text_span("Subject: x")));
	g_assert_true(from_line_header_follows(text_span("X-a_b.9:")));
	g_assert_false(from_line_header_follows(text_span("")));
	g_assert_false(from_line_header_follows(text_span("Subject")));
	g_assert_false(from_line_header_follows(text_span("Two words: x")));
	g_assert_false(from_line_header_follows(text_span("Gr\xc3\xbc\xc3\x9f\x65: x")));
	g_assert_false(from_line_header_follows(text_span("\nSubject: x")));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/intake/from-line/dated", test_dated);
	g_test_add_func("/intake/from-line/undated", test_undated);
	g_test_add_func("/intake/from-line/length", test_length);
	g_test_add_func("/intake/from-line/after-blank", test_after_blank);
	g_test_add_func("/intake/from-line/header", test_header);
	return g_test_run();
}
