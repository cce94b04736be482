/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "intake/format.h"

static void assert_mbox(Span text, const char *wanted)
{
	static const gsize steps[] = {1, 2, 3, 7, 1000, LIMIT_MIB(1)};

	for (gsize at = 0; at < G_N_ELEMENTS(steps); at++) {
		g_autoptr(GString) got =
			read_feed(&format_mbox, (Feed){.left = text, .step = steps[at]});

		g_assert_cmpstr(got->str, ==, wanted);
	}
}

typedef struct MboxCase {
	const char *text;
	const char *wanted;
} MboxCase;

static const MboxCase cases[] = {
	{FROM_A "A: 1\n\nx\n\n" FROM_B "B: 2\n\ny\n\n", "m#1|A: 1\n\nx\n|m#2|B: 2\n\ny\n|"},
	/* the end of the last message */
	{FROM_A "A: 1\n\nx", "m#1|A: 1\n\nx|"},
	{FROM_A "A: 1\n\nx\n", "m#1|A: 1\n\nx\n|"},
	{FROM_A "A: 1\n\nx\n\n\n", "m#1|A: 1\n\nx\n\n|"},
	{FROM_A "A: 1\n\n\n" FROM_B "B: 2\n\n\n", "m#1|A: 1\n\n|m#2|B: 2\n\n|"},
	/* quoting loses one level, at the start of a line only */
	{FROM_A "A: 1\n\n>From x\n>>From y\n>>>From z\n",
		"m#1|A: 1\n\nFrom x\n>From y\n>>From z\n|"},
	{FROM_A ">From x\nA: 1\n", "m#1|From x\nA: 1\n|"},
	{FROM_A "A: 1\n\n> From x\n >From y\na >From z\n>Fromm\n>From:\n>>\n>",
		"m#1|A: 1\n\n> From x\n >From y\na >From z\n>Fromm\n>From:\n>>\n>|"},
	{FROM_A "A: 1\n\n>From ", "m#1|A: 1\n\nFrom |"},
	{FROM_A "A: 1\n\n>From", "m#1|A: 1\n\n>From|"},
	{FROM_A "A: 1\n\n>Fro\n>From \n", "m#1|A: 1\n\n>Fro\nFrom \n|"},
	/* a From line with a date needs no blank line before it; one without needs it and a header
	   after it */
	{FROM_A "A: 1\n\nx\n" FROM_B "B: 2\n\ny\n", "m#1|A: 1\n\nx\n|m#2|B: 2\n\ny\n|"},
	{FROM_A "A: 1\n\nx\n\nFrom damaged\nB: 2\n\ny\n", "m#1|A: 1\n\nx\n|m#2|B: 2\n\ny\n|"},
	{FROM_A "A: 1\n\nx\nFrom damaged\nB: 2\n", "m#1|A: 1\n\nx\nFrom damaged\nB: 2\n|"},
	{FROM_A "A: 1\n\nFrom then on\nall was well\n",
		"m#1|A: 1\n\nFrom then on\nall was well\n|"},
	{FROM_A "A: 1\n\nFrom", "m#1|A: 1\n\nFrom|"},
	{FROM_A "A: 1\n\nFrom ", "m#1|A: 1\n\nFrom |"},
	{FROM_A "A: 1\nFrom: a\n\nFrom:\nFro\nFrom\n", "m#1|A: 1\nFrom: a\n\nFrom:\nFro\nFrom\n|"},
	/* CRLF */
	{"From a Mon Apr 29 00:00:00 2019\r\nA: 1\r\n\r\n>From x\r\n\r\nFrom b\r\nB: "
	 "2\r\n\r\ny\r\n\r\n",
		"m#1|A: 1\r\n\r\nFrom x\r\n|m#2|B: 2\r\n\r\ny\r\n|"},
	/* nothing between From lines is no message */
	{FROM_A FROM_B, ""},
	{FROM_A "\n" FROM_B "\n\n" FROM_A "A: 1\n", "m#1|\n|m#2|A: 1\n|"},
	{"From a Mon Apr 29 00:00:00 2019", ""},
	/* a length that is not believed */
	{FROM_A "Content-Length: 5000\n\nx\n\n" FROM_B "Content-Length: 1\n\nlong\n",
		"m#1|Content-Length: 5000\n\nx\n|m#2|Content-Length: 1\n\nlong\n|"},
	/* before the first From line */
	{"\n\r\n\n" FROM_A "A: 1\n", "m#1|A: 1\n|"},
	{"the end of one\n\n" FROM_A "A: 1\n", "m#1|the end of one\n|m#2|A: 1\n|m: damaged mbox: "
					       "the text before its first From line is "
					       "taken as a message\n"},
};

