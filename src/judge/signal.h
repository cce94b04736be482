/* SPDX-License-Identifier: Apache-2.0
 *
 * Signal: one kind of evidence, one file in signals/, one constant object. Its weight stands in the
 * table signals.table, apart from the code, because weights are fitted. docs/adding-a-signal.md
 * shows how one is added.
 */
#pragma once

#include "judge/situation.h"

typedef struct Signal {
	const char *id;
	/* How strongly it holds, 0 (says nothing) to 1. DETAIL is empty and may be given what it is
	 * about: an address, a name, a file. */
	double (*measure)(const Situation *situation, GString *detail);
	const char *reason_en; /* one plain sentence for a reader who knows nothing of mail */
	const char *reason_ja;
} Signal;

typedef enum {
	ROLE_PLAIN,
	ROLE_CLAIM, /* shows that the sender is not who the message says */
	/* Shows that an account may be in other hands: then nothing that it did before clears. */
	ROLE_TAKEOVER,
	ROLE_HISTORY, /* clears by what the account did before: against a claim only when it is
			 proven */
} SignalRole;

/* Which weights count: cold ones where nothing was ever learned. */
typedef enum { WEIGHT_WARM, WEIGHT_COLD, WEIGHT_COLUMNS } WeightColumn;

typedef struct WeightedSignal {
	const Signal *signal;
	double weight[WEIGHT_COLUMNS]; /* log-odds at full strength; negative clears */
	SignalRole role;
} WeightedSignal;

/* Generated from signals.table. */
extern const WeightedSignal weighted_signals[];
extern const guint weighted_signals_count;
extern const double weighted_prior[WEIGHT_COLUMNS];
