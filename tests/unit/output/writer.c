/* SPDX-License-Identifier: Apache-2.0
 *
 * One description of columns, three forms.
 */
#include "output/writer.h"

static const Column columns[] = {
	{"address", "Mailbox", CELL_NAME},
	{"kind", NULL, CELL_TEXT},
	{"probability", "Surety", CELL_SHARE},
	{"roles.relay", "Relay", CELL_COUNT},
	{"roles.robbed", NULL, CELL_COUNT},
	{"first", "First", CELL_TIME},
};

static char *written(const WriterForm *form, const char *address)
{
	char *buffer = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&buffer, &length);
	Writer *writer = writer_new(form, columns, G_N_ELEMENTS(columns), stream);
	const Cell cells[] = {{.text = address}, {.text = "person"}, {.share = 0.9712},
		{.number = 12}, {.number = 3}, {.number = 1580349600}};
	writer_row(writer, cells);
	writer_free(writer);
	fclose(stream);
	char *copy = g_strndup(buffer, length);
	free(buffer);
	return copy;
}

static void test_json(void)
{
	g_autofree char *line = written(&writer_json, "a@b.example");
	g_assert_cmpstr(line, ==,
		"{\"address\":\"a@b.example\",\"kind\":\"person\",\"probability\":0.971,"
		"\"roles\":{\"relay\":12,\"robbed\":3},\"first\":\"2020-01-30T02:00:00Z\"}\n");
	g_autofree char *nobody = written(&writer_json, "");
	g_assert_nonnull(strstr(nobody, "\"address\":null"));
}

static void test_table(void)
{
	g_autofree char *text = written(&writer_table, "a@b.example\033[31m");
	g_assert_nonnull(strstr(text, "  Mailbox"));
	g_assert_nonnull(strstr(text, "97 %"));
	g_assert_null(strchr(text, '\033'));
	g_assert_null(strstr(text, "person"));
}

static void test_no_rows(void)
{
	char *buffer = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&buffer, &length);
	writer_free(writer_new(&writer_table, columns, G_N_ELEMENTS(columns), stream));
	fclose(stream);
	g_assert_cmpuint(length, ==, 0);
	free(buffer);
}

static void test_csv(void)
{
	g_autofree char *plain = written(&writer_csv, "a@b.example");
	g_assert_cmpstr(plain, ==,
		"address,kind,probability,roles.relay,roles.robbed,first\n"
		"\"a@b.example\",\"person\",0.971,12,3,2020-01-30T02:00:00Z\n");
}

static void test_csv_is_no_formula(void)
{
	const struct {
		const char *text, *cell;
	} cases[] = {
		{"=HYPERLINK(\"x\")", "\n\"'=HYPERLINK(\"\"x\"\")\","},
		{"+1", "\n\"'+1\","},
		{"-1", "\n\"'-1\","},
		{"@SUM(A1)", "\n\"'@SUM(A1)\","},
		{"\t=1", "\n\"'\xef\xbf\xbd=1\","},
		{"a\nb", "\n\"a\xef\xbf\xbd"
			 "b\","},
		{"caf\xe9", "\n\"caf\xef\xbf\xbd\","},
		{"", "\n,"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = written(&writer_csv, cases[i].text);
		if (strstr(text, cases[i].cell) == NULL)
			g_error("%s: %s", cases[i].text, text);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/output/writer/json", test_json);
	g_test_add_func("/output/writer/table", test_table);
	g_test_add_func("/output/writer/no-rows", test_no_rows);
	g_test_add_func("/output/writer/csv", test_csv);
	g_test_add_func("/output/writer/csv-is-no-formula", test_csv_is_no_formula);
	return g_test_run();
}
