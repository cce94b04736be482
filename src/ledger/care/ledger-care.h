/* SPDX-License-Identifier: Apache-2.0
 *
 * Taking care of a ledger: correcting what was judged, forgetting whom it names, copying and
 * checking it. Errors and transactions are as in ledger.h.
 */
#pragma once

#include "ledger/ledger.h"

/* Is there a ledger in STATE? */
gboolean ledger_is_there(const char *state);
/* The folder of STATE's ledger, whether it is there or not, as a new string. */
char *ledger_folder(const char *state);

/* Forget ADDRESS: where it is recipient, sender, claimed or robbed there is nobody now, links that
 * hold it are gone. The sightings stay, and what tells of their campaign. *RET_KNOWN: it was there.
 * Needs LEDGER_WRITE and begin. */
gboolean ledger_forget(Ledger *ledger, const char *address, gboolean *ret_known, GError **error);
/* Call FUNC for every address that the ledger keeps as one, and may be forgotten of; some come more
 * than once, accounts as they were sent. */
typedef void (*LedgerAddressFunc)(const char *address, gpointer user_data);
gboolean ledger_list_addresses(
	Ledger *ledger, LedgerAddressFunc func, gpointer user_data, GError **error);
/* Let no file hold what was forgotten; after commit. Waits for readers up to a minute. */
gboolean ledger_settle(Ledger *ledger, GError **error);

typedef struct LedgerJudgement {
	gboolean there; /* the message is in the ledger */
	LedgerVerdict verdict;
	double score;
} LedgerJudgement;

/* What was judged of the message with IDENTITY. */
gboolean ledger_find_judgement(
	Ledger *ledger, const guint8 *identity, LedgerJudgement *ret, GError **error);
/* Put JUDGEMENT in its place, if it is in the ledger; needs LEDGER_WRITE and begin. A heavier one
 * that is recorded or imported later takes its place again, as in ledger_record. */
gboolean ledger_put_judgement(
	Ledger *ledger, const guint8 *identity, const LedgerJudgement *judgement, GError **error);
/* The identity and the sender's address (new string) of a message with MESSAGE_ID. *RET_COUNT: 0,
 * 1, or 2 when there are more, of which a forger may have made all but one. */
gboolean ledger_find_message_id(Ledger *ledger, const char *message_id, guint8 *ret_identity,
	char **ret_sender, guint *ret_count, GError **error);

/* Copy what is committed into the state STATE, as the ledger there, with writers at work or not. */
gboolean ledger_copy(Ledger *ledger, const char *state, GError **error);

/* One thing that is wrong, for people. */
typedef void (*LedgerFault)(const char *problem, gpointer user_data);
/* Tell FAULT what is wrong with the file and among its rows, at most LIMIT_FAULTS. */
gboolean ledger_check(Ledger *ledger, LedgerFault fault, gpointer user_data, GError **error);
