/* SPDX-License-Identifier: Apache-2.0
 *
 * SQLite's return codes become GErrors here and nowhere else.
 */
#include "ledger/statement.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"

gboolean statement_fail(sqlite3 *database, GError **error)
{
	int code = sqlite3_errcode(database);
	const char *path = sqlite3_db_filename(database, "main");
	gboolean state = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_BUSY ||
			 code == SQLITE_LOCKED;
	g_set_error(error, KITH_ERROR, state ? KITH_ERROR_STATE : KITH_ERROR_IO, "%s: %s",
		path != NULL ? path : "", sqlite3_errmsg(database));
	return FALSE;
}

sqlite3_stmt *statement_new(sqlite3 *database, const char *sql, GError **error)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
		SQLITE_OK)
		statement_fail(database, error);
	return statement;
}

gboolean statement_step(sqlite3_stmt *statement, gboolean *ret_row, GError **error)
{
	int code = sqlite3_step(statement);
	*ret_row = code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		return TRUE;
	if (code != SQLITE_DONE)
		statement_fail(sqlite3_db_handle(statement), error);
	sqlite3_reset(statement);
	return code == SQLITE_DONE;
}

gboolean statement_run(sqlite3_stmt *statement, GError **error)
{
	gboolean row = TRUE;
	while (row)
		if (!statement_step(statement, &row, error))
			return FALSE;
	return TRUE;
}

gboolean statement_execute(sqlite3 *database, const char *sql, GError **error)
{
	return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       statement_fail(database, error);
}

gboolean statement_integer(sqlite3 *database, const char *sql, gint64 *ret, GError **error)
{
	gboolean row = FALSE;
	g_autoptr(sqlite3_stmt) statement = statement_new(database, sql, error);
	if (statement == NULL || !statement_step(statement, &row, error))
		return FALSE;
	*ret = row ? sqlite3_column_int64(statement, 0) : 0;
	return TRUE;
}

const char *statement_text(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	return text != NULL ? text : "";
}

/* Where TEXT is cut: before the character that goes over the bound. */
static gsize length_of(const char *text)
{
	gsize length = strnlen(text, LIMIT_STRING + 1);
	if (length <= LIMIT_STRING)
		return length;
	const char *end = g_utf8_find_prev_char(text, text + length);
	return end != NULL ? (gsize)(end - text) : 0;
}

static void bind_owned(sqlite3_stmt *statement, int number, char *take_text)
{
	sqlite3_bind_text(statement, number, take_text, -1, g_free);
}

/* A broken byte grows to the three of U+FFFD, so it is cut once more. */
static void bind_repaired(sqlite3_stmt *statement, int number, const char *text, gsize length)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
	bind_owned(statement, number, g_strndup(valid, length_of(valid)));
}

void statement_bind_text(sqlite3_stmt *statement, int number, const char *text)
{
	gsize length = text != NULL ? length_of(text) : 0;
	if (length > 0 && !g_utf8_validate_len(text, length, NULL))
		bind_repaired(statement, number, text, length);
	else
		sqlite3_bind_text(
			statement, number, length > 0 ? text : "", (int)length, SQLITE_STATIC);
}

static void bind_folded(sqlite3_stmt *statement, int number, const char *text, gsize length)
{
	g_autofree char *folded = g_ascii_strdown(text, (gssize)length);
	if (g_utf8_validate_len(folded, length, NULL))
		bind_owned(statement, number, g_steal_pointer(&folded));
	else
		bind_repaired(statement, number, folded, length);
}

void statement_bind_folded(sqlite3_stmt *statement, int number, const char *text)
{
	bind_folded(
		statement, number, text != NULL ? text : "", text != NULL ? length_of(text) : 0);
}

void statement_bind_address(sqlite3_stmt *statement, int number, const char *address)
{
	const char *text = address != NULL ? address : "";
	gsize length = length_of(text);
	const char *at = memrchr(text, '@', length);
	gsize local = at != NULL ? (gsize)(at + 1 - text) : length;
	bind_folded(statement, number, text + local, length - local);
	bind_folded(statement, number + 1, text, local);
}

void statement_bind_hash(sqlite3_stmt *statement, int number, guint64 hash)
{
	sqlite3_bind_int64(statement, number, (gint64)hash);
}
