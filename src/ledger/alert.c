/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of our own organisations, and which of their surges, an alert was given of.
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

/* SQL about the surge of DOMAIN on DAY. */
static sqlite3_stmt *prepare_surge(
	Ledger *ledger, const char *sql, const char *domain, const char *day, GError **error)
{
	sqlite3_stmt *statement = ledger_prepare(ledger, sql, error);
	if (statement == NULL)
		return NULL;
	statement_bind_text(statement, 1, domain);
	statement_bind_text(statement, 2, day);
	return statement;
}

gboolean ledger_put_surge_alert(Ledger *ledger, const char *domain, const char *day, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_stmt *statement = prepare_surge(
		ledger, "INSERT OR IGNORE INTO surge_alert VALUES (?1, ?2)", domain, day, error);
	return statement != NULL && statement_run(statement, error);
}

gboolean ledger_surge_alert_given(
	Ledger *ledger, const char *domain, const char *since, gboolean *ret, GError **error)
{
	sqlite3_stmt *statement = prepare_surge(ledger,
		"SELECT 1 FROM surge_alert WHERE domain = ?1 AND day >= ?2 LIMIT 1", domain, since,
		error);
	if (statement == NULL || !statement_step(statement, ret, error))
		return FALSE;
	sqlite3_reset(statement);
	return TRUE;
}
