/* SPDX-License-Identifier: Apache-2.0
 *
 * Columns stand straight, also below wide characters.
 */
#include "output/table.h"

static char *printed(const Table *table)
{
	char *buffer = NULL;
	size_t length = 0;
	/* No descriptor behind it: never coloured. */
	FILE *stream = open_memstream(&buffer, &length);
	table_print(table, stream);
	fclose(stream);
	char *copy = g_strndup(buffer, length);
	free(buffer);
	return copy;
}

static void fill(Table *table, const char *const *cells, guint count)
{
	for (guint i = 0; i < count; i++)
		table_add(table, g_strdup(cells[i]));
}

static void test_columns(void)
{
	const char *const cells[] = {
		"種類", "n", "%", "E1", "1,234", "5.0 (1.0-9.0)", "longer", "2", "-"};
	g_autoptr(Table) table = table_new(3);
	fill(table, cells, G_N_ELEMENTS(cells));
	g_autofree char *text = printed(table);
	g_assert_cmpstr(text, ==,
		"  種類        n              %\n"
		"  E1      1,234  5.0 (1.0-9.0)\n"
		"  longer      2              -\n");
}

static void test_unfinished_row(void)
{
	const char *const cells[] = {"a", "b", "c"};
	g_autoptr(Table) table = table_new(2);
	fill(table, cells, G_N_ELEMENTS(cells));
	g_autofree char *text = printed(table);
	g_assert_cmpstr(text, ==, "  a  b\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/table/columns", test_columns);
	g_test_add_func("/table/unfinished-row", test_unfinished_row);
	return g_test_run();
}
