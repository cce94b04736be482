/* SPDX-License-Identifier: Apache-2.0
 *
 * Copying a ledger while it is in use, and checking it.
 */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "ledger/care/ledger-care.h"
#include "ledger/ledger-internal.h"

static gboolean copy_pages(Ledger *from, Ledger *to, GError **error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->database, "main", from->database, "main");
	if (backup == NULL)
		return statement_fail(to->database, error);
	/* Locked or busy is no error to finish(). */
	int step = sqlite3_backup_step(backup, -1);
	int finish = sqlite3_backup_finish(backup);
	if (step == SQLITE_DONE && finish == SQLITE_OK)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "cannot copy the ledger: %s",
		sqlite3_errstr(finish != SQLITE_OK ? finish : step));
	return FALSE;
}

gboolean ledger_copy(Ledger *ledger, const char *state, GError **error)
{
	g_autoptr(Ledger) target = ledger_open(state, LEDGER_WRITE, error);
	if (target == NULL || !writer_lock_acquire(target->lock, LEDGER_WAIT_SECONDS, error))
		return FALSE;
	gboolean done = copy_pages(ledger, target, error);
	writer_lock_release(target->lock);
	return done && ledger_settle(target, error);
}

/* Each gives a row for what is wrong; SQLite's own check one with "ok" when nothing is. */
static const char *const checks[] = {
	"PRAGMA integrity_check(" G_STRINGIFY(LIMIT_FAULTS) ")",
	"SELECT 'a reference from ' || \"table\" || ' to nothing' FROM pragma_foreign_key_check",
	"SELECT 'a candidate who is nobody' FROM candidate "
	"WHERE mailbox NOT IN (SELECT id FROM mailbox)",
	"SELECT 'an indicator that is not there' FROM message_indicator "
	"WHERE indicator NOT IN (SELECT id FROM indicator)",
	"SELECT 'a message that was seen nowhere' FROM message "
	"WHERE id NOT IN (SELECT message FROM sighting)",
};

static gboolean run_check(Ledger *ledger, const char *sql, guint *faults, LedgerFault fault,
	gpointer user_data, GError **error)
{
	gboolean row = TRUE;
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database, sql, error);
	if (statement == NULL)
		return FALSE;
	while (*faults < LIMIT_FAULTS && statement_step(statement, &row, error) && row) {
		const char *problem = statement_text(statement, 0);
		if (strcmp(problem, "ok") == 0)
			continue;
		(*faults)++;
		fault(problem, user_data);
	}
	return !row || *faults >= LIMIT_FAULTS;
}

gboolean ledger_check(Ledger *ledger, LedgerFault fault, gpointer user_data, GError **error)
{
	guint faults = 0;
	for (guint i = 0; i < G_N_ELEMENTS(checks) && faults < LIMIT_FAULTS; i++)
		if (!run_check(ledger, checks[i], &faults, fault, user_data, error))
			return FALSE;
	return TRUE;
}
