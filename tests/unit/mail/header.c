/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/header: the fields of good and broken header blocks, and values as text.
 */
#include "mail/header/header.h"

#include "base/limits.h"
#include "mail/bytes.h"

static Span span_of(const char *text)
{
	return span_new(text, strlen(text));
}

/* The fields as "Name=value|", values raw. */
static char *fields_of(const Header *header)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		g_string_append_len(out, field->name.data, (gssize)field->name.length);
		g_string_append_c(out, '=');
		g_string_append_len(out, field->value.data, (gssize)field->value.length);
		g_string_append_c(out, '|');
	}
	return g_string_free(out, FALSE);
}

static void test_fields(void)
{
	static const struct {
		const char *bytes;
		const char *fields;
		const char *body;
	} rows[] = {
		{"A: 1\r\nB: 2\r\n\r\nbody", "A=1|B=2|", "body"},
		{"A: 1\nB: 2\n\nbody", "A=1|B=2|", "body"},
		{"A: 1\n\t2\n 3\nB:\n\n", "A=1\n\t2\n 3|B=|", ""},
		{"A:\n folded\n\nbody", "A=folded|", "body"},
		{"A : 1\n\nbody", "A=1|", "body"},
		{"A: 1", "A=1|", ""},
		{"A: 1\nB", "A=1|", "B"},
		{"", "", ""},
		{"\nbody", "", "body"},
		{"just text\nand more\n", "", "just text\nand more\n"},
		/* No blank line: the body begins at the first line that is no field … */
		{"From: a@b\nSubject: x\nHello there\nTo me: yes\n", "From=a@b|Subject=x|",
			"Hello there\nTo me: yes\n"},
		/* … but noise between fields does not hide those behind it. */
		{"From: a@b\nnoise\nSubject: x\n\nbody", "From=a@b|Subject=x|", "body"},
		{"From: a@b\nnoise\n folded noise\nSubject: x\n\nbody", "From=a@b|Subject=x|",
			"body"},
		/* What stands before a message. */
		{"From x@y Mon Apr 29 00:00:00 2019\nTo: a\n\nb", "To=a|", "b"},
		{">From x@y Mon Apr 29\nTo: a\n\nb", "To=a|", "b"},
		{"To: a\n>From x@y Mon\nSubject: c\n\nb", "To=a|Subject=c|", "b"},
		{"\xef\xbb\xbfTo: a\n\nb", "To=a|", "b"},
		{"\n\r\n\nTo: a\n\nb", "To=a|", "b"},
		{"\n\nno header\n", "", "\nno header\n"},
		/* A line of blanks is a fold. */
		{"To: a\n \nSubject: b\n\nc", "To=a|Subject=b|", "c"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Header) header = header_scan(span_of(rows[i].bytes), TRUE);
		g_autofree char *fields = fields_of(header);
		g_assert_cmpstr(fields, ==, rows[i].fields);
		g_assert_cmpstr(rows[i].bytes + header->body, ==, rows[i].body);
		g_assert_false(header->nul);
	}
}

static void test_nul_does_not_end(void)
{
	static const char bytes[] = "Subject: a\0b\nFrom: c@d\n\nbody";
	g_autoptr(Header) header = header_scan(span_new(bytes, sizeof bytes - 1), TRUE);
	g_assert_true(header->nul);
	g_assert_cmpuint(header->fields->len, ==, 2);
	g_autofree char *subject = header_text(header_get(header, "SUBJECT"));
	g_assert_cmpstr(subject, ==, "a b");
	g_assert_true(bytes_equal(header_get(header, "from"), "c@d"));
	g_assert_cmpuint(header_get(header, "to").length, ==, 0);
}

static void test_part_header(void)
{
	/* Before a part nothing is passed over. */
	g_autoptr(Header) header = header_scan(span_of("\nTo: a\n\nb"), FALSE);
	g_assert_cmpuint(header->fields->len, ==, 0);
	g_assert_cmpuint(header->body, ==, 1);
}

