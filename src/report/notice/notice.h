/* SPDX-License-Identifier: Apache-2.0
 *
 * Notices: to each robbed organisation what was seen of it, and what to do. Nobody else is in it:
 * no recipient, no other victim, no relay account but their own.
 */
#pragma once

#include "ledger/query/ledger-query.h"
#include "report/notice/outbox.h"

/* Mailboxes that are robbed less surely than this are not written about. */
#define NOTICE_PROBABILITY 0.5

/* Write one notice for each organisation with mailboxes robbed within FILTER's time. */
gboolean notice_write_all(
	Ledger *ledger, const LedgerFilter *filter, const Outbox *outbox, GError **error);
