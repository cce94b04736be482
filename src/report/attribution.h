/* SPDX-License-Identifier: Apache-2.0
 *
 * Attribution over all that the ledger holds: what each message says of whose mailbox was robbed is
 * weighed together (judge/patient-zero.h), and the ledger is told the result. It is done when
 * somebody asks and something is new; of a large ledger, by whoever recorded much.
 */
#pragma once

#include "ledger/query/ledger-query.h"

/* The ledger in STATE for reading, its victims brought up to date where that can be written. Where
 * it cannot, attribution_each_victim still tells the truth. Errors as ledger_open. */
Ledger *attribution_open(const char *state, GError **error);
/* So many messages are weighed together within half a second. */
#define ATTRIBUTION_FEW 50000
/* Bring LEDGER, opened for writing, up to date; nothing when it is. Once there were FEW messages
 * (ATTRIBUTION_FEW), those that come after are weighed after them, up to one for twenty. */
gboolean attribution_update(Ledger *ledger, guint64 few, GError **error);
/* To be called when much was recorded: bring the ledger in STATE up to date if a report would take
 * long to. What fails here fails there, and is told there. */
void attribution_keep_up(const char *state);
/* As ledger_each_victim; out of RAM where LEDGER is behind. */
gboolean attribution_each_victim(Ledger *ledger, const LedgerFilter *filter, LedgerVictimFunc func,
	gpointer user_data, GError **error);
