/* SPDX-License-Identifier: Apache-2.0
 *
 * One line of an SMTP client (RFC 5321): which command it is and what it names. Tolerant, as
 * servers are: any case, spaces where none belong, paths without brackets.
 */
#pragma once

#include "base/span.h"

typedef enum SmtpVerb {
	SMTP_UNKNOWN,
	SMTP_HELO,
	SMTP_EHLO,
	SMTP_LHLO, /* LMTP, RFC 2033 */
	SMTP_MAIL,
	SMTP_RCPT,
	SMTP_DATA,
	SMTP_BDAT, /* RFC 3030 */
	SMTP_RSET,
	SMTP_QUIT,
	SMTP_AUTH, /* RFC 4954 */
	SMTP_STARTTLS,
	SMTP_OTHER, /* a command that changes nothing here: NOOP, VRFY, XCLIENT … */
} SmtpVerb;

typedef struct SmtpCommand {
	SmtpVerb verb;
	Span argument; /* what follows it, without spaces around it; borrowed from the line */
} SmtpCommand;

/* SPAN without white space and line ends around it. */
Span smtp_command_trim(Span span);
/* TRUE when SPAN begins with WORD, in any case. */
gboolean smtp_command_begins(Span span, const char *word);
/* The command in LINE, with or without its line end. */
SmtpCommand smtp_command_parse(Span line);
/* TRUE when LINE is a command beyond doubt, its shape and not only its verb: it is then no line of
 * a message and no answer to AUTH. */
gboolean smtp_command_certain(Span line);
/* The path in ARGUMENT of MAIL (KEYWORD "FROM") or RCPT ("TO"), without brackets and source route:
 * borrowed, empty for "<>". FALSE when there is none. */
gboolean smtp_command_path(Span argument, const char *keyword, Span *ret);
/* The size and the word LAST in ARGUMENT of BDAT. FALSE when it is malformed or above 2^63. */
gboolean smtp_command_chunk(Span argument, guint64 *ret_size, gboolean *ret_last);
