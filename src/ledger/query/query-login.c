/* SPDX-License-Identifier: Apache-2.0
 *
 * The questions about logins, passwords and the runs of samples.
 */
#include "ledger/query/query-internal.h"

static gboolean login_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerLogin row = {
		.account = statement_text(statement, 0),
		.organisation = statement_text(statement, 1),
		.host = statement_text(statement, 2),
		.mechanism = statement_text(statement, 3),
		.first = sqlite3_column_int64(statement, 4),
		.last = sqlite3_column_int64(statement, 5),
		.recorded = sqlite3_column_int64(statement, 6),
		.run = {statement_text(statement, 7), statement_text(statement, 8)},
	};
	return ((LedgerLoginFunc)func)(&row, user_data);
}

gboolean ledger_each_login(Ledger *ledger, LedgerLoginFunc func, gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		"SELECT account, organisation, host, mechanism, first, last, recorded, tag, sample "
		"FROM login LEFT JOIN login_run ON login = login.id LEFT JOIN run ON run.id = run "
		"ORDER BY account, host, mechanism, sample, tag",
		NULL, error);
	return statement != NULL &&
	       query_each(statement, login_row, (QueryFunc)func, user_data, error);
}

static gboolean password_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerPasswordRow row = {statement_text(statement, 0), statement_text(statement, 1),
		sqlite3_column_int64(statement, 2)};
	return ((LedgerPasswordFunc)func)(&row, user_data);
}

gboolean ledger_each_password(Ledger *ledger, const char *account, LedgerPasswordFunc func,
	gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database,
		"SELECT account, hash, recorded FROM password WHERE ?1 IS NULL OR account = ?1 "
		"ORDER BY account, hash",
		error);
	if (statement == NULL)
		return FALSE;
	if (account != NULL)
		statement_bind_folded(statement, 1, account);
	return query_each(statement, password_row, (QueryFunc)func, user_data, error);
}

#define TRACE(number, condition)                                                                   \
	"SELECT " number ", message_id, verdict, time, address, organisation, host, "              \
	"count(DISTINCT recipient), tag, sample FROM message "                                     \
	"JOIN sighting ON message = message.id JOIN run ON run.id = run "                          \
	"JOIN mailbox ON mailbox.id = sender WHERE " condition " AND " QUERY_IN_TIME               \
	" GROUP BY message.id, run ORDER BY time DESC, message.id, sample, tag"

static gboolean trace_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerTraceRow row = {
		.trace = query_kind(statement, 0, LEDGER_TRACES),
		.message_id = statement_text(statement, 1),
		.verdict = query_kind(statement, 2, LEDGER_UNSCANNABLE + 1),
		.time = sqlite3_column_int64(statement, 3),
		.sender = query_mailbox(statement, 4),
		.host = statement_text(statement, 6),
		.recipients = (guint64)sqlite3_column_int64(statement, 7),
		.run = {statement_text(statement, 8), statement_text(statement, 9)},
	};
	return ((LedgerTraceFunc)func)(&row, user_data);
}

gboolean ledger_each_trace(Ledger *ledger, LedgerTrace trace, const char *what,
	const LedgerFilter *filter, LedgerTraceFunc func, gpointer user_data, GError **error)
{
	static const char *const questions[LEDGER_TRACES] = {
		[LEDGER_TRACE_SAMPLE] =
			TRACE("0", "run <> 0 AND run IN (SELECT id FROM run WHERE sample = ?3)"),
		[LEDGER_TRACE_FILE] = TRACE("1",
			"message.id IN (SELECT message FROM message_indicator JOIN indicator "
			"ON indicator.id = indicator WHERE kind = 0 AND value = ?3)"),
		[LEDGER_TRACE_MESSAGE] = TRACE("2", "message_id = ?3"),
	};
	g_autoptr(sqlite3_stmt) statement = query_new(ledger, questions[trace], filter, error);
	if (statement == NULL)
		return FALSE;
	if (trace == LEDGER_TRACE_MESSAGE)
		statement_bind_text(statement, 3, what);
	else
		statement_bind_folded(statement, 3, what);
	return query_each(statement, trace_row, (QueryFunc)func, user_data, error);
}
