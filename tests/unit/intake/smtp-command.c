/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/smtp/smtp-command.h"

#include <string.h>

#include "intake/smtp/smtp-taste.h"

static Span text(const char *string)
{
	return span_new(string, strlen(string));
}

static void test_verbs(void)
{
	static const struct {
		const char *line;
		SmtpVerb verb;
		const char *argument;
	} cases[] = {
		{"EHLO a.example\r\n", SMTP_EHLO, "a.example"},
		{"  ehlo\ta.example  \n", SMTP_EHLO, "a.example"},
		{"Mail From:<a@b>", SMTP_MAIL, "From:<a@b>"},
		{"DATA", SMTP_DATA, ""},
		{"DATAX", SMTP_UNKNOWN, "DATAX"},
		{"\r\n", SMTP_UNKNOWN, ""},
		{"noop x", SMTP_OTHER, "x"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		SmtpCommand command = smtp_command_parse(text(cases[i].line));

		g_assert_cmpint(command.verb, ==, cases[i].verb);
		g_assert_cmpmem(command.argument.data, command.argument.length, cases[i].argument,
			strlen(cases[i].argument));
	}
}

static void test_paths(void)
{
	static const struct {
		const char *argument;
		const char *path; /* NULL: none */
	} cases[] = {
		{"FROM:<a@b> SIZE=9", "a@b"},
		{"FROM: <a@b>", "a@b"},
		{"from :a@b BODY=8BITMIME", "a@b"},
		{"FROM:<>", ""},
		{"FROM:<@r,@s:a@b>", "a@b"},
		{"FROM:<\"a>b\\\"c\"@d> X", "\"a>b\\\"c\"@d"},
		{"FROM:<a@b", "a@b"},
		{"FROM:", NULL},
		{"FROM <a@b>", NULL},
		{"TO:<a@b>", NULL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		Span path = {0};
		gboolean found = smtp_command_path(text(cases[i].argument), "FROM", &path);

		g_assert_cmpint(found, ==, cases[i].path != NULL);
		if (found)
			g_assert_cmpmem(
				path.data, path.length, cases[i].path, strlen(cases[i].path));
	}
}

static void test_chunks(void)
{
	guint64 size;
	gboolean last;

	g_assert_true(smtp_command_chunk(text("0 LAST"), &size, &last));
	g_assert_cmpuint(size, ==, 0);
	g_assert_true(last);
	g_assert_true(smtp_command_chunk(text("900000000000000000"), &size, &last));
	g_assert_cmpuint(size, ==, G_GUINT64_CONSTANT(900000000000000000));
	g_assert_false(last);
	static const char *const malformed[] = {"", "LAST", "-1", "1 FIRST", "1LAST",
		"18446744073709551617", "9999999999999999999"};

	for (gsize i = 0; i < G_N_ELEMENTS(malformed); i++)
		g_assert_false(smtp_command_chunk(text(malformed[i]), &size, &last));
}

static void test_taste(void)
{
	static const struct {
		const char *head;
		SmtpTaste taste;
	} cases[] = {
		{"", SMTP_TASTE_SHORT},
		{"EHL", SMTP_TASTE_SHORT},
		{"EHLO x\r\n", SMTP_TASTE_CLIENT},
		{"mail from:<a@b>\n", SMTP_TASTE_CLIENT},
		{"220 x ESMTP\r\n", SMTP_TASTE_SERVER},
		{"220-x smtp\r\n220 y\r\n", SMTP_TASTE_SERVER},
		{"220 ftp\r\n", SMTP_TASTE_ANSWERS},
		{"250 ok\r\n", SMTP_TASTE_ANSWERS},
		{"USER x\r\n", SMTP_TASTE_OTHER},
		{"GET / HTTP/1.1\r\n", SMTP_TASTE_OTHER},
		{"QUIT\r\n", SMTP_TASTE_OTHER},
		{"\x16\x03\x01\x01\x01\x01", SMTP_TASTE_TLS},
		{"\x16\x03\x01\x01\x01\x02", SMTP_TASTE_OTHER},
		{"\x01", SMTP_TASTE_OTHER},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(smtp_taste(text(cases[i].head)), ==, cases[i].taste);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/smtp-command/verbs", test_verbs);
	g_test_add_func("/smtp-command/paths", test_paths);
	g_test_add_func("/smtp-command/chunks", test_chunks);
	g_test_add_func("/smtp-command/taste", test_taste);
	return g_test_run();
}
