/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything known of one address or domain. Asked many times over, so its statements are kept.
 */
#include <string.h>

#include "ledger/query/query-internal.h"

#define OF_ADDRESS "SELECT id FROM mailbox WHERE domain = ?1 AND local = ?2"
#define OF_DOMAIN                                                                                  \
	"SELECT id FROM mailbox WHERE domain = ?1 AND domain <> '' UNION "                         \
	"SELECT id FROM mailbox WHERE organisation = ?1 AND organisation <> ''"

/* Parameters 1 and 2 are domain and local part. */
#define LOOKUP_IN_TIME " AND time >= ?3 AND time < ?4 AND " QUERY_IN_RUN
#define ROLE(column, of)                                                                           \
	"SELECT count(*), min(time), max(time) FROM message "                                      \
	"WHERE " column " IN (" of ") AND " QUERY_COUNTS LOOKUP_IN_TIME
#define RECIPIENT(of)                                                                              \
	"SELECT count(*), min(time), max(time) FROM sighting "                                     \
	"JOIN message ON message.id = message WHERE recipient IN (" of                             \
	") AND " QUERY_COUNTS LOOKUP_IN_TIME
#define MAILBOXES(of)                                                                              \
	"SELECT count(*), coalesce(max(probability), 0) FROM (" of                                 \
	") AS found LEFT JOIN victim ON victim.mailbox = found.id"

enum { of_mailboxes, of_robbed, of_claimed, of_sender, of_recipient, questions };

static const char *const of_address[questions] = {MAILBOXES(OF_ADDRESS), ROLE("robbed", OF_ADDRESS),
	ROLE("claimed", OF_ADDRESS), ROLE("sender", OF_ADDRESS), RECIPIENT(OF_ADDRESS)};
static const char *const of_domain[questions] = {MAILBOXES(OF_DOMAIN), ROLE("robbed", OF_DOMAIN),
	ROLE("claimed", OF_DOMAIN), ROLE("sender", OF_DOMAIN), RECIPIENT(OF_DOMAIN)};

/* The one row of SQL; to be reset when it was read. */
static sqlite3_stmt *ask(Ledger *ledger, const char *sql, const char *what,
	const LedgerFilter *filter, GError **error)
{
	static const LedgerRun any_run = {NULL, NULL};
	gint64 until = filter != NULL ? filter->until : 0;
	gboolean row = FALSE;
	sqlite3_stmt *statement = ledger_prepare(ledger, sql, error);
	if (statement == NULL)
		return NULL;
	if (strchr(what, '@') != NULL)
		statement_bind_address(statement, 1, what);
	else
		statement_bind_folded(statement, 1, what);
	if (sqlite3_bind_parameter_count(statement) > 2) {
		sqlite3_bind_int64(statement, 3, filter != NULL ? filter->since : 0);
		sqlite3_bind_int64(statement, 4, until != 0 ? until : G_MAXINT64);
		query_bind_run(statement, filter != NULL ? &filter->run : &any_run);
	}
	return statement_step(statement, &row, error) && row ? statement : NULL;
}

static gboolean ask_role(Ledger *ledger, const char *sql, const char *what,
	const LedgerFilter *filter, LedgerRole *ret, GError **error)
{
	sqlite3_stmt *statement = ask(ledger, sql, what, filter, error);
	if (statement == NULL)
		return FALSE;
	*ret = (LedgerRole){(guint64)sqlite3_column_int64(statement, 0),
		sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 2)};
	sqlite3_reset(statement);
	return TRUE;
}

gboolean ledger_lookup(Ledger *ledger, const char *what, const LedgerFilter *filter,
	LedgerLookup *ret, GError **error)
{
	const char *const *sql = strchr(what, '@') != NULL ? of_address : of_domain;
	*ret = (LedgerLookup){0};
	sqlite3_stmt *statement = ask(ledger, sql[of_mailboxes], what, filter, error);
	if (statement == NULL)
		return FALSE;
	ret->mailboxes = (guint64)sqlite3_column_int64(statement, 0);
	ret->probability = sqlite3_column_double(statement, 1);
	sqlite3_reset(statement);
	return ask_role(ledger, sql[of_robbed], what, filter, &ret->robbed, error) &&
	       ask_role(ledger, sql[of_claimed], what, filter, &ret->impersonated, error) &&
	       ask_role(ledger, sql[of_sender], what, filter, &ret->relay, error) &&
	       ask_role(ledger, sql[of_recipient], what, filter, &ret->recipient, error);
}
