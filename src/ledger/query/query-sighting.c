/* SPDX-License-Identifier: Apache-2.0
 *
 * Sightings with all that stands around them, one by one.
 */
#include "ledger/query/query-internal.h"

#define COLUMNS                                                                                    \
	"SELECT sighting.id, message, source, identity, verdict, score, time, recorded, "          \
	"message_id, claimed_name, host, client, robbed, s.address, s.organisation, "              \
	"c.address, c.organisation, r.address, r.organisation, t.address, t.organisation, peer, "  \
	"traits, handling "
#define TABLES                                                                                     \
	"JOIN mailbox AS s ON s.id = sender JOIN mailbox AS c ON c.id = claimed "                  \
	"JOIN mailbox AS r ON r.id = robbed JOIN mailbox AS t ON t.id = recipient "
#define WANTED                                                                                     \
	"(" QUERY_COUNTS                                                                           \
	" OR ?3) AND (?4 = 0 OR robbed = ?4) AND (?5 = 0 OR sender = ?5) AND " QUERY_IN_TIME

static gboolean sighting_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerSightingRow row = {
		.id = sqlite3_column_int64(statement, 0),
		.message = sqlite3_column_int64(statement, 1),
		.source = query_kind(statement, 2, LEDGER_SOURCES),
		.identity = sqlite3_column_blob(statement, 3),
		.verdict = query_kind(statement, 4, LEDGER_UNSCANNABLE + 1),
		.score = sqlite3_column_double(statement, 5),
		.time = sqlite3_column_int64(statement, 6),
		.recorded = sqlite3_column_int64(statement, 7),
		.message_id = statement_text(statement, 8),
		.claimed_name = statement_text(statement, 9),
		.host = statement_text(statement, 10),
		.client = statement_text(statement, 11),
		.peer = statement_text(statement, 21),
		.traits = (guint32)sqlite3_column_int64(statement, 22),
		.handling = query_kind(statement, 23, LEDGER_HANDLINGS),
		.robbed_id = sqlite3_column_int64(statement, 12),
		.sender = query_mailbox(statement, 13),
		.claimed = query_mailbox(statement, 15),
		.robbed = query_mailbox(statement, 17),
		.recipient = query_mailbox(statement, 19),
	};
	if (sqlite3_column_bytes(statement, 3) != LEDGER_IDENTITY_BYTES)
		return TRUE;
	return ((LedgerSightingFunc)func)(&row, user_data);
}

#define BACKWARD " ORDER BY sighting.id DESC"

/* By way of the index that the filter asks for; everything by the order it stands in, so that the
 * first rows come at once. */
static const char *sql_for(const LedgerFilter *filter)
{
	if (filter->after_id != 0)
		return COLUMNS "FROM sighting CROSS JOIN message ON message.id = message " TABLES
			       "WHERE sighting.id > ?6 AND " WANTED " ORDER BY sighting.id";
	if (filter->robbed != 0)
		return COLUMNS "FROM message INDEXED BY message_robbed "
			       "CROSS JOIN sighting ON message = message.id " TABLES
			       "WHERE robbed = ?4 AND " WANTED BACKWARD;
	if (filter->sender != 0)
		return COLUMNS "FROM message INDEXED BY message_sender "
			       "CROSS JOIN sighting ON message = message.id " TABLES
			       "WHERE sender = ?5 AND " WANTED BACKWARD;
	return COLUMNS "FROM sighting CROSS JOIN message ON message.id = message " TABLES
		       "WHERE " WANTED BACKWARD;
}

gboolean ledger_each_sighting(Ledger *ledger, const LedgerFilter *filter, LedgerSightingFunc func,
	gpointer user_data, GError **error)
{
	const LedgerFilter all = {0}, *wanted = filter != NULL ? filter : &all;
	g_autoptr(sqlite3_stmt) statement = query_new(ledger, sql_for(wanted), wanted, error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int(statement, 3, wanted->deliveries);
	sqlite3_bind_int64(statement, 4, wanted->robbed);
	sqlite3_bind_int64(statement, 5, wanted->sender);
	sqlite3_bind_int64(statement, 6, wanted->after_id);
	return query_each(statement, sighting_row, (QueryFunc)func, user_data, error);
}

gboolean ledger_each_sighting_of(
	Ledger *ledger, gint64 message, LedgerSightingFunc func, gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database,
		COLUMNS "FROM sighting JOIN message ON message.id = message " TABLES
			"WHERE message = ?1 ORDER BY sighting.id",
		error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	return query_each(statement, sighting_row, (QueryFunc)func, user_data, error);
}

gboolean ledger_newest_sighting(Ledger *ledger, gint64 *ret, GError **error)
{
	return statement_integer(ledger->database, "SELECT max(id) FROM sighting", ret, error);
}

static gboolean indicator_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerIndicator row = {
		query_kind(statement, 0, LEDGER_INDICATOR_KINDS), statement_text(statement, 1)};
	return ((LedgerIndicatorFunc)func)(&row, user_data);
}

gboolean ledger_each_indicator(Ledger *ledger, gint64 message, LedgerIndicatorFunc func,
	gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database,
		"SELECT kind, value FROM message_indicator "
		"JOIN indicator ON indicator.id = indicator WHERE message = ?1 "
		"ORDER BY kind, value",
		error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	return query_each(statement, indicator_row, (QueryFunc)func, user_data, error);
}
