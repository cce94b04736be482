/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows are appended and sorted once, by SQLite's external merge sort: an index kept up to date
 * would be written to at random.
 */
#include "ledger/findings.h"

#include "ledger/statement.h"

struct Findings {
	sqlite3 *database;
	sqlite3_stmt *insert;
};

/* Nothing of it outlives the process, so nothing has to survive a crash. */
static const char prepare[] = "PRAGMA journal_mode = OFF;"
			      "PRAGMA synchronous = OFF;"
			      "PRAGMA temp_store = FILE;"
			      "PRAGMA cache_size = -32768;"
			      "CREATE TABLE finding (kind INTEGER, key TEXT, value TEXT, "
			      "score REAL, messages INTEGER, first INTEGER, last INTEGER);"
			      "BEGIN";

Findings *findings_new(GError **error)
{
	g_autoptr(Findings) findings = g_new0(Findings, 1);
	if (sqlite3_open("", &findings->database) != SQLITE_OK) {
		statement_fail(findings->database, error);
		return NULL;
	}
	if (!statement_execute(findings->database, prepare, error))
		return NULL;
	findings->insert = statement_new(findings->database,
		"INSERT INTO finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", error);
	return findings->insert != NULL ? g_steal_pointer(&findings) : NULL;
}

void findings_free(Findings *findings)
{
	if (findings == NULL)
		return;
	sqlite3_finalize(findings->insert);
	sqlite3_close(findings->database);
	g_free(findings);
}

gboolean findings_add(Findings *findings, const Finding *finding, GError **error)
{
	sqlite3_stmt *insert = findings->insert;
	sqlite3_bind_int64(insert, 1, finding->kind);
	sqlite3_bind_text(insert, 2, finding->key, -1, SQLITE_STATIC);
	sqlite3_bind_text(insert, 3, finding->value, -1, SQLITE_STATIC);
	sqlite3_bind_double(insert, 4, finding->score);
	sqlite3_bind_int64(insert, 5, (gint64)finding->messages);
	sqlite3_bind_int64(insert, 6, finding->first);
	sqlite3_bind_int64(insert, 7, finding->last);
	return statement_run(insert, error);
}

static Finding read_row(sqlite3_stmt *statement)
{
	return (Finding){.kind = (guint)sqlite3_column_int(statement, 0),
		.key = statement_text(statement, 1),
		.value = statement_text(statement, 2),
		.score = sqlite3_column_double(statement, 3),
		.messages = (guint64)sqlite3_column_int64(statement, 4),
		.first = sqlite3_column_int64(statement, 5),
		.last = sqlite3_column_int64(statement, 6)};
}

gboolean findings_each(Findings *findings, FindingFunc func, gpointer user_data, GError **error)
{
	gboolean some = TRUE;
	g_autoptr(sqlite3_stmt) statement = statement_new(findings->database,
		"SELECT kind, key, min(value), max(score), sum(messages), min(first), max(last) "
		"FROM finding GROUP BY kind, key ORDER BY kind, key",
		error);
	while (statement != NULL && statement_step(statement, &some, error)) {
		if (!some)
			return TRUE;
		Finding finding = read_row(statement);
		if (!func(&finding, user_data))
			return TRUE;
	}
	return FALSE;
}
