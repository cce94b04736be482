/* SPDX-License-Identifier: Apache-2.0
 *
 * Statement: the few calls of SQLite that everybody in this folder makes, with its errors as ours.
 * All SQL is in literals; what comes from outside is bound.
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)

/* Say in ERROR what DATABASE last complained of: KITH_ERROR_STATE when it is damaged, none or
 * locked, else KITH_ERROR_IO. Always FALSE. */
gboolean statement_fail(sqlite3 *database, GError **error);
/* The statement SQL, owned by the caller; NULL with ERROR. */
sqlite3_stmt *statement_new(sqlite3 *database, const char *sql, GError **error);
/* Go on to the next row; *RET_ROW is FALSE, and the statement ready to be used again, when there is
 * none. FALSE with ERROR. */
gboolean statement_step(sqlite3_stmt *statement, gboolean *ret_row, GError **error);
/* Run to the end. */
gboolean statement_run(sqlite3_stmt *statement, GError **error);
/* Run SQL, which may be several statements. */
gboolean statement_execute(sqlite3 *database, const char *sql, GError **error);
/* The integer in the first column of the first row of SQL, 0 when there is no row. */
gboolean statement_integer(sqlite3 *database, const char *sql, gint64 *ret, GError **error);
/* The text in COLUMN, never NULL, borrowed until the next step. */
const char *statement_text(sqlite3_stmt *statement, int column);
/* Bind TEXT, which outlives the step, to parameter NUMBER: as valid UTF-8 of at most LIMIT_STRING
 * bytes, NULL as "". A folded one is in lower case as well. */
void statement_bind_text(sqlite3_stmt *statement, int number, const char *text);
void statement_bind_folded(sqlite3_stmt *statement, int number, const char *text);
/* Bind ADDRESS, folded: what stands behind its last '@' to parameter NUMBER, the rest with the '@'
 * to the next. */
void statement_bind_address(sqlite3_stmt *statement, int number, const char *address);
/* Bind 64 bits without sign; SQLite has only signed ones. */
void statement_bind_hash(sqlite3_stmt *statement, int number, guint64 hash);
