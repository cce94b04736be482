/* SPDX-License-Identifier: Apache-2.0
 *
 * The questions of attribution and pullback: plain rows in the order they stand in, since a program
 * reads all of them.
 */
#include "ledger/query/query-internal.h"

static gboolean candidate_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerCandidateRow row = {
		.message = sqlite3_column_int64(statement, 0),
		.mailbox = sqlite3_column_int64(statement, 1),
		.weight = sqlite3_column_double(statement, 2),
		.name = statement_text(statement, 3),
		.repaired = sqlite3_column_int(statement, 4) != 0,
		.side = query_kind(statement, 5, LEDGER_OUTSIDE + 1),
		.time = sqlite3_column_int64(statement, 6),
		.sender = sqlite3_column_int64(statement, 7),
		.claimed = sqlite3_column_int(statement, 8) != 0,
		.robbed = sqlite3_column_int64(statement, 9),
		.wanted = sqlite3_column_int(statement, 10) != 0,
	};
	return ((LedgerCandidateFunc)func)(&row, user_data);
}

gboolean ledger_each_candidate(Ledger *ledger, gint64 after, const LedgerFilter *filter,
	LedgerCandidateFunc func, gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		"SELECT message, mailbox, weight, name, repaired, side, time, sender, "
		"candidate.claimed, robbed, " QUERY_IN_TIME " FROM message CROSS JOIN candidate "
		"ON candidate.message = message.id "
		"WHERE message.id > ?3 AND " QUERY_COUNTS " ORDER BY message.id",
		filter, error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 3, after);
	return query_each(statement, candidate_row, (QueryFunc)func, user_data, error);
}

gboolean ledger_each_mailbox(
	Ledger *ledger, LedgerMailboxFunc func, gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		"SELECT id, address, organisation FROM mailbox "
		"WHERE id IN (SELECT mailbox FROM candidate) ORDER BY id",
		NULL, error);
	return statement != NULL &&
	       query_each(statement, query_mailbox_row, (QueryFunc)func, user_data, error);
}

static gboolean track_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerTrackRow row = {
		.message = sqlite3_column_int64(statement, 0),
		.track = {.kind = (guint)sqlite3_column_int(statement, 1),
			.hash = (guint64)sqlite3_column_int64(statement, 2)},
		.verdict = query_kind(statement, 3, LEDGER_UNSCANNABLE + 1),
		.score = sqlite3_column_double(statement, 4),
		.time = sqlite3_column_int64(statement, 5),
		.sender = sqlite3_column_int64(statement, 6),
		.subject_key = (guint64)sqlite3_column_int64(statement, 7),
		.conversation_key = (guint64)sqlite3_column_int64(statement, 8),
	};
	return ((LedgerTrackFunc)func)(&row, user_data);
}

gboolean ledger_each_track(Ledger *ledger, const LedgerFilter *filter, LedgerTrackFunc func,
	gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		"SELECT message, kind, hash, verdict, score, time, sender, subject_key, "
		"conversation_key FROM message CROSS JOIN track ON track.message = message.id "
		"WHERE " QUERY_IN_TIME " ORDER BY message.id",
		filter, error);
	return statement != NULL &&
	       query_each(statement, track_row, (QueryFunc)func, user_data, error);
}
