/* SPDX-License-Identifier: Apache-2.0
 *
 * Tally: counts of what a group of labelled messages was taken for, and the rates that follow.
 */
#pragma once

#include "engine/engine.h"
#include "eval/corpus.h"
#include "eval/rate.h"

/* What became of the messages of one group, or of several together. */
typedef struct Tally {
	guint64 messages;
	guint64 verdicts[VERDICT_UNSCANNABLE + 1];
	guint64 fake_reply; /* a reply's subject without In-Reply-To and References */
	/* Among those found, suspicious or hijacked: */
	guint64 victim_first; /* the robbed mailbox stands first */
	guint64 victim_three; /* or among the first three */
	guint64 side_known;   /* somebody knows which side the victim is on */
	guint64 side_right;
} Tally;

/* Count RESULT, of a message that LABEL tells the truth of. */
void tally_count(Tally *tally, const EngineResult *result, const Label *label);
/* Add MORE to TALLY. */
void tally_add(Tally *tally, const Tally *more);

Rate tally_verdict(const Tally *tally, VerdictKind kind);
Rate tally_alarms(const Tally *tally); /* suspicious or hijacked: recall, or false positives */
Rate tally_fake_reply(const Tally *tally);
Rate tally_victim_first(const Tally *tally); /* these three among the alarms */
Rate tally_victim_three(const Tally *tally);
Rate tally_side(const Tally *tally);
