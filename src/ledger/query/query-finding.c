/* SPDX-License-Identifier: Apache-2.0
 *
 * What messages bring, one by one and unsorted, so that a ledger of any size costs no memory.
 */
#include "ledger/query/query-internal.h"

/* Only who brought it to a sinkhole is sure to be hostile: Received fields can be made up, and what
 * reaches a mail server or a captured network comes from other people's servers. */
static const char indicators[] =
	"SELECT kind, value, time, score, kind = 3 AND EXISTS (SELECT 1 FROM sighting "
	"WHERE sighting.message = message.id AND source = 2 AND value = message.peer) "
	"FROM message CROSS JOIN message_indicator ON message_indicator.message = message.id "
	"CROSS JOIN indicator ON indicator.id = indicator "
	"WHERE " QUERY_COUNTS " AND " QUERY_IN_TIME;

/* An address that is only shown belongs to somebody who did not send it. */
static const char accounts[] =
	"SELECT 6, address, time, score, 0 "
	"FROM message CROSS JOIN mailbox ON mailbox.id = sender "
	"WHERE sender <> 0 AND local <> '' AND " QUERY_COUNTS " AND " QUERY_IN_TIME
	" AND NOT EXISTS (SELECT 1 FROM message AS shown WHERE shown.claimed = mailbox.id) "
	"AND NOT EXISTS (SELECT 1 FROM message AS taken WHERE taken.robbed = mailbox.id)";

G_STATIC_ASSERT(LEDGER_IP == 3 && LEDGER_ACCOUNT == 6);

static gboolean finding_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerFindingRow row = {
		.kind = query_kind(statement, 0, LEDGER_FINDING_KINDS),
		.value = statement_text(statement, 1),
		.time = sqlite3_column_int64(statement, 2),
		.score = sqlite3_column_double(statement, 3),
		.witnessed = sqlite3_column_int(statement, 4) != 0,
	};
	return ((LedgerFindingFunc)func)(&row, user_data);
}

gboolean ledger_each_finding(Ledger *ledger, const LedgerFilter *filter, LedgerFindingFunc func,
	gpointer user_data, GError **error)
{
	const char *const questions[] = {indicators, accounts};
	for (guint i = 0; i < G_N_ELEMENTS(questions); i++) {
		g_autoptr(sqlite3_stmt) statement = query_new(ledger, questions[i], filter, error);
		if (statement == NULL ||
			!query_each(statement, finding_row, (QueryFunc)func, user_data, error))
			return FALSE;
	}
	return TRUE;
}
