/* SPDX-License-Identifier: Apache-2.0
 *
 * Quote levels. Each text is given with the level of every line that is not empty.
 */
#include "mail/text/quote.h"

#include "base/limits.h"

typedef struct LevelSample {
	const char *text;
	const char *levels; /* a digit a line */
} LevelSample;

static void expect(const LevelSample *samples, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autoptr(QuotePage) page =
			quote_page_new(span_new(samples[i].text, strlen(samples[i].text)));
		g_autoptr(GString) is = g_string_new(NULL);
		for (guint line = 0; line < page->lines->len; line++)
			g_string_append_printf(
				is, "%u", g_array_index(page->lines, QuoteLine, line).level);
		g_test_message("%s", samples[i].text);
		g_assert_cmpstr(is->str, ==, samples[i].levels);
	}
}

static void test_signs(void)
{
	static const LevelSample samples[] = {
		{"", ""},
		{"\n\n  \n", ""},
		{"own\n> one\n>> two\n> > two\n>>> three\nown", "012230"},
		{"own\r\n> one\r\n", "01"},
		{"  > one\n\t>\ttwo", "11"},
		{"| one\n| > two\n|| two", "120"},
		{"| a | table |\n| of | text |", "00"},
		{"\xef\xbc\x9e one\n\xef\xbc\x9e\xef\xbc\x9e two", "12"},
		{">\n>>\n> > \n", ""},
		{"a > b\n-> c\nd", "000"},
		{"\xc2\xa0> one", "1"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

static void test_names(void)
{
	static const LevelSample samples[] = {
		{"JD> one\nJD> one\nown", "110"},
		{"JD>> two\nJD> one", "21"},
		{"JD> alone\nown", "00"},
		{"JD> one\nBob> another", "00"},
		{"sql> prompt\nsql> prompt", "00"},
		{"Template> text\nTemplate> text", "00"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

#define LONG "a line of the length that is quoted and wrapped again by programs"

static void test_wrapped(void)
{
	static const LevelSample samples[] = {
		{"> " LONG "\nwords\n> one", "111"},
		{">> " LONG "\nwords\n>> two", "222"},
		{"> " LONG "\n\nown\n\n> one", "101"},
		{"> " LONG "\n" LONG "\n> one", "101"},
		{"> short\nown\n> one", "101"},
		{"> " LONG "\nown\n>> two", "102"},
		{"own\n>From here on\nown", "000"},
		{">one\n>From here on\n>one", "111"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

#define BLOCK "From: A <a@a.example>\nSent: 3 Sep 2020\nTo: B\nSubject: x\n"

static void test_headers(void)
{
	static const LevelSample samples[] = {
		/* all behind a block is quoted */
		{"own\n\n" BLOCK "\ntheirs\ntheirs", "0111111"},
		/* with quotes in it */
		{"own\n\n" BLOCK "\ntheirs\n> older\ntheirs", "01111121"},
		/* unless signs say so themselves */
		{"own\n\n" BLOCK "\n> theirs\n> theirs\nown", "01111110"},
		/* one block in another */
		{"own\n\n" BLOCK "\ntheirs\n\n" BLOCK "\nolder", "01111122222"},
		/* a block without own text above */
		{BLOCK "\ntheirs", "11111"},
		/* a quote that begins with its block */
		{"own\n> From: A\n> Sent: b\n> To: C\n> Subject: x\n>\n> theirs\nown", "0111110"},
		/* a quoted block inside a quote */
		{"own\n> theirs\n> From: A\n> Sent: b\n> To: C\n> Subject: x\n>\n> older\nown",
			"012222"
			"20"},
		/* attributions */
		{"own\nA <a@a.example> wrote:\n> theirs\nown\n> theirs\nown", "011010"},
		{"own\nOn 3 Sep 2020, A <a@a.example> wrote:\n\ntheirs\ntheirs", "0111"},
		{"own\nOn 3 Sep 2020, A <a@a.example> wrote:\n[...]\n> theirs\nown", "01010"},
		{"own\nA wrote:\nown", "000"},
		/* on one line with the quote */
		{"own\nOn 3 Sep 2020, A<a@a.example> wrote:   theirs\ntheirs", "0111"},
		{"> On 3 Sep 2020, A<a@a.example> wrote:   theirs\n> theirs", "111"},
		{"own\n> On 3 Sep 2020, A <a@a.example> wrote:\n> theirs\nown", "0110"},
		{"own\nOn 3 Sep 2020, A <a@a.example> wrote:\n> On 2 Sep 2020, B <b@b.example> "
		 "wrote:\n"
		 "> > older\n> theirs",
			"01221"},
		{"own\nOn 3 Sep 2020, A <a@a.example> wrote:\n> On 2 Sep 2020, B <b@b.example> "
		 "wrote:\n> older",
			"0122"},
		/* a divider alone, and with a block */
		{"own\n\n-----Original Message-----\ntheirs", "011"},
		{"own\n\n---------- Forwarded message ---------\n" BLOCK "\ntheirs", "0111111"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		expect(&samples[i], 1);
}

static void test_line_content(void)
{
	static const char text[] = "> >  two words \r\nown\n";
	g_autoptr(QuotePage) page = quote_page_new(span_new(text, strlen(text)));
	const QuoteLine *first = &g_array_index(page->lines, QuoteLine, 0);
	const QuoteLine *second = &g_array_index(page->lines, QuoteLine, 1);
	g_autofree char *content = g_strndup(first->data, first->length);
	g_assert_cmpstr(content, ==, "two words");
	g_assert_true(quote_page_line_at(page, text + 7) == first);
	g_assert_true(quote_page_line_at(page, second->data) == second);
	g_assert_null(quote_page_line_at(page, text));
}

static char *repeat(const char *text, gsize bytes)
{
	GString *out = g_string_sized_new(bytes + strlen(text));
	while (out->len < bytes)
		g_string_append(out, text);
	return g_string_free(out, FALSE);
}

/* Whatever fills a text, its levels are bounded and its headers too. */
static void test_hostile(void)
{
	static const char *const fillers[] = {">", "> ", ">\n", "|", "| ", "JD> a\n", "From: a\n",
		"a wrote:\n", "On a\nb@c.example wrote:\n", BLOCK "x\n", BLOCK "> x\n",
		"-----Original Message-----\n", "-", ":\n", "@", "a at ", "> >\xef\xbc\x9e|",
		"To: a;\nb;\n", "\xef\xbc\x9a\n", "From: a@b.example, ", "\t", "On 1/1/2020 "};
	for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++) {
		g_autofree char *text = repeat(fillers[i], 200000);
		g_autoptr(QuotePage) page = quote_page_new(span_new(text, strlen(text)));
		g_assert_cmpuint(page->introductions->len, <=, LIMIT_QUOTES);
		for (guint line = 0; line < page->lines->len; line++)
			g_assert_cmpuint(g_array_index(page->lines, QuoteLine, line).level, <=,
				LIMIT_QUOTE_LEVEL);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quote/signs", test_signs);
	g_test_add_func("/quote/names", test_names);
	g_test_add_func("/quote/wrapped", test_wrapped);
	g_test_add_func("/quote/headers", test_headers);
	g_test_add_func("/quote/line-content", test_line_content);
	g_test_add_func("/quote/hostile", test_hostile);
	return g_test_run();
}
