/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking into the tables of a memory behind its back, and into its files byte by byte.
 */
#pragma once

#include "letters.h"
#include "memory/keys.h"
#include "store/kv.h"

/* All rows of all tables as "table key value" in hexadecimal. */
typedef struct TableRows {
	GPtrArray *rows;
	guint table;
} TableRows;

static inline void rows_hex(GString *out, Span bytes)
{
	for (gsize i = 0; i < bytes.length; i++)
		g_string_append_printf(out, "%02x", (guint8)bytes.data[i]);
}

static inline gboolean rows_add(Span key, Span value, gpointer user_data)
{
	TableRows *self = user_data;
	GString *row = g_string_new(NULL);

	g_string_append_printf(row, "%s ", memory_tables[self->table].name);
	rows_hex(row, key);
	g_string_append_c(row, ' ');
	rows_hex(row, value);
	g_ptr_array_add(self->rows, g_string_free(row, FALSE));
	return TRUE;
}

/* What is committed in STATE, as a new array of strings. */
static inline GPtrArray *tables_rows(const char *state)
{
	KvOptions options = {.tables = memory_tables, .table_count = TABLE_COUNT, .mode = KV_READ};
	g_autoptr(GError) error = NULL;
	g_autoptr(Kv) kv = kv_open(&kv_lmdb, state, &options, &error);
	TableRows self = {.rows = g_ptr_array_new_with_free_func(g_free)};

	g_assert_no_error(error);
	kv_begin(kv, &error);
	g_assert_no_error(error);
	for (self.table = 0; self.table < TABLE_COUNT; self.table++) {
		kv_walk(kv, self.table, rows_add, &self, &error);
		g_assert_no_error(error);
	}
	return self.rows;
}

/* How many rows of TABLE are among ROWS. */
static inline guint tables_count(const GPtrArray *rows, const char *table)
{
	g_autofree char *prefix = g_strconcat(table, " ", NULL);
	guint count = 0;

	for (guint i = 0; i < rows->len; i++)
		count += g_str_has_prefix(rows->pdata[i], prefix);
	return count;
}

/* Is BYTES in any file of STATE? */
static inline gboolean state_has_bytes(const char *state, Span bytes)
{
	g_autoptr(GDir) directory = g_dir_open(state, 0, NULL);
	const char *name;
	gboolean found = FALSE;

	while ((name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *path = g_build_filename(state, name, NULL), *content = NULL;
		gsize length;

		if (g_file_get_contents(path, &content, &length, NULL))
			found |= memmem(content, length, bytes.data, bytes.length) != NULL;
	}
	return found;
}
