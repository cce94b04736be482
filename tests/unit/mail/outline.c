/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/outline: the parts of good and broken messages, and what bombs cost.
 */
#include "mail/body/outline.h"

#include "base/limits.h"

/* Parts as "kind media parent depth [body]" lines. */
static char *shape_of(const Outline *outline)
{
	static const char *const kinds[] = {"leaf", "multi", "message"};
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < outline->parts->len; i++) {
		const Part *part = outline_part(outline, i);
		int parent = part->parent == OUTLINE_NO_PARENT ? -1 : (int)part->parent;
		g_string_append_printf(
			out, "%s %s %d %u", kinds[part->kind], part->media, parent, part->depth);
		if (part->kind == PART_LEAF)
			g_string_append_printf(
				out, " [%.*s]", (int)part->body.length, part->body.data);
		else if (part->kind == PART_MULTIPART)
			g_string_append(out, part->closed ? " closed" : " open");
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static Outline *outline_of(const char *bytes, gsize length)
{
	g_autoptr(Header) header = header_scan(span_new(bytes, length), TRUE);
	return outline_scan(span_new(bytes, length), header, LIMIT_PARTS, 0);
}

#define MIXED(boundary) "Content-Type: multipart/mixed; boundary=\"" boundary "\"\n\n"

static const struct {
	const char *bytes;
	const char *shape;
	gboolean truncated;
} rows[] = {
	{"To: a\n\nbody\n", "leaf text/plain -1 0 [body\n]\n", FALSE},
	{"body alone", "leaf text/plain -1 0 [body alone]\n", FALSE},
	{"Content-Type: TEXT/HTML\n\nx", "leaf text/html -1 0 [x]\n", FALSE},
	{"Content-Type: text\n\nx", "leaf text/plain -1 0 [x]\n", FALSE},
	{MIXED("b") "preamble\n--b\n\none\n--b\nContent-Type: a/b\n\ntwo\n--b--\nepilogue\n",
		"multi multipart/mixed -1 0 closed\nleaf text/plain 0 1 [one]\nleaf a/b 0 1 "
		"[two]\n",
		FALSE},
	{"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
		"multi multipart/mixed -1 0 closed\nleaf text/plain 0 1 [one]\n", FALSE},
	/* no end boundary */
	{MIXED("b") "--b\n\none\n",
		"multi multipart/mixed -1 0 open\nleaf text/plain 0 1 [one\n]\n", TRUE},
	/* empty parts, and parts that end in their header */
	{MIXED("b") "--b\n--b\nContent-Type: a/b\n--b--\n",
		"multi multipart/mixed -1 0 closed\nleaf text/plain 0 1 []\nleaf a/b 0 1 []\n",
		FALSE},
	/* white space behind a boundary is none of it; a longer line is no boundary */
	{MIXED("b") "--b \t\n\none\n--bb\n--bx--\n--b--",
		"multi multipart/mixed -1 0 closed\nleaf text/plain 0 1 [one\n--bb\n--bx--]\n",
		FALSE},
	/* nested; an outer boundary ends what inside is still open */
	{MIXED("o") "--o\n" MIXED("i") "--i\n\none\n--o\n\ntwo\n--o--\n",
		"multi multipart/mixed -1 0 closed\nmulti multipart/mixed 0 1 open\n"
		"leaf text/plain 1 2 [one]\nleaf text/plain 0 1 [two]\n",
		FALSE},
	/* one boundary is the other's beginning */
	{MIXED("b") "--b\n" MIXED("b-i") "--b-i\n\none\n--b-i--\n--b--\n",
		"multi multipart/mixed -1 0 closed\nmulti multipart/mixed 0 1 closed\nleaf "
		"text/plain 1 2 [one]\n",
		FALSE},
	/* behind its end a boundary is text */
	{MIXED("b") "--b\n\none\n--b--\n--b\n\ntwo\n",
		"multi multipart/mixed -1 0 closed\nleaf text/plain 0 1 [one]\n", FALSE},
	/* enclosed messages */
	{"Content-Type: message/rfc822\n\nFrom: a\nContent-Type: a/b\n\nx",
		"message message/rfc822 -1 0\nleaf a/b 0 1 [x]\n", FALSE},
	{"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbQ==",
		"leaf message/rfc822 -1 0 [RnJvbQ==]\n", FALSE},
	{"Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: a\n\none\n--b--\n",
		"multi multipart/digest -1 0 closed\nmessage message/rfc822 0 1\nleaf text/plain 1 "
		"2 [one]\n",
		FALSE},
	/* a multipart that names no boundary, with and without one that can be guessed */
	{"Content-Type: multipart/mixed\n\n--=x\nContent-Type: a/b\n\none\n--=x--\n",
		"multi multipart/mixed -1 0 closed\nleaf a/b 0 1 [one]\n", FALSE},
	{"Content-Type: multipart/mixed; boundary=\"\"\n\ntext\n-- \nme\n",
		"leaf text/plain -1 0 [text\n-- \nme\n]\n", FALSE},
	/* a text part without a blank line */
	{MIXED("b") "--b\njust text\nmore\n--b--\n",
		"multi multipart/mixed -1 0 closed\nleaf text/plain 0 1 [just text\nmore]\n",
		FALSE},
};

static void test_shapes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Outline) outline = outline_of(rows[i].bytes, strlen(rows[i].bytes));
		g_autofree char *shape = shape_of(outline);
		g_test_message("%s", rows[i].bytes);
		g_assert_cmpstr(shape, ==, rows[i].shape);
		g_assert_cmpint(outline->truncated, ==, rows[i].truncated);
		g_assert_false(outline->over);
	}
}