static void test_limits(void)
{
	GString *bytes = g_string_new(NULL);
	for (guint i = 0; i < LIMIT_HEADER_LINES + 5; i++)
		g_string_append_printf(bytes, "X-%u: y\n", i);
	g_string_append(bytes, "\nbody");
	g_autoptr(Header) header = header_scan(span_new(bytes->str, bytes->len), TRUE);
	g_assert_true(header->over);
	g_assert_cmpuint(header->fields->len, ==, LIMIT_HEADER_LINES);
	g_assert_cmpstr(bytes->str + header->body, ==, "body");
	g_string_free(bytes, TRUE);

	bytes = g_string_new("X: ");
	for (gsize i = 0; i < LIMIT_HEADER_BLOCK / 64 + 2; i++)
		g_string_append(
			bytes, "0123456789012345678901234567890123456789012345678901234567890\n ");
	g_string_append(bytes, "\nFrom: late@b\n\nbody");
	g_autoptr(Header) block = header_scan(span_new(bytes->str, bytes->len), TRUE);
	g_assert_true(block->over);
	g_assert_cmpuint(header_get(block, "from").length, ==, 0);
	g_assert_cmpstr(bytes->str + block->body, ==, "body");
	g_string_free(bytes, TRUE);
}

static void test_text(void)
{
	static const struct {
		const char *value;
		const char *text;
	} rows[] = {
		{"plain", "plain"},
		{"  two   spaces\tand tab ", "two spaces and tab"},
		{"folded\r\n line\n\tagain", "folded line again"},
		{"=?utf-8?q?gr=C3=BC=C3=9Fe?= x", "grüße x"},
		{"a\x07"
		 "b\x7f"
		 "c",
			"a b c"},
		{"caf\xe9", "café"},
		{"caf\xc3\xa9", "café"},
		{"", ""},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = header_text(span_of(rows[i].value));
		g_assert_cmpstr(text, ==, rows[i].text);
	}
}

static void test_text_is_bounded(void)
{
	GString *value = g_string_new(NULL);
	for (guint i = 0; i < 100000; i++)
		g_string_append(value, "あ");
	g_autofree char *text = header_text(span_new(value->str, value->len));
	g_assert_cmpuint(strlen(text), <=, LIMIT_STRING);
	g_assert_cmpuint(strlen(text), >, LIMIT_STRING - 4);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_true(g_str_has_prefix(text, "ああ"));
	g_string_free(value, TRUE);
}

static void test_id_shape(void)
{
	static const struct {
		const char *id;
		const char *shape;
	} rows[] = {
		{"CADRnH23yQxEPTYysMECCwvgYvN7RZucmDH+x4QLPDJZcJUR4og@mail.gmail.com",
			"a@a.gmail.com"},
		{"CA+Rn-23yQ_EPTYysMECCwvgYvN7RZuc=DH+x4QLPDJZcJUR4og@mail.gmail.com",
			"a@a.gmail.com"},
		{"8cadda8f-2f82-407d-9688-a3a2533458b4@LEONARD0039.mail.collab.local",
			"uuid@a.collab.local"},
		{"000001d5fe18$2c5a3b10$850eb130$@company.com", "a$h$h$@company.com"},
		{"1990464247.2781430.1599147294615@mail.yahoo.com", "9.9.9@a.yahoo.com"},
		{"20190429000000.GA12345@host", "9.a@host"},
		{"x@[192.0.2.1]", "a@[9]"},
		{"x@mail.a.co.jp", "a@a.a.co.jp"},
		{"x@a.co.jp", "a@a.co.jp"},
		{"", ""},
		{"nothing", "a"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *shape = header_id_shape(rows[i].id);
		g_assert_cmpstr(shape, ==, rows[i].shape);
	}
}

static void test_program(void)
{
	static const struct {
		const char *value;
		const char *program;
	} rows[] = {
		{"Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Thunderbird/60.6.1",
			"thunderbird 60"},
		{"Microsoft Outlook 16.0", "microsoft outlook 16"},
		{"Apple Mail (2.3445.104.8)", "apple mail 2"},
		{"Mutt/1.10.1 (2018-07-13)", "mutt 1"},
		{"Evolution 3.28.5-0ubuntu0.18.04.1", "evolution 3"},
		{"Becky! ver. 2.75.02 [ja]", "becky ver. 2"},
		{"", ""},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *program = header_program(rows[i].value);
		g_assert_cmpstr(program, ==, rows[i].program);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/header/fields", test_fields);
	g_test_add_func("/header/nul-does-not-end", test_nul_does_not_end);
	g_test_add_func("/header/part-header", test_part_header);
	g_test_add_func("/header/limits", test_limits);
	g_test_add_func("/header/text", test_text);
	g_test_add_func("/header/text-is-bounded", test_text_is_bounded);
	g_test_add_func("/header/id-shape", test_id_shape);
	g_test_add_func("/header/program", test_program);
	return g_test_run();
}
