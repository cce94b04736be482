/* SPDX-License-Identifier: Apache-2.0
 *
 * Abuse reports: to the provider of each relay account, as its abuse desk's programs read them
 * (ARF, RFC 5965, used as RFC 6650 says), with recipients and impersonated persons left out (RFC
 * 6590).
 */
#pragma once

#include "ledger/query/ledger-query.h"
#include "report/notice/outbox.h"

/* Write one report for each account seen within FILTER's time. Accounts whose address could do harm
 * in a header field are passed over and counted in *RET_SKIPPED. */
gboolean abuse_write_all(Ledger *ledger, const LedgerFilter *filter, const Outbox *outbox,
	guint *ret_skipped, GError **error);
/* MESSAGE_ID as PROVIDER may read it: its right side only where that is the provider's own, since
 * such identifiers are made up in the recipient's domain; what is unusual not at all. New string.
 */
char *abuse_message_id(const char *message_id, const char *provider);
/* MAILBOX, "Name <address>" or an address, for a header field: a name that is not ASCII as encoded
 * words (RFC 2047). New string. */
char *abuse_mailbox(const char *mailbox);
/* Is CLIENT an IP address and nothing else? Behind the "%" of a zone anything may stand. */
gboolean abuse_is_network(const char *client);
