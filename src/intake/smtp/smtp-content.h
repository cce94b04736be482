/* SPDX-License-Identifier: Apache-2.0
 *
 * The content of a message as DATA sends it (RFC 5321 4.5.2): ends at a line that is ".", other
 * lines lose a leading dot. A line end is LF, with or without CR before it: what servers differ in
 * is noted, not refused.
 */
#pragma once

#include "base/span.h"

typedef struct SmtpContent {
	guint8 place;   /* internal: where in a line the last byte left off */
	gboolean loose; /* the "." stood between line ends that were not both CRLF: what follows is
			   mail to some servers (SMTP smuggling) */
	gboolean bare;  /* internal: the last line ended without CR */
} SmtpContent;

typedef void (*SmtpContentPart)(Span part, gpointer user_data);

/* At the start of a content. */
void smtp_content_begin(SmtpContent *content);
/* Read INPUT up to the end of the content; PART gets the content, unstuffed, in parts that are
 * borrowed. Returns how many bytes were read; *RET_END says whether the content ended with them. */
gsize smtp_content_read(SmtpContent *content, Span input, SmtpContentPart part, gpointer user_data,
	gboolean *ret_end);
/* Bytes are missing here: go on inside a line. */
void smtp_content_gap(SmtpContent *content);
