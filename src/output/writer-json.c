/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows as JSON lines. Columns of one inner object stand together.
 */
#include <string.h>

#include "output/writer.h"

enum { share_decimals = 3 };

static void begin(Writer *writer)
{
	writer->own = json_new(writer->stream);
}

static void write_cell(Json *json, const char *key, CellKind kind, const Cell *cell)
{
	switch (kind) {
	case CELL_COUNT:
		json_integer(json, key, cell->number);
		break;
	case CELL_FLAG:
		json_boolean(json, key, cell->number != 0);
		break;
	case CELL_SHARE:
		json_number(json, key, cell->share, share_decimals);
		break;
	case CELL_TIME:
		json_time(json, key, cell->number);
		break;
	case CELL_NAME:
		json_string_or_null(json, key, cell->text);
		break;
	case CELL_WORD:
	case CELL_TEXT:
		json_string(json, key, cell->text);
		break;
	}
}

/* Leaves the inner object *INNER (as long as LENGTH) and enters that of KEY, where they differ. */
static void change_object(Json *json, const char *key, const char **inner, gsize *length)
{
	const char *dot = strchr(key, '.');
	gsize wanted = dot != NULL ? (gsize)(dot - key) : 0;
	if (wanted == *length && strncmp(key, *inner, wanted) == 0)
		return;
	if (*length > 0)
		json_close_object(json);
	g_autofree char *name = g_strndup(key, wanted);
	if (wanted > 0)
		json_open_object(json, name);
	*inner = key;
	*length = wanted;
}

static void row(Writer *writer, const Cell *cells)
{
	Json *json = writer->own;
	const char *inner = "";
	gsize length = 0;
	json_open_object(json, NULL);
	for (guint i = 0; i < writer->count; i++) {
		const char *key = writer->columns[i].key;
		change_object(json, key, &inner, &length);
		write_cell(json, length > 0 ? key + length + 1 : key, writer->columns[i].kind,
			&cells[i]);
	}
	if (length > 0)
		json_close_object(json);
	json_close_object(json);
}

static void flush(Writer *writer)
{
}

static void end(Writer *writer)
{
	json_free(writer->own);
}

const WriterForm writer_json = {begin, row, flush, end};
