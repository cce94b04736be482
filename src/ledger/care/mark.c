/* SPDX-License-Identifier: Apache-2.0
 *
 * Correcting a judgement. What was judged before is given, so that the correction can be taken
 * back.
 */
#include "ledger/care/ledger-care.h"
#include "ledger/ledger-internal.h"

gboolean ledger_find_judgement(
	Ledger *ledger, const guint8 *identity, LedgerJudgement *ret, GError **error)
{
	gboolean row = FALSE;
	*ret = (LedgerJudgement){0};
	sqlite3_stmt *statement = ledger_prepare(
		ledger, "SELECT verdict, score FROM message WHERE identity = ?1", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_blob(statement, 1, identity, LEDGER_IDENTITY_BYTES, SQLITE_STATIC);
	if (!statement_step(statement, &row, error))
		return FALSE;
	if (!row)
		return TRUE;
	ret->there = TRUE;
	ret->verdict =
		(LedgerVerdict)CLAMP(sqlite3_column_int(statement, 0), 0, LEDGER_UNSCANNABLE);
	ret->score = sqlite3_column_double(statement, 1);
	sqlite3_reset(statement);
	return TRUE;
}

gboolean ledger_put_judgement(
	Ledger *ledger, const guint8 *identity, const LedgerJudgement *judgement, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_stmt *statement = ledger_prepare(
		ledger, "UPDATE message SET verdict = ?2, score = ?3 WHERE identity = ?1", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_blob(statement, 1, identity, LEDGER_IDENTITY_BYTES, SQLITE_STATIC);
	sqlite3_bind_int(statement, 2, (int)judgement->verdict);
	sqlite3_bind_double(statement, 3, judgement->score);
	if (!statement_run(statement, error))
		return FALSE;
	ledger->changed |= sqlite3_changes(ledger->database) > 0;
	return TRUE;
}

gboolean ledger_find_message_id(Ledger *ledger, const char *message_id, guint8 *ret_identity,
	char **ret_sender, guint *ret_count, GError **error)
{
	gboolean row = TRUE;
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database,
		"SELECT identity, address FROM message JOIN mailbox ON mailbox.id = sender "
		"WHERE message_id = ?1 AND message_id <> '' LIMIT 2",
		error);
	*ret_sender = NULL;
	*ret_count = 0;
	if (statement == NULL)
		return FALSE;
	statement_bind_text(statement, 1, message_id);
	while (statement_step(statement, &row, error) && row) {
		if ((*ret_count)++ > 0 ||
			sqlite3_column_bytes(statement, 0) != LEDGER_IDENTITY_BYTES)
			continue;
		memcpy(ret_identity, sqlite3_column_blob(statement, 0), LEDGER_IDENTITY_BYTES);
		*ret_sender = g_strdup(statement_text(statement, 1));
	}
	return !row;
}
