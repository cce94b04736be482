/* SPDX-License-Identifier: Apache-2.0
 *
 * The line that begins each message of an mbox: "From sender Mon Apr 29 00:00:00 2019". Pure
 * functions on bytes.
 */
#pragma once

#include "base/span.h"

/* How much of a stream must be at hand, when there is as much, to tell whether a message begins
 * here. */
#define FROM_LINE_SIGHT (LIMIT_FROM_LINE + 128)

/* TRUE when TEXT begins with "From ". */
gboolean from_line_begins(Span text);
/* TRUE when TEXT begins with a From line of at most LIMIT_FROM_LINE bytes that ends in a date, as
 * asctime(3) or RFC 5322 write it. */
gboolean from_line_dated(Span text);
/* TRUE when a message begins at TEXT, which stands at the start of a line. A From line with a date
 * always separates; a damaged one only when AFTER_BLANK (the line before is blank or there is none)
 * and when a header field follows it: "From then on ..." may open a paragraph. */
gboolean from_line_separates(Span text, gboolean after_blank);
/* TRUE when TEXT begins with the name of a header field and a colon (RFC 5322, 2.2). */
gboolean from_line_header_follows(Span text);
