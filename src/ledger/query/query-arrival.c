/* SPDX-License-Identifier: Apache-2.0
 *
 * What is counted over time: when and where every sighting arrived. Times and sightings are read
 * out of two indexes and merged here: SQLite's own join would read every message's row.
 */
#include "ledger/query/query-internal.h"

typedef struct Moment {
	gint64 message, time;
} Moment;

static int compare_moments(gconstpointer a, gconstpointer b)
{
	gint64 left = ((const Moment *)a)->message, right = ((const Moment *)b)->message;
	return (left > right) - (left < right);
}

static gboolean find_moments(
	Ledger *ledger, const LedgerFilter *filter, GArray *ret, GError **error)
{
	gboolean some = TRUE;
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		"SELECT id, time FROM message INDEXED BY message_sender "
		"WHERE " QUERY_COUNTS " AND " QUERY_IN_TIME,
		filter, error);
	while (statement != NULL && statement_step(statement, &some, error)) {
		if (!some) {
			g_array_sort(ret, compare_moments);
			return TRUE;
		}
		Moment moment = {
			sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
		g_array_append_val(ret, moment);
	}
	return FALSE;
}

gboolean ledger_each_arrival(Ledger *ledger, const LedgerFilter *filter, LedgerArrivalFunc func,
	gpointer user_data, GError **error)
{
	gboolean some = TRUE;
	guint at = 0;
	g_autoptr(GArray) moments = g_array_new(FALSE, FALSE, sizeof(Moment));
	if (!find_moments(ledger, filter, moments, error))
		return FALSE;
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database,
		"SELECT message, recipient FROM sighting ORDER BY message", error);
	while (statement != NULL && statement_step(statement, &some, error)) {
		gint64 message = some ? sqlite3_column_int64(statement, 0) : G_MAXINT64;
		while (at < moments->len && g_array_index(moments, Moment, at).message < message)
			at++;
		if (at == moments->len)
			return TRUE;
		const Moment *moment = &g_array_index(moments, Moment, at);
		if (moment->message == message &&
			!func(moment->time, sqlite3_column_int64(statement, 1), user_data))
			return TRUE;
	}
	return FALSE;
}

gboolean ledger_each_recipient(
	Ledger *ledger, LedgerMailboxFunc func, gpointer user_data, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = query_new(ledger,
		"SELECT id, address, organisation FROM mailbox WHERE id IN "
		"(SELECT recipient FROM sighting) ORDER BY id",
		NULL, error);
	return statement != NULL &&
	       query_each(statement, query_mailbox_row, (QueryFunc)func, user_data, error);
}

gboolean ledger_time_range(Ledger *ledger, gint64 *ret_first, gint64 *ret_last, GError **error)
{
	gboolean some = FALSE;
	g_autoptr(sqlite3_stmt) statement = statement_new(ledger->database,
		"SELECT min(time), max(time) FROM message INDEXED BY message_sender", error);
	if (statement == NULL || !statement_step(statement, &some, error))
		return FALSE;
	*ret_first = sqlite3_column_int64(statement, 0);
	*ret_last = sqlite3_column_int64(statement, 1);
	return TRUE;
}
