/* SPDX-License-Identifier: Apache-2.0
 *
 * Received fields as the usual servers write them: Postfix, Exim, Sendmail, qmail, Exchange, Gmail,
 * Yahoo, Courier, fetchmail, majordomo. Fields below the first server that one trusts may be
 * forged; nothing here judges that.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* The Hop in the raw field VALUE, owned by the caller. *RET_USER (may be NULL) is the account that
 * the server says was logged in, a new string, "" when it names none. A session that only a
 * mailbox's owner can have (webmail by HTTP, MAPI) counts as authenticated. */
Hop *received_read(Span value, char **ret_user);
/* The address WORD holds in its text form ("[IPv6:::1]", "[::ffff:192.0.2.1]:25" give "::1",
 * "192.0.2.1"); NULL when it holds none. New string. */
char *received_ip(Span word);
