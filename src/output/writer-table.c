/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows as a table for a terminal; no rows give no table.
 */
#include "base/i18n.h"
#include "output/table.h"
#include "output/text.h"
#include "output/writer.h"

typedef struct Rows {
	Table *table;
	guint count;
} Rows;

static void start(Writer *writer)
{
	Rows *rows = writer->own;
	guint shown = 0;
	for (guint i = 0; i < writer->count; i++)
		shown += writer->columns[i].head != NULL;
	table_free(rows->table);
	rows->table = table_new(shown);
	rows->count = 0;
	for (guint i = 0, column = 0; i < writer->count; i++) {
		if (writer->columns[i].head == NULL)
			continue;
		if (writer->columns[i].kind <= CELL_WORD)
			table_left(rows->table, column);
		table_add(rows->table, g_strdup(_(writer->columns[i].head)));
		column++;
	}
}

static void begin(Writer *writer)
{
	writer->own = g_new0(Rows, 1);
	start(writer);
}

static char *cell_text(const Column *column, const Cell *cell)
{
	switch (column->kind) {
	case CELL_WORD:
		return g_strdup(_(cell->text));
	case CELL_FLAG:
		return g_strdup(cell->number != 0 ? _("yes") : "-");
	case CELL_COUNT:
		return text_number((guint64)cell->number);
	case CELL_SHARE:
		return text_probability(cell->share);
	case CELL_TIME:
		return text_time(cell->number);
	default:
		return cell->text[0] != '\0' ? text_safe(cell->text) : g_strdup("-");
	}
}

static void row(Writer *writer, const Cell *cells)
{
	Rows *rows = writer->own;
	for (guint i = 0; i < writer->count; i++)
		if (writer->columns[i].head != NULL)
			table_add(rows->table, cell_text(&writer->columns[i], &cells[i]));
	rows->count++;
}

static void flush(Writer *writer)
{
	Rows *rows = writer->own;
	if (rows->count == 0)
		return;
	table_print(rows->table, writer->stream);
	start(writer);
}

static void end(Writer *writer)
{
	Rows *rows = writer->own;
	table_free(rows->table);
	g_free(rows);
}

const WriterForm writer_table = {begin, row, flush, end};
