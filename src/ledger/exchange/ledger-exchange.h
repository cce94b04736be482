/* SPDX-License-Identifier: Apache-2.0
 *
 * Exchange: a ledger as JSON lines, for other sensors of ours. A header line, then one line for
 * each message, source, event and run, with at most LEDGER_LINE_RECIPIENTS recipients, one for each
 * login and run, one for each password's hash. What is derived (victims) is left out. A file that
 * comes in is read as hostile, but what it says is believed: import only what comes from somebody
 * trusted.
 */
#pragma once

#include <stdio.h>

#include "ledger/ledger.h"

#define LEDGER_LINE_RECIPIENTS 100

/* Write everything to STREAM (borrowed), hashes of passwords only with PASSWORDS: whoever has one
 * can try to guess the password. *RET_MESSAGES lines of messages. Whether all of it could be
 * written is for the caller to ask the stream. */
gboolean ledger_export(
	Ledger *ledger, FILE *stream, gboolean passwords, guint64 *ret_messages, GError **error);

typedef struct LedgerImport {
	guint64 messages;    /* lines read */
	guint64 sightings;   /* that were not there before */
	guint64 line;        /* where PROBLEM is, from 1 */
	const char *problem; /* translated and static; NULL when all is well */
} LedgerImport;

/* Record everything in STREAM (borrowed), as ledger_record does: again is as good as once. NOW
 * bounds the times it says it was recorded. TRUE with a problem in RET when a line is malformed:
 * then the caller aborts, so that the file counts as a whole or not at all. Needs LEDGER_WRITE and
 * begin. */
gboolean ledger_import(Ledger *ledger, FILE *stream, gint64 now, LedgerImport *ret, GError **error);
