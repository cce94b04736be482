/* SPDX-License-Identifier: Apache-2.0
 *
 * Forgetting. What hangs on a message goes with it; then whoever is named by nothing that is left.
 */
#include "ledger/ledger-internal.h"

static const char forget_findings[] = "DELETE FROM message WHERE recorded < ?1 AND verdict >= 2";
static const char forget_deliveries[] =
	"DELETE FROM message WHERE recorded < max(?1, ?2) AND verdict < 2";

static const char *const forget_logins[] = {
	"DELETE FROM login WHERE recorded < ?1",
	"DELETE FROM password WHERE recorded < ?1",
};

static const char *const forget_names[] = {
	"DELETE FROM mailbox WHERE id <> 0 AND id NOT IN (SELECT mailbox FROM candidate) "
	"AND NOT EXISTS (SELECT 1 FROM sighting WHERE recipient = mailbox.id) "
	"AND NOT EXISTS (SELECT 1 FROM message WHERE sender = mailbox.id) "
	"AND NOT EXISTS (SELECT 1 FROM message WHERE claimed = mailbox.id) "
	"AND NOT EXISTS (SELECT 1 FROM message WHERE robbed = mailbox.id)",
	"DELETE FROM indicator WHERE id NOT IN (SELECT indicator FROM message_indicator)",
	("DELETE FROM run WHERE id <> 0 AND id NOT IN (SELECT run FROM login_run) "
	 "AND id NOT IN (SELECT run FROM sighting)"),
};

static gboolean forget(
	Ledger *ledger, const char *sql, gint64 before, gint64 deliveries_before, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database, sql, error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, before);
	sqlite3_bind_int64(statement, 2, deliveries_before);
	return statement_run(statement, error);
}

gboolean ledger_expire(Ledger *ledger, gint64 before, gint64 deliveries_before, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_int64 known = sqlite3_total_changes64(ledger->database);
	if (!forget(ledger, forget_findings, before, 0, error))
		return FALSE;
	ledger->changed |= sqlite3_total_changes64(ledger->database) != known;
	if (!forget(ledger, forget_deliveries, before, deliveries_before, error))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(forget_logins); i++)
		if (!forget(ledger, forget_logins[i], before, 0, error))
			return FALSE;
	if (sqlite3_total_changes64(ledger->database) == known)
		return TRUE;
	ledger->expired = TRUE;
	numbers_forget(ledger->numbers);
	for (guint i = 0; i < G_N_ELEMENTS(forget_names); i++)
		if (!statement_execute(ledger->database, forget_names[i], error))
			return FALSE;
	return TRUE;
}

void ledger_overwrite_expired(Ledger *ledger)
{
	gint64 busy = 1;
	if (!ledger->expired)
		return;
	sqlite3_busy_timeout(ledger->database, 0);
	ledger->expired = !statement_integer(ledger->database, "PRAGMA wal_checkpoint(TRUNCATE)",
				  &busy, NULL) ||
			  busy != 0;
	sqlite3_busy_timeout(ledger->database, LEDGER_WAIT_SECONDS * 1000);
}
