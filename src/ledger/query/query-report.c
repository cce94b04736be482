/* SPDX-License-Identifier: Apache-2.0
 *
 * The questions of the reports. They are answered out of indexes that hold every column they need
 * (schema/), so that a million sightings take no second.
 */
#include "ledger/query/query-internal.h"

static gboolean victim_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerVictimRow row = {
		.victim = {.mailbox = sqlite3_column_int64(statement, 0),
			.name = statement_text(statement, 1),
			.repaired = sqlite3_column_int(statement, 2) != 0,
			.side = query_kind(statement, 3, LEDGER_OUTSIDE + 1),
			.probability = sqlite3_column_double(statement, 4),
			.messages = (guint64)sqlite3_column_int64(statement, 5),
			.first = sqlite3_column_int64(statement, 6),
			.last = sqlite3_column_int64(statement, 7)},
		.mailbox = query_mailbox(statement, 8),
	};
	return ((LedgerVictimFunc)func)(&row, user_data);
}

#define VICTIM_ROWS                                                                                \
	"JOIN mailbox ON mailbox.id = victim.mailbox "                                             \
	"ORDER BY last DESC, messages DESC, address, organisation"

gboolean ledger_each_victim(Ledger *ledger, const LedgerFilter *filter, LedgerVictimFunc func,
	gpointer user_data, GError **error)
{
	gboolean all =
		filter == NULL || (filter->since == 0 && filter->until == 0 &&
					  filter->run.tag == NULL && filter->run.sample == NULL);
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		all ? "SELECT victim.mailbox, name, repaired, side, probability, messages, first, "
		      "last, address, organisation FROM victim " VICTIM_ROWS
		    : "SELECT victim.mailbox, name, repaired, side, probability, found.messages "
		      "AS messages, found.first, found.last AS last, address, organisation "
		      "FROM (SELECT robbed, count(*) AS messages, min(time) AS first, "
		      "max(time) AS last FROM message "
		      "WHERE " QUERY_COUNTS " AND " QUERY_IN_TIME " GROUP BY robbed) AS found "
		      "JOIN victim ON victim.mailbox = robbed " VICTIM_ROWS,
		filter, error);
	return statement != NULL &&
	       query_each(statement, victim_row, (QueryFunc)func, user_data, error);
}

static gboolean account_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerAccountRow row = {
		.id = sqlite3_column_int64(statement, 0),
		.mailbox = query_mailbox(statement, 1),
		.messages = (guint64)sqlite3_column_int64(statement, 3),
		.victims = (guint64)sqlite3_column_int64(statement, 4),
		.first = sqlite3_column_int64(statement, 5),
		.last = sqlite3_column_int64(statement, 6),
		.host = statement_text(statement, 7),
	};
	return ((LedgerAccountFunc)func)(&row, user_data);
}

/* Accounts that messages came through, */
#define RELAYS                                                                                     \
	"SELECT mailbox.id, address, organisation, messages, victims, first, last, "               \
	"(SELECT host FROM message WHERE sender = mailbox.id AND time = last "                     \
	"AND " QUERY_COUNTS " ORDER BY identity LIMIT 1) "                                         \
	"FROM (SELECT sender, count(*) AS messages, "                                              \
	"count(DISTINCT nullif(robbed, 0)) AS victims, min(time) AS first, max(time) AS last "     \
	"FROM message WHERE " QUERY_COUNTS " AND " QUERY_IN_TIME " GROUP BY sender) "              \
	"JOIN mailbox ON mailbox.id = sender WHERE sender <> 0 "
/* and those that only logged in. */
#define LOGINS                                                                                     \
	"SELECT 0, account, max(organisation), 0, 0, min(first), max(last), "                      \
	"(SELECT host FROM login AS latest WHERE latest.account = login.account "                  \
	"ORDER BY latest.last DESC, host LIMIT 1) "                                                \
	"FROM login WHERE last >= ?1 AND first < ?2 AND (?30 IS NULL OR id IN "                    \
	"(SELECT login FROM login_run WHERE run IN " QUERY_RUN ")) AND account NOT IN "            \
	"(SELECT address FROM mailbox WHERE id IN (SELECT sender FROM message "                    \
	"WHERE " QUERY_COUNTS " AND " QUERY_IN_TIME ")) GROUP BY account "

gboolean ledger_each_account(Ledger *ledger, const LedgerFilter *filter, LedgerAccountFunc func,
	gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		RELAYS "UNION ALL " LOGINS
		       "ORDER BY last DESC, messages DESC, address, organisation",
		filter, error);
	return statement != NULL &&
	       query_each(statement, account_row, (QueryFunc)func, user_data, error);
}

static gboolean network_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data)
{
	LedgerNetworkRow row = {
		.organisation = statement_text(statement, 0),
		.robbed = (guint64)sqlite3_column_int64(statement, 1),
		.relays = (guint64)sqlite3_column_int64(statement, 2),
		.robbed_messages = (guint64)sqlite3_column_int64(statement, 3),
		.relay_messages = (guint64)sqlite3_column_int64(statement, 4),
		.first = sqlite3_column_int64(statement, 5),
		.last = sqlite3_column_int64(statement, 6),
	};
	return ((LedgerNetworkFunc)func)(&row, user_data);
}

gboolean ledger_each_network(Ledger *ledger, const LedgerFilter *filter, LedgerNetworkFunc func,
	gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		"SELECT organisation, sum(is_robbed), sum(1 - is_robbed), "
		"sum(is_robbed * messages), sum((1 - is_robbed) * messages), "
		"min(first), max(last) "
		"FROM (SELECT 1 AS is_robbed, robbed AS who, count(*) AS messages, "
		"min(time) AS first, max(time) AS last FROM message "
		"WHERE " QUERY_COUNTS " AND " QUERY_IN_TIME " GROUP BY robbed UNION ALL "
		"SELECT 0, sender, count(*), min(time), max(time) FROM message "
		"WHERE " QUERY_COUNTS " AND " QUERY_IN_TIME " GROUP BY sender) "
		"JOIN mailbox ON mailbox.id = who WHERE organisation <> '' "
		"GROUP BY organisation ORDER BY max(last) DESC, sum(messages) DESC, organisation",
		filter, error);
	return statement != NULL &&
	       query_each(statement, network_row, (QueryFunc)func, user_data, error);
}
