/* SPDX-License-Identifier: Apache-2.0
 *
 * How far attribution has come, and what it keeps of what it has weighed.
 */
#include "ledger/ledger-internal.h"

gboolean ledger_standing(Ledger *ledger, LedgerStanding *ret, GError **error)
{
	gboolean row = FALSE;
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database,
		"SELECT generation <> attributed, growth <> followed, settled, weighed, "
		"concentration FROM progress",
		error);
	*ret = (LedgerStanding){0};
	if (statement == NULL || !statement_step(statement, &row, error))
		return FALSE;
	ret->changed = ledger->changed || sqlite3_column_int(statement, 0) != 0;
	ret->grown = ledger->grown || sqlite3_column_int(statement, 1) != 0;
	ret->settled = sqlite3_column_int64(statement, 2);
	ret->weighed = (guint64)sqlite3_column_int64(statement, 3);
	ret->concentration = sqlite3_column_double(statement, 4);
	return TRUE;
}

gboolean ledger_count_after(
	Ledger *ledger, const LedgerStanding *standing, guint64 *ret, GError **error)
{
	gboolean row = FALSE;
	sqlite3_stmt *statement = ledger_prepare(
		ledger, "SELECT count(*) FROM message WHERE id > ?1 AND verdict IN (2, 3)", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, standing->settled);
	if (!statement_step(statement, &row, error))
		return FALSE;
	*ret = (guint64)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return TRUE;
}

gboolean ledger_get_suspect(Ledger *ledger, LedgerSuspect *suspect, GError **error)
{
	gboolean row = FALSE;
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"SELECT messages, unseen FROM suspect WHERE mailbox = ?1 AND claimed = ?2", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, suspect->mailbox);
	sqlite3_bind_int(statement, 2, suspect->claimed);
	if (!statement_step(statement, &row, error))
		return FALSE;
	suspect->messages = row ? sqlite3_column_int64(statement, 0) : 0;
	suspect->unseen = row ? sqlite3_column_int64(statement, 1) : 0;
	sqlite3_reset(statement);
	return TRUE;
}

gboolean ledger_put_suspect(Ledger *ledger, const LedgerSuspect *suspect, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_stmt *statement =
		ledger_prepare(ledger, "INSERT INTO suspect VALUES (?1, ?2, ?3, ?4)", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, suspect->mailbox);
	sqlite3_bind_int(statement, 2, suspect->claimed);
	sqlite3_bind_int64(statement, 3, suspect->messages);
	sqlite3_bind_int64(statement, 4, suspect->unseen);
	return statement_run(statement, error);
}

gboolean ledger_clear_suspects(Ledger *ledger, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	return statement_execute(ledger->database, "DELETE FROM suspect", error);
}

gboolean ledger_note_weighed_all(
	Ledger *ledger, guint64 weighed, double concentration, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"UPDATE progress SET attributed = generation, followed = growth, "
		"settled = (SELECT coalesce(max(id), 0) FROM message), concentration = ?1, "
		"weighed = ?2",
		error);
	if (statement == NULL)
		return FALSE;
	ledger->changed = ledger->grown = FALSE;
	sqlite3_bind_double(statement, 1, concentration);
	statement_bind_hash(statement, 2, weighed);
	return statement_run(statement, error);
}

gboolean ledger_note_weighed_after(Ledger *ledger, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	ledger->grown = FALSE;
	return statement_execute(ledger->database, "UPDATE progress SET followed = growth", error);
}
