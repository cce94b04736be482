/* SPDX-License-Identifier: Apache-2.0
 *
 * Pullback: what was delivered before its campaign was known. A message that was let through is
 * convicted when hijacked messages of other conversations, within a week, share with it what honest
 * mail does not: the same file; links to the same unknown site, in two of them; or both a file of
 * the same make and a line of text. A message that was clean takes one conversation more: honest
 * people pass files on. What had been about for a week before the first hijacked one is
 * nobody's campaign.
 */
#pragma once

#include "ledger/query/ledger-query.h"

typedef enum { PULLBACK_FILE, PULLBACK_LINK, PULLBACK_FORM } PullbackReason;

/* One mailbox that a convicted message lies in. ROW's verdict is the one it had when it came. */
typedef gboolean (*PullbackFunc)(
	const LedgerSightingRow *row, PullbackReason reason, gpointer user_data);
/* Call FUNC for each, the newest message first; FILTER bounds the times of delivery. */
gboolean pullback_each(Ledger *ledger, const LedgerFilter *filter, PullbackFunc func,
	gpointer user_data, GError **error);

/* Fixed names for JSON, translatable: "same file" … */
const char *pullback_reason_name(PullbackReason reason);
