/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of our own organisations an alert was given of.
 */
#include "ledger/ledger-internal.h"

gboolean ledger_put_alert(Ledger *ledger, const char *organisation, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_stmt *statement =
		ledger_prepare(ledger, "INSERT OR IGNORE INTO alert VALUES (?1)", error);
	if (statement == NULL)
		return FALSE;
	statement_bind_text(statement, 1, organisation);
	return statement_run(statement, error);
}

gboolean ledger_alert_given(Ledger *ledger, const char *organisation, gboolean *ret, GError **error)
{
	sqlite3_stmt *statement =
		ledger_prepare(ledger, "SELECT 1 FROM alert WHERE organisation = ?1", error);
	if (statement == NULL)
		return FALSE;
	statement_bind_text(statement, 1, organisation);
	if (!statement_step(statement, ret, error))
		return FALSE;
	sqlite3_reset(statement);
	return TRUE;
}
