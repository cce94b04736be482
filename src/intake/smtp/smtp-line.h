/* SPDX-License-Identifier: Apache-2.0
 *
 * A line that may arrive in pieces. One that comes whole is not copied. Above LIMIT_SMTP_LINE the
 * rest of a line is dropped. What was kept is wiped: it may have been a password.
 */
#pragma once

#include "base/span.h"

typedef struct SmtpLine {
	GByteArray *kept;
	gboolean overlong; /* of the line just read: bytes of it were dropped */
	gboolean whole;    /* internal: the line kept was given out */
} SmtpLine;

void smtp_line_init(SmtpLine *line);
void smtp_line_clear(SmtpLine *line);
/* Read INPUT up to the end of the line. Returns how many bytes were read, and TRUE in *RET_WHOLE
 * when RET, borrowed until the next call, is the line with its line end. */
gsize smtp_line_read(SmtpLine *line, Span input, Span *ret, gboolean *ret_whole);
/* Bytes kept of an unfinished line. */
gsize smtp_line_held(const SmtpLine *line);
/* Forget what is kept of an unfinished line. */
void smtp_line_drop(SmtpLine *line);
