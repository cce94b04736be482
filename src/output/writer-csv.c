/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows as CSV (RFC 4180, lines end in LF), fit for a spreadsheet: what a mail put there must not
 * run as a formula, so that a text that would begin one is given a quote mark (OWASP, CSV
 * injection).
 */
#include <string.h>

#include "base/limits.h"
#include "output/writer.h"

static void begin(Writer *writer)
{
	for (guint i = 0; i < writer->count; i++)
		fprintf(writer->stream, "%s%s", i > 0 ? "," : "", writer->columns[i].key);
	fputc('\n', writer->stream);
}

static gboolean begins_formula(const char *text)
{
	return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* Control characters are none of a name's; they would reach a terminal by way of the file. */
static void write_text(FILE *stream, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	fputs(begins_formula(valid) ? "\"'" : "\"", stream);
	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gsize length = (gsize)(g_utf8_next_char(at) - at);
		if (g_unichar_iscntrl(g_utf8_get_char(at)))
			fputs("\xef\xbf\xbd", stream);
		else
			fwrite(at, 1, length, stream);
		if (*at == '"')
			fputc('"', stream);
	}
	fputc('"', stream);
}

static void write_time(FILE *stream, gint64 time)
{
	g_autoptr(GDateTime) date =
		time != 0 && time <= LIMIT_TIME ? g_date_time_new_from_unix_utc(time) : NULL;
	g_autofree char *text =
		date != NULL ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
	fputs(text != NULL ? text : "", stream);
}

static void write_cell(FILE *stream, CellKind kind, const Cell *cell)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	switch (kind) {
	case CELL_FLAG:
	case CELL_COUNT:
		fprintf(stream, "%" G_GINT64_FORMAT, cell->number);
		break;
	case CELL_SHARE:
		fputs(g_ascii_formatd(digits, sizeof digits, "%.3f", cell->share), stream);
		break;
	case CELL_TIME:
		write_time(stream, cell->number);
		break;
	default:
		if (cell->text[0] != '\0')
			write_text(stream, cell->text);
	}
}

static void row(Writer *writer, const Cell *cells)
{
	for (guint i = 0; i < writer->count; i++) {
		if (i > 0)
			fputc(',', writer->stream);
		write_cell(writer->stream, writer->columns[i].kind, &cells[i]);
	}
	fputc('\n', writer->stream);
}

static void nothing(Writer *writer)
{
}

const WriterForm writer_csv = {begin, row, nothing, nothing};