static void test_cases(void)
{
	for (gsize at = 0; at < G_N_ELEMENTS(cases); at++) {
		g_test_message("case %" G_GSIZE_FORMAT, at);
		assert_mbox(span_new(cases[at].text, strlen(cases[at].text)), cases[at].wanted);
	}
}

static void test_nul(void)
{
	static const char text[] = FROM_A "A: \0\n\n\0\n\0From x\n\n" FROM_B "B: 2\n";
	g_autoptr(GString) got =
		read_feed(&format_mbox, (Feed){.left = span_new(text, sizeof text - 1), .step = 5});
	static const char wanted[] = "m#1|A: \0\n\n\0\n\0From x\n|m#2|B: 2\n|";

	g_assert_cmpmem(got->str, got->len, wanted, sizeof wanted - 1);
}

/* Text out of the pieces that decide something, at random. */
static GString *random_mbox(GRand *random)
{
	static const char *const pieces[] = {"\n", "\r\n", "\n\n", ">", ">>", "From ", "From", "F",
		"From a\n", FROM_A, "\n" FROM_B, "A: 1\n", "x", ":", " ",
		"Mon Apr 29 00:00:00 2019", "\n>From "};
	GString *text = g_string_new(FROM_A);
	guint count = (guint)g_rand_int_range(random, 0, 60);

	for (guint at = 0; at < count; at++) {
		gint32 which = g_rand_int_range(random, 0, G_N_ELEMENTS(pieces));

		g_string_append(text, pieces[which]);
		/* across the buffer's size and the sight of a From line */
		if (g_rand_int_range(random, 0, 400) == 0) {
			g_autofree char *filler =
				g_strnfill(LIMIT_KIB(256) - 20, which % 2 ? 'y' : '>');

			g_string_append(text, filler);
		} else if (g_rand_int_range(random, 0, 40) == 0) {
			g_autofree char *filler = g_strnfill(LIMIT_FROM_LINE - 30, 'y');

			g_string_append(text, filler);
		}
	}
	return text;
}

/* However the reads are split, the messages are the same. */
static void test_splits(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20190429);

	for (guint round = 0; round < 2000; round++) {
		g_autoptr(GString) text = random_mbox(random);
		Span all = span_new(text->str, text->len);
		g_autoptr(GString) whole =
			read_feed(&format_mbox, (Feed){.left = all, .step = LIMIT_MIB(4)});
		g_autoptr(GString) bytes = read_feed(&format_mbox, (Feed){.left = all, .step = 1});
		g_autoptr(GString) pieces =
			read_feed(&format_mbox, (Feed){.left = all, .step = 50, .random = random});

		g_assert_cmpstr(bytes->str, ==, whole->str);
		g_assert_cmpstr(pieces->str, ==, whole->str);
	}
}

/* COUNT messages of random lines as an mboxrd writer writes them into MBOX, and as they must come
 * back into WANTED. */
static void write_mboxrd(GRand *random, guint count, GString *mbox, GString *wanted)
{
	static const char *const lines[] = {"From a b\n", ">From c\n", ">>>From d\n", "text\n",
		"\n", "> quote\n", FROM_A, "From\n", ">\n", "Subject: x\n"};

	for (guint number = 1; number <= count; number++) {
		g_string_append(mbox, FROM_B "N: 1\n\n");
		g_string_append_printf(wanted, "m#%u|N: 1\n\n", number);
		for (gint32 left = g_rand_int_range(random, 0, 30); left > 0; left--) {
			const char *line = lines[g_rand_int_range(random, 0, G_N_ELEMENTS(lines))];

			if (g_str_has_prefix(line + strspn(line, ">"), "From "))
				g_string_append_c(mbox, '>');
			g_string_append(mbox, line);
			g_string_append(wanted, line);
		}
		g_string_append_c(mbox, '\n');
		g_string_append_c(wanted, '|');
	}
}

static void test_round_trip(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(19700101);

	for (guint round = 0; round < 500; round++) {
		g_autoptr(GString) mbox = g_string_new(NULL);
		g_autoptr(GString) wanted = g_string_new(NULL);

		write_mboxrd(random, 5, mbox, wanted);
		g_autoptr(GString) got = read_feed(
			&format_mbox, (Feed){.left = span_new(mbox->str, mbox->len), .step = 333});

		g_assert_cmpstr(got->str, ==, wanted->str);
	}
}