static void test_digits_alone(void)
{
	static const struct {
		const char *boundary;
		gboolean digits;
	} boundaries[] = {
		{"--2721644617813540782547331541442470", TRUE},
		{"272164461781354078254733154144", TRUE},
		{"27216446178135407825473315414", FALSE},
		{"----=_Part_2721644617813540782547", FALSE},
		{"--2721644617813540782547331541442470--", TRUE},
		{"--", FALSE},
		{"0000000000004081690579912345", FALSE},
		{"------------030807040102010700080001", FALSE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(boundaries); i++) {
		g_autofree char *bytes =
			g_strdup_printf("Content-Type: multipart/mixed; boundary=\"%s\"\n\n",
				boundaries[i].boundary);
		g_autoptr(Outline) outline = outline_of(bytes, strlen(bytes));
		g_assert_cmpint(outline->digits_alone, ==, boundaries[i].digits);
	}
}

static void test_charset(void)
{
	static const char bytes[] =
		MIXED("b") "--b\n\nx\n--b\nContent-Type: text/plain; charset=GBK\n\n--b--\n";
	g_autoptr(Outline) outline = outline_of(bytes, strlen(bytes));
	g_autofree char *charset = outline_charset(outline);
	g_assert_cmpstr(charset, ==, "GBK");
}

static void check_bomb(GString *bytes, guint parts)
{
	gint64 start = g_get_monotonic_time();
	g_autoptr(Outline) outline = outline_of(bytes->str, bytes->len);
	g_assert_true(outline->over);
	g_assert_cmpuint(outline->parts->len, <=, parts);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
	g_string_free(bytes, TRUE);
}

static void test_million_empty_parts(void)
{
	GString *bytes = g_string_new(MIXED("b"));
	for (guint i = 0; i < 1000000; i++)
		g_string_append(bytes, "--b\n\n");
	check_bomb(bytes, LIMIT_PARTS);
}

static void test_many_nested(void)
{
	GString *bytes = g_string_new(NULL);
	for (guint i = 0; i < 100000; i++)
		g_string_append_printf(
			bytes, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
	check_bomb(bytes, LIMIT_DEPTH + 2);
}

static void test_many_enclosed(void)
{
	GString *bytes = g_string_new(NULL);
	for (guint i = 0; i < 300000; i++)
		g_string_append(bytes, "Content-Type: message/rfc822\n\n");
	check_bomb(bytes, LIMIT_DEPTH + 2);
}

static void test_many_header_lines(void)
{
	GString *bytes = g_string_new(MIXED("b") "--b\n");
	for (guint i = 0; i < 1000000; i++)
		g_string_append(bytes, "X: y\n");
	check_bomb(bytes, 2);
}

static void test_long_line(void)
{
	GString *bytes = g_string_new("To: a\n\n");
	g_string_set_size(bytes, LIMIT_LINE + 100);
	memset(bytes->str + 7, 'x', bytes->len - 7);
	check_bomb(bytes, 1);
}

/* What stands behind the last part that is counted is not lost to those who look at text. */
static void test_rest_is_text(void)
{
	GString *bytes = g_string_new(MIXED("b"));
	for (guint i = 0; i < LIMIT_PARTS + 50; i++)
		g_string_append(bytes, "--b\nContent-Type: a/b\n\nx\n");
	g_string_append(bytes, "--b\n\nthe lure\n--b--\n");
	g_autoptr(Outline) outline = outline_of(bytes->str, bytes->len);
	g_assert_cmpuint(outline->parts->len, ==, LIMIT_PARTS);
	const Part *last = outline_part(outline, LIMIT_PARTS - 1);
	g_assert_cmpstr(last->media, ==, "text/plain");
	g_assert_nonnull(g_strstr_len(last->body.data, (gssize)last->body.length, "the lure"));
	g_string_free(bytes, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/outline/shapes", test_shapes);
	g_test_add_func("/outline/digits-alone", test_digits_alone);
	g_test_add_func("/outline/charset", test_charset);
	g_test_add_func("/outline/million-empty-parts", test_million_empty_parts);
	g_test_add_func("/outline/many-nested", test_many_nested);
	g_test_add_func("/outline/many-enclosed", test_many_enclosed);
	g_test_add_func("/outline/many-header-lines", test_many_header_lines);
	g_test_add_func("/outline/long-line", test_long_line);
	g_test_add_func("/outline/rest-is-text", test_rest_is_text);
	return g_test_run();
}
