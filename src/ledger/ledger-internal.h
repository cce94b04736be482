/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the ledger share; nobody else includes this.
 */
#pragma once

#include "ledger/ledger.h"
#include "ledger/statement.h"
#include "store/writer-lock.h"

/* How long to wait for another process. */
#define LEDGER_WAIT_SECONDS 60

/* What number.c remembers. */
typedef struct Numbers Numbers;

struct Ledger {
	char *state;
	sqlite3 *database;
	LedgerMode mode;
	WriterLock *lock;       /* of a writer; SQLite's own lock lets others starve */
	GHashTable *statements; /* SQL literal to its statement, those that are used again */
	Numbers *numbers;
	gboolean begun;
	/* What attribution reads, since begin: messages up to SETTLED, and only later ones. */
	gboolean changed, grown;
	gint64 settled;
	gboolean expired; /* what went is still in the log, and may be in the file */
};

/* After a commit: let no file hold what expired, unless a reader is at work, whom nobody waits for:
 * then the next commit does it. */
void ledger_overwrite_expired(Ledger *ledger);

/* The statement SQL, a literal, ready to be bound; it belongs to the ledger and must not be in use.
 */
sqlite3_stmt *ledger_prepare(Ledger *ledger, const char *sql, GError **error);

Numbers *numbers_new(void);
void numbers_free(Numbers *numbers);
/* Forget all that is remembered: after an abort, and when mailboxes were forgotten. */
void numbers_forget(Numbers *numbers);
/* The same if another process has written since; to be called when a transaction begins. */
gboolean numbers_renew(Numbers *numbers, sqlite3 *database, GError **error);

/* The number of a mailbox or indicator, which is entered when it is new. */
gboolean number_of_mailbox(
	Ledger *ledger, const LedgerMailbox *mailbox, gint64 *ret, GError **error);
gboolean number_of_indicator(
	Ledger *ledger, const LedgerIndicator *indicator, gint64 *ret, GError **error);
/* The same of a run; 0 is none. */
gboolean number_of_run(Ledger *ledger, const LedgerRun *run, gint64 *ret, GError **error);
