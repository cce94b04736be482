/* SPDX-License-Identifier: Apache-2.0
 *
 * Does a direction of a connection speak SMTP? Told by its first line, whatever the port.
 */
#pragma once

#include "base/span.h"

typedef enum SmtpTaste {
	SMTP_TASTE_SHORT,   /* not enough bytes to tell */
	SMTP_TASTE_CLIENT,  /* begins as only a client of SMTP does */
	SMTP_TASTE_SERVER,  /* greets as a server of SMTP */
	SMTP_TASTE_ANSWERS, /* may be a server: of SMTP or of a relative of it */
	SMTP_TASTE_TLS,     /* begins as a client of TLS */
	SMTP_TASTE_OTHER,
} SmtpTaste;

/* What HEAD, the first bytes of a direction, tastes of. More than LIMIT_TASTE are not needed. */
SmtpTaste smtp_taste(Span head);