/* An input that fails: the whole messages, and what there is of the last one. */
static void test_failure(void)
{
	static const char text[] = FROM_A "A: 1\n\nx\n\n" FROM_B "B: 2\n\nhal";
	g_autoptr(GString) got = read_feed(&format_mbox,
		(Feed){.left = span_new(text, sizeof text - 1), .step = 9, .error = EIO});
	g_autofree char *wanted =
		g_strdup_printf("m#1|A: 1\n\nx\n|m#2!|B: 2\n\nhal|m: %s\n", g_strerror(EIO));

	g_assert_cmpstr(got->str, ==, wanted);
	g_autoptr(GString) nothing = read_feed(&format_mbox,
		(Feed){.left = span_new(FROM_A, strlen(FROM_A)), .step = 9, .error = EIO});

	g_assert_true(g_str_has_prefix(nothing->str, "m: "));
}

static void test_one_message(void)
{
	static const char text[] = FROM_A "A: 1\n\n>From x\n\n" FROM_B "B: 2\n\n";
	g_autoptr(GString) got = read_feed(
		&format_message, (Feed){.left = span_new(text, sizeof text - 1), .step = 9});

	g_assert_cmpstr(got->str, ==, "m|A: 1\n\n>From x\n\n" FROM_B "B: 2\n\n|");
	g_autoptr(GString) empty = read_feed(&format_message, (Feed){.left = span_new(NULL, 0)});

	g_assert_cmpstr(empty->str, ==, "m||");
	g_autoptr(GString) broken = read_feed(
		&format_message, (Feed){.left = span_new("A: 1", 4), .step = 1, .error = EIO});

	g_assert_true(g_str_has_prefix(broken->str, "m!|A: 1|m: "));
	g_autoptr(GString) unreadable = read_feed(&format_message, (Feed){.error = EIO});

	g_assert_true(g_str_has_prefix(unreadable->str, "m: "));
}

static gboolean claims(const char *text)
{
	return format_mbox.claims(span_new(text, strlen(text)), FALSE);
}

static void test_claims(void)
{
	g_assert_true(claims(FROM_A));
	g_assert_true(claims("\n\n" FROM_A));
	g_assert_true(claims("From \nX-Status: 0\n"));
	g_assert_true(claims("lost its head\n\n" FROM_A "A: 1\n"));
	g_assert_true(claims("lost its head\r\n\r\n" FROM_A "A: 1\n"));
	g_assert_false(claims(""));
	g_assert_false(claims("\n\n"));
	g_assert_false(claims("From now on\n"));
	g_assert_false(claims("Subject: x\n\ntext\n\n" FROM_A "A: 1\n"));
	g_assert_false(claims("some text\n" FROM_A "A: 1\n"));
	g_assert_false(claims("some text\n\nFrom then on\nA: 1\n"));
	g_assert_false(format_mbox.claims(span_new(FROM_A, strlen(FROM_A)), TRUE));
	g_assert_true(format_message.claims(span_new(NULL, 0), FALSE));
	/* a first From line beyond the head does not count, however much was read */
	g_autofree char *filler = g_strnfill(LIMIT_MBOX_HEAD, 'x');
	g_autofree char *late = g_strconcat(filler, "\n\n", FROM_A, "A: 1\n", NULL);

	g_assert_false(claims(late));
	g_assert_true(claims(late + strlen(FROM_A) + 2 + 5));
}

/* Inputs that would take minutes if anything were looked at again and again. */
static void test_linear(void)
{
	static const char *const patterns[] = {">", "From ", "From \n", "\nFrom \n", ">From ",
		"\n>From \n", FROM_A, "\n", "\r\n", "From Mon Mon Mon Mon "};

	for (gsize at = 0; at < G_N_ELEMENTS(patterns); at++) {
		g_autoptr(GString) text = g_string_new(FROM_A);

		while (text->len < LIMIT_MIB(4))
			g_string_append(text, patterns[at]);
		gint64 begun = g_get_monotonic_time();
		g_autoptr(GString) got = read_feed(
			&format_mbox, (Feed){.left = span_new(text->str, text->len), .step = 4000});

		g_assert_true(format_mbox.claims(span_new(text->str, text->len), FALSE));
		g_test_message("%.4s...: %" G_GINT64_FORMAT " us", patterns[at],
			g_get_monotonic_time() - begun);
		g_assert_cmpint(g_get_monotonic_time() - begun, <, 20 * G_USEC_PER_SEC);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/intake/mbox/cases", test_cases);
	g_test_add_func("/intake/mbox/nul", test_nul);
	g_test_add_func("/intake/mbox/splits", test_splits);
	g_test_add_func("/intake/mbox/round-trip", test_round_trip);
	g_test_add_func("/intake/mbox/failure", test_failure);
	g_test_add_func("/intake/mbox/one-message", test_one_message);
	g_test_add_func("/intake/mbox/claims", test_claims);
	g_test_add_func("/intake/mbox/linear", test_linear);
	return g_test_run();
}
