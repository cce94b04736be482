/* SPDX-License-Identifier: Apache-2.0
 *
 * Attribution: whom a number of attacks together say was robbed (judge/patient-zero.h), against the
 * truth. A campaign's messages are taken one, three and ten at a time, and mixed with another's.
 * Keeps twelve bytes for each mailbox that a message may have come out of.
 */
#pragma once

#include <stdio.h>

#include "eval/corpus.h"
#include "eval/reliability.h"

typedef enum {
	AFTER_ONE,
	AFTER_THREE,
	AFTER_TEN,
	AMONG_TWO, /* after ten, mixed with ten out of another mailbox */
	AFTER_COUNT,
} AttributionSize;

/* How often it was right, each among the groups of messages of which one was found at least. */
typedef struct Attributed {
	Rate first; /* the robbed mailbox is the likeliest */
	Rate three; /* or among the three likeliest */
	Rate side;
} Attributed;

typedef struct Attribution Attribution;

Attribution *attribution_new(void);
void attribution_free(Attribution *attribution);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attribution, attribution_free)

/* One more attack of LABEL (borrowed, as its group, for the life of the Attribution) and what was
 * said of it, also when it was not found. */
void attribution_add(Attribution *attribution, const Label *label, const Verdict *verdict);
/* Count, after the last attack. */
void attribution_evaluate(Attribution *attribution);
/* What was counted of GROUP, all attacks when NULL. */
Attributed attribution_of(const Attribution *attribution, const Group *group, AttributionSize size);
/* What the likeliest mailbox's probability is worth; borrowed. */
const Reliability *attribution_reliability(const Attribution *attribution, AttributionSize size);
/* Every attack found, with its candidates and the truth, as JSON lines: for fitting. */
void attribution_write(const Attribution *attribution, const char *memory, FILE *stream);
