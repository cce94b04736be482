/* SPDX-License-Identifier: Apache-2.0
 *
 * Forgetting one address. That there was an attack stays, and what tells of its campaign; whom it
 * names, and what names the address in a link, a name or a Message-ID, however coded, goes.
 */
#include <string.h>

#include "base/error.h"
#include "base/reading.h"
#include "ledger/care/ledger-care.h"
#include "ledger/ledger-internal.h"

/* Parameters 1 and 2 are domain and local part, 3 is the whole: at a free-mail provider it is an
 * organisation. */
#define MAILBOXES                                                                                  \
	"(SELECT id FROM mailbox "                                                                 \
	"WHERE (domain = ?1 AND local = ?2) OR organisation = ?3)"
#define INDICATORS "(SELECT id FROM indicator WHERE names(value, ?3))"

static const char *const steps[] = {
	"UPDATE message SET message_id = '', claimed_name = '' "
	"WHERE sender IN " MAILBOXES " OR claimed IN " MAILBOXES,
	"UPDATE message SET claimed_name = '' WHERE names(claimed_name, ?3)",
	"UPDATE message SET message_id = '' WHERE names(message_id, ?3)",
	"UPDATE candidate SET name = '' WHERE names(name, ?3)",
	"UPDATE victim SET name = '' WHERE names(name, ?3)",
	"UPDATE message SET sender = 0 WHERE sender IN " MAILBOXES,
	"UPDATE message SET claimed = 0 WHERE claimed IN " MAILBOXES,
	"UPDATE message SET robbed = 0 WHERE robbed IN " MAILBOXES,
	"UPDATE OR IGNORE sighting SET recipient = 0 WHERE recipient IN " MAILBOXES,
	"DELETE FROM sighting WHERE recipient IN " MAILBOXES,
	"DELETE FROM candidate WHERE mailbox IN " MAILBOXES,
	"DELETE FROM message_indicator WHERE indicator IN " INDICATORS,
	"DELETE FROM indicator WHERE id IN " INDICATORS,
	"DELETE FROM password WHERE names(account, ?3)",
	"DELETE FROM login WHERE names(account, ?3) OR organisation = ?3",
	"DELETE FROM alert WHERE organisation = ?3",
	"DELETE FROM mailbox WHERE id IN " MAILBOXES,
};

/* names(text, address): reading_names. */
static void names(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	const char *address = (const char *)sqlite3_value_text(values[1]);
	(void)count;
	sqlite3_result_int(context, text != NULL && address != NULL &&
					    reading_names(span_new(text, strlen(text)), address));
}

static gboolean run_step(Ledger *ledger, const char *sql, const char *address, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database, sql, error);
	if (statement == NULL)
		return FALSE;
	statement_bind_address(statement, 1, address);
	if (sqlite3_bind_parameter_count(statement) > 2)
		statement_bind_folded(statement, 3, address);
	return statement_run(statement, error);
}

gboolean ledger_forget(Ledger *ledger, const char *address, gboolean *ret_known, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	sqlite3_int64 before = sqlite3_total_changes64(ledger->database);
	if (sqlite3_create_function(ledger->database, "names", 2,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, names, NULL, NULL) != SQLITE_OK)
		return statement_fail(ledger->database, error);
	for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
		if (!run_step(ledger, steps[i], address, error))
			return FALSE;
	*ret_known = sqlite3_total_changes64(ledger->database) != before;
	if (*ret_known) {
		ledger->changed = TRUE;
		numbers_forget(ledger->numbers);
	}
	return TRUE;
}

static const char addresses[] = "SELECT address FROM mailbox "
				"UNION SELECT organisation FROM mailbox "
				"UNION SELECT account FROM login "
				"UNION SELECT account FROM password";

gboolean ledger_list_addresses(
	Ledger *ledger, LedgerAddressFunc func, gpointer user_data, GError **error)
{
	gboolean row = TRUE;
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database, addresses, error);
	if (statement == NULL)
		return FALSE;
	while (statement_step(statement, &row, error) && row)
		func(statement_text(statement, 0), user_data);
	return !row;
}

/* The log keeps pages as they were until it is folded into the file and cut. */
gboolean ledger_settle(Ledger *ledger, GError **error)
{
	gint64 busy = 0;
	g_return_val_if_fail(!ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	if (!statement_integer(ledger->database, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, error))
		return FALSE;
	if (busy == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		"a reader of the ledger keeps old pages of it; run it again when it is done");
	return FALSE;
}
