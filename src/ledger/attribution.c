/* SPDX-License-Identifier: Apache-2.0
 *
 * What attribution found, kept beside what it was found in.
 */
#include "ledger/ledger-internal.h"

gboolean ledger_enter_mailbox(
	Ledger *ledger, const LedgerMailbox *mailbox, gint64 *ret, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	return number_of_mailbox(ledger, mailbox, ret, error);
}

static gboolean put_victim(Ledger *ledger, const LedgerVictim *victim, GError **error)
{
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"INSERT OR REPLACE INTO victim VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?5)", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, victim->mailbox);
	statement_bind_text(statement, 2, victim->name);
	sqlite3_bind_int(statement, 3, victim->repaired);
	sqlite3_bind_int(statement, 4, (int)victim->side);
	sqlite3_bind_double(statement, 5, victim->probability);
	statement_bind_hash(statement, 6, victim->messages);
	sqlite3_bind_int64(statement, 7, victim->first);
	sqlite3_bind_int64(statement, 8, victim->last);
	return statement_run(statement, error);
}

gboolean ledger_put_victims(
	Ledger *ledger, const LedgerVictim *victims, guint count, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	if (!statement_execute(ledger->database, "DELETE FROM victim", error))
		return FALSE;
	for (guint i = 0; i < count; i++)
		if (!put_victim(ledger, &victims[i], error))
			return FALSE;
	return TRUE;
}

/* Counted anew, since another attribution may have taken messages away from it. */
static const char recount_victim[] =
	"INSERT INTO victim SELECT robbed, ?2, ?3, ?4, ?5, count(*), min(time), max(time), 0 "
	"FROM message WHERE robbed = ?1 AND verdict IN (2, 3) GROUP BY robbed "
	"ON CONFLICT DO UPDATE SET name = iif(name = '', excluded.name, name), "
	"repaired = max(repaired, excluded.repaired), "
	"side = iif(excluded.last > last, excluded.side, side), "
	"probability = max(settled, excluded.probability), "
	"messages = excluded.messages, first = excluded.first, last = excluded.last";

gboolean ledger_recount_victim(Ledger *ledger, const LedgerVictim *victim, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_stmt *statement = ledger_prepare(ledger, recount_victim, error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, victim->mailbox);
	statement_bind_text(statement, 2, victim->name);
	sqlite3_bind_int(statement, 3, victim->repaired);
	sqlite3_bind_int(statement, 4, (int)victim->side);
	sqlite3_bind_double(statement, 5, victim->probability);
	if (!statement_run(statement, error))
		return FALSE;
	statement = ledger_prepare(ledger,
		"DELETE FROM victim WHERE mailbox = ?1 AND NOT EXISTS "
		"(SELECT 1 FROM message WHERE robbed = ?1 AND verdict IN (2, 3))",
		error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, victim->mailbox);
	return statement_run(statement, error);
}

gboolean ledger_put_robbed(Ledger *ledger, gint64 message, gint64 mailbox, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_stmt *statement = ledger_prepare(
		ledger, "UPDATE message SET robbed = ?2 WHERE id = ?1 AND robbed <> ?2", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	sqlite3_bind_int64(statement, 2, mailbox);
	return statement_run(statement, error);
}
