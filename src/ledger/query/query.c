/* SPDX-License-Identifier: Apache-2.0
 *
 * The way from a statement's rows to a caller's function.
 */
#include "ledger/query/query-internal.h"

/* A question that does not ask for runs has no such parameters: then nothing is bound. */
void query_bind_run(sqlite3_stmt *statement, const LedgerRun *run)
{
	for (int parameter = 30; parameter <= 32; parameter++)
		sqlite3_bind_null(statement, parameter);
	if (run->tag == NULL && run->sample == NULL)
		return;
	sqlite3_bind_int(statement, 30, 1);
	if (run->tag != NULL)
		statement_bind_text(statement, 31, run->tag);
	if (run->sample != NULL)
		statement_bind_folded(statement, 32, run->sample);
}

sqlite3_stmt *query_new(Ledger *ledger, const char *sql, const LedgerFilter *filter, GError **error)
{
	sqlite3_stmt *statement = statement_new(ledger->database, sql, error);
	if (statement == NULL)
		return NULL;
	gint64 until = filter != NULL ? filter->until : 0;
	sqlite3_bind_int64(statement, 1, filter != NULL ? filter->since : 0);
	sqlite3_bind_int64(statement, 2, until != 0 ? until : G_MAXINT64);
	if (filter != NULL)
		query_bind_run(statement, &filter->run);
	return statement;
}

gboolean query_each(
	sqlite3_stmt *statement, QueryRow row, QueryFunc func, gpointer user_data, GError **error)
{
	gboolean some = TRUE;
	while (statement_step(statement, &some, error)) {
		if (!some)
			return TRUE;
		if (!row(statement, func, user_data)) {
			sqlite3_reset(statement);
			return TRUE;
		}
	}
	return FALSE;
}

guint query_kind(sqlite3_stmt *statement, int column, guint count)
{
	gint64 number = sqlite3_column_int64(statement, column);
	return number >= 0 && number < count ? (guint)number : 0;
}

LedgerMailbox query_mailbox(sqlite3_stmt *statement, int column)
{
	return (LedgerMailbox){
		statement_text(statement, column), statement_text(statement, column + 1)};
}

gboolean query_mailbox_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerMailboxRow row = {sqlite3_column_int64(statement, 0), query_mailbox(statement, 1)};
	return ((LedgerMailboxFunc)func)(&row, user_data);
}
