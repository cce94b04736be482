/* SPDX-License-Identifier: Apache-2.0
 *
 * Release: handing a message from quarantine back to the mail server, once.
 */
#pragma once

#include "memory/secret.h"
#include "service/guard/quarantine.h"

/* Hand ENTRY with MESSAGE to the program SENDMAIL (a command line), with a token under SECRET that
 * makes the guard let it through. An entry that is not held is refused with KITH_ERROR_USAGE unless
 * AGAIN. FALSE with ERROR; what certainly was not sent is held as before. */
gboolean release_message(Quarantine *quarantine, const QuarantineEntry *entry, GBytes *message,
	const Secret *secret, const char *sendmail, gboolean again, GError **error);

/* Does TOKEN prove that MESSAGE to RECIPIENTS (of char *) is ENTRY, whose message is HELD, on its
 * way out? It binds the id, all recipients, the body and From, To, Subject, Message-ID and Date;
 * trace fields, folds and line ends may change, and of those fields a server may add what is
 * missing. */
gboolean release_is_proven(const Secret *secret, const QuarantineEntry *entry, GBytes *held,
	const GPtrArray *recipients, Span message, const char *token);
