/* SPDX-License-Identifier: Apache-2.0
 *
 * Forgetting. What hangs on a message goes with it; then whoever is named by nothing that is left.
 */
#include "ledger/ledger-internal.h"

static const char forget_messages[] =
	"DELETE FROM message WHERE recorded < max(?1, ?2) AND (recorded < ?1 OR verdict < 2)";

static const char *const forget_names[] = {
	"DELETE FROM mailbox WHERE id <> 0 AND id NOT IN (SELECT mailbox FROM candidate) "
	"AND NOT EXISTS (SELECT 1 FROM sighting WHERE recipient = mailbox.id) "
	"AND NOT EXISTS (SELECT 1 FROM message WHERE sender = mailbox.id) "
	"AND NOT EXISTS (SELECT 1 FROM message WHERE claimed = mailbox.id) "
	"AND NOT EXISTS (SELECT 1 FROM message WHERE robbed = mailbox.id)",
	"DELETE FROM indicator WHERE id NOT IN (SELECT indicator FROM message_indicator)",
};

gboolean ledger_expire(Ledger *ledger, gint64 before, gint64 deliveries_before, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database, forget_messages, error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, before);
	sqlite3_bind_int64(statement, 2, deliveries_before);
	if (!statement_run(statement, error))
		return FALSE;
	if (sqlite3_changes64(ledger->database) == 0)
		return TRUE;
	ledger->changed = TRUE;
	numbers_forget(ledger->numbers);
	for (guint i = 0; i < G_N_ELEMENTS(forget_names); i++)
		if (!statement_execute(ledger->database, forget_names[i], error))
			return FALSE;
	return TRUE;
}
