/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger to report on: two robbed mailboxes of one organisation, one at a free-mail provider, and
 * relay accounts, all invented.
 */
#pragma once

#include "ledger/ledger.h"

#define SAMPLE_START G_GINT64_CONSTANT(1580349600) /* 2020-01-30 02:00 UTC */

/* One message to record; what is NULL or 0 is not said. */
typedef struct SampleMessage {
	guint number; /* its identity */
	LedgerVerdict verdict;
	gint64 time;
	const char *message_id, *sender, *recipient, *robbed, *name, *other;
	const char *file, *url;
	const LedgerTrack *tracks;
	guint track_count;
	guint64 subject;
	LedgerHandling handling;
} SampleMessage;

/* Record MESSAGE in LEDGER, in a transaction of its own. */
void sample_record(Ledger *ledger, const SampleMessage *message);
/* A state directory, new string, with a ledger of twelve messages in it. */
char *sample_state(void);
/* Remove DIRECTORY with all files in it and in its folders. */
void sample_remove(const char *directory);
