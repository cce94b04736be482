/* SPDX-License-Identifier: Apache-2.0
 *
 * An entry of the ledger while it is put together: what Facts, Verdict and Delivery say, as one
 * LedgerMessage. It borrows from all of them.
 */
#pragma once

#include "base/settings.h"
#include "intake/capture/session.h"
#include "judge/verdict.h"
#include "ledger/ledger.h"
#include "mail/facts.h"

typedef struct Entry {
	LedgerMessage message;
	GPtrArray *strings; /* that nobody else owns */
	GArray *recipients, *candidates, *indicators, *tracks;
	GArray *handlings; /* of as many recipients, or empty */
} Entry;

void entry_init(Entry *entry);
void entry_clear(Entry *entry);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Entry, entry_clear)

/* What the message says of itself and its way, as SETTINGS trust it, and what it was judged to be.
 * NOW in Unix seconds. */
void entry_describe(Entry *entry, const Facts *facts, const Verdict *verdict,
	const Settings *settings, gint64 now);
/* What was seen on the wire; it goes before what the message says, so this is called after. */
void entry_describe_delivery(Entry *entry, const Delivery *delivery);

/* The recipients by the message's own fields. */
void entry_add_recipients(Entry *entry, const Facts *facts);
/* What was done for each of the recipients that there are by now, by TABLE (handled.h). */
void entry_add_handlings(Entry *entry, GHashTable *table);
void entry_add_candidates(Entry *entry, const Verdict *verdict);
void entry_add_indicators(Entry *entry, const Facts *facts, const Verdict *verdict);
/* TRACKS, of Track. */
void entry_add_tracks(Entry *entry, const GArray *tracks);

/* The message with all that was added, borrowed from ENTRY until that changes. */
const LedgerMessage *entry_message(Entry *entry);

/* The server of SESSION by its name or else its address; a new string. */
char *entry_host(const Session *session);
