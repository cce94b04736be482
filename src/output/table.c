/* SPDX-License-Identifier: Apache-2.0
 *
 * Widths are counted in columns of a terminal, so that Japanese heads stand above their numbers.
 */
#include "output/table.h"

#include "output/text.h"

struct Table {
	guint columns;
	gboolean *left;   /* of each column */
	GPtrArray *cells; /* of char *, row after row */
};

Table *table_new(guint columns)
{
	Table *table = g_new0(Table, 1);
	table->columns = columns;
	table->left = g_new0(gboolean, MAX(columns, 1));
	table->left[0] = TRUE;
	table->cells = g_ptr_array_new_with_free_func(g_free);
	return table;
}

void table_free(Table *table)
{
	if (table == NULL)
		return;
	g_ptr_array_unref(table->cells);
	g_free(table->left);
	g_free(table);
}

void table_add(Table *table, char *take_cell)
{
	g_ptr_array_add(table->cells, take_cell);
}

void table_left(Table *table, guint column)
{
	table->left[column] = TRUE;
}

static guint widest(const Table *table, guint column)
{
	guint width = 0;
	for (guint i = column; i < table->cells->len; i += table->columns)
		width = MAX(width, text_width(table->cells->pdata[i]));
	return width;
}

static void print_row(const Table *table, const guint *widths, guint row, FILE *stream)
{
	for (guint i = 0; i < table->columns; i++) {
		const char *cell = table->cells->pdata[row * table->columns + i];
		int padding = (int)(widths[i] - text_width(cell));
		if (table->left[i])
			fprintf(stream, "  %s%*s", cell, i + 1 < table->columns ? padding : 0, "");
		else
			fprintf(stream, "  %*s%s", padding, "", cell);
	}
	fputc('\n', stream);
}

void table_print(const Table *table, FILE *stream)
{
	g_autofree guint *widths = g_new(guint, table->columns);
	for (guint i = 0; i < table->columns; i++)
		widths[i] = widest(table, i);
	for (guint row = 0; row < table->cells->len / table->columns; row++) {
		fputs(row == 0 ? text_colour(stream, COLOUR_DIM) : "", stream);
		print_row(table, widths, row, stream);
		fputs(row == 0 ? text_colour(stream, COLOUR_NONE) : "", stream);
	}
}
