/* SPDX-License-Identifier: Apache-2.0
 *
 * Writer: rows of a report as a table for people, JSON lines or CSV. A report says once what its
 * columns are; each form is one file that exports one constant object. Texts may hold anything.
 */
#pragma once

#include "output/json.h"

typedef enum {
	CELL_TEXT,
	CELL_NAME, /* text that is null in JSON where it is "" */
	CELL_WORD, /* one of our own words: translated in the table */
	CELL_COUNT,
	CELL_FLAG,  /* 0 or 1 */
	CELL_SHARE, /* 0 to 1: text_probability in the table */
	CELL_TIME,  /* Unix seconds, 0 when unknown */
} CellKind;

typedef struct Column {
	const char
		*key; /* in JSON and CSV: fixed; "roles.relay" is "relay" in the object "roles" */
	const char *head; /* in the table, translatable; NULL: not shown there */
	CellKind kind;
} Column;

typedef struct Cell {
	const char *text; /* CELL_TEXT, CELL_NAME, CELL_WORD */
	double share;
	gint64 number; /* CELL_COUNT, CELL_FLAG, CELL_TIME */
} Cell;

typedef struct Writer Writer;

/* One form of writing. */
typedef struct WriterForm {
	void (*begin)(Writer *writer);
	void (*row)(Writer *writer, const Cell *cells);
	void (*flush)(Writer *writer);
	void (*end)(Writer *writer);
} WriterForm;

extern const WriterForm writer_table, writer_json, writer_csv;

struct Writer {
	const WriterForm *form;
	const Column *columns;
	guint count;
	FILE *stream;
	gpointer own; /* the form's */
};

/* A writer by FORM of rows with COUNT COLUMNS on STREAM; all borrowed. */
Writer *writer_new(const WriterForm *form, const Column *columns, guint count, FILE *stream);
/* Flushes. */
void writer_free(Writer *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Writer, writer_free)
/* Write one row; CELLS has as many as there are columns. */
void writer_row(Writer *writer, const Cell *cells);
/* Put out what was held back: a table needs all its rows to know how wide it is. */
void writer_flush(Writer *writer);
