/* SPDX-License-Identifier: Apache-2.0
 *
 * Recording logins and passwords, so that the result is the same in whatever order and however
 * often they come in.
 */
#include "base/limits.h"
#include "ledger/ledger-internal.h"

static gboolean is_empty(const char *text)
{
	return text == NULL || text[0] == '\0';
}

static void bind_login(sqlite3_stmt *statement, const LedgerLogin *login)
{
	statement_bind_folded(statement, 1, login->account);
	statement_bind_folded(statement, 2, login->host);
	statement_bind_text(statement, 3, login->mechanism);
}

/* When it was recorded moves only with the times: what is read again leaves all as it was. */
static gboolean put_login(Ledger *ledger, const LedgerLogin *login, GError **error)
{
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"INSERT INTO login (account, host, mechanism, organisation, first, last, recorded) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET "
		"organisation = max(organisation, ?4), first = min(first, ?5), "
		"last = max(last, ?6), recorded = max(recorded, ?7) "
		"WHERE first > ?5 OR last < ?6 OR organisation < ?4",
		error);
	if (statement == NULL)
		return FALSE;
	bind_login(statement, login);
	statement_bind_folded(statement, 4, login->organisation);
	sqlite3_bind_int64(statement, 5, login->first);
	sqlite3_bind_int64(statement, 6, login->last);
	sqlite3_bind_int64(statement, 7, login->recorded);
	return statement_run(statement, error);
}

static gboolean put_login_run(Ledger *ledger, const LedgerLogin *login, gint64 run, GError **error)
{
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"INSERT OR IGNORE INTO login_run SELECT id, ?4 FROM login "
		"WHERE account = ?1 AND host = ?2 AND mechanism = ?3",
		error);
	if (statement == NULL)
		return FALSE;
	bind_login(statement, login);
	sqlite3_bind_int64(statement, 4, run);
	return statement_run(statement, error);
}

gboolean ledger_record_login(Ledger *ledger, const LedgerLogin *login, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	gint64 run = 0;
	if (is_empty(login->account))
		return TRUE;
	return put_login(ledger, login, error) && number_of_run(ledger, &login->run, &run, error) &&
	       (run == 0 || put_login_run(ledger, login, run, error));
}

gboolean ledger_record_password(
	Ledger *ledger, const char *account, const char *hash, gint64 recorded, GError **error)
{
	static const char *const ways[] = {
		"INSERT OR IGNORE INTO password VALUES (?1, ?2, ?3)",
		"DELETE FROM password WHERE account = ?1 AND hash IN "
		"(SELECT hash FROM password WHERE account = ?1 ORDER BY recorded DESC, hash "
		"LIMIT -1 OFFSET " G_STRINGIFY(LIMIT_LEDGER_PASSWORDS) ")",
	};
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	if (is_empty(account) || is_empty(hash))
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
		sqlite3_stmt *statement = ledger_prepare(ledger, ways[i], error);
		if (statement == NULL)
			return FALSE;
		statement_bind_folded(statement, 1, account);
		if (sqlite3_bind_parameter_count(statement) > 1) {
			statement_bind_text(statement, 2, hash);
			sqlite3_bind_int64(statement, 3, recorded);
		}
		if (!statement_run(statement, error))
			return FALSE;
	}
	return TRUE;
}
