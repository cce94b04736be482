/* SPDX-License-Identifier: Apache-2.0
 *
 * What the questions share; nobody else includes this.
 */
#pragma once

#include "ledger/ledger-internal.h"
#include "ledger/query/ledger-query.h"

/* A condition on the message's verdict: what counts. Stands for both numbers of ledger.h. */
#define QUERY_COUNTS "verdict IN (2, 3)"
/* A condition on a run, and on the message's time and runs; query_new binds the parameters, whose
 * numbers no question uses itself. */
#define QUERY_RUN                                                                                  \
	"(SELECT id FROM run WHERE id <> 0 AND (?31 IS NULL OR tag = ?31) "                        \
	"AND (?32 IS NULL OR sample = ?32))"
#define QUERY_IN_RUN                                                                               \
	"(?30 IS NULL OR message.id IN "                                                           \
	"(SELECT s.message FROM sighting AS s WHERE s.run <> 0 AND s.run IN " QUERY_RUN "))"
#define QUERY_IN_TIME "time >= ?1 AND time < ?2 AND " QUERY_IN_RUN

/* The statement SQL with what FILTER says of times and runs bound, owned by the caller: a question
 * may be asked within an answer to itself. NULL with ERROR. */
sqlite3_stmt *query_new(
	Ledger *ledger, const char *sql, const LedgerFilter *filter, GError **error);

/* Bind what RUN says, or clear it. */
void query_bind_run(sqlite3_stmt *statement, const LedgerRun *run);

/* A caller's function of any row's type. */
typedef void (*QueryFunc)(void);
/* Calls FUNC with one row of STATEMENT. */
typedef gboolean (*QueryRow)(sqlite3_stmt *statement, QueryFunc func, gpointer user_data);

/* Give every row of STATEMENT to ROW, until that returns FALSE. */
gboolean query_each(
	sqlite3_stmt *statement, QueryRow row, QueryFunc func, gpointer user_data, GError **error);

/* The number in COLUMN if it is below COUNT, else 0: the file may be damaged. */
guint query_kind(sqlite3_stmt *statement, int column, guint count);
/* Address and organisation in COLUMN and the next. */
LedgerMailbox query_mailbox(sqlite3_stmt *statement, int column);
/* A row "SELECT id, address, organisation" for a LedgerMailboxFunc. */
gboolean query_mailbox_row(sqlite3_stmt *statement, QueryFunc func, gpointer user_data);
