/* SPDX-License-Identifier: Apache-2.0
 *
 * A table for a terminal: columns as wide as their widest cell, the first to the left, others to
 * the right unless said.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef struct Table Table;

Table *table_new(guint columns);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

/* COLUMN stands to the left: text. */
void table_left(Table *table, guint column);
/* Add a cell, owned by the table from now on; a row is full after as many as there are columns. The
 * first row is the head. */
void table_add(Table *table, char *take_cell);
/* Print all full rows to STREAM, each behind two spaces. */
void table_print(const Table *table, FILE *stream);
