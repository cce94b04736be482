/* SPDX-License-Identifier: Apache-2.0
 *
 * A text as lines, each with its quote level: by quote signs at line starts, and by quoted header
 * blocks, behind which all is quoted whether or not signs say so. Linear in the text, whatever the
 * text is.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

typedef enum {
	QUOTE_AFTER_BLANK = 1 << 0, /* an empty line, or the start of the text, stands before it */
	QUOTE_COLON = 1 << 1,       /* ends with a colon */
	QUOTE_HEADER = 1 << 2,      /* belongs to a quoted header block */
	QUOTE_NAMED = 1 << 3,       /* looks quoted by a name, "JD> text" */
} QuoteLineFlags;

/* A line with something in it. */
typedef struct QuoteLine {
	const char *data; /* without quote signs and white space around; borrowed from the text */
	guint32 length;
	guint8 prefix; /* level by its quote signs */
	guint8 level;  /* level in the end, 0 for what the sender wrote */
	guint8 kind;   /* BlockKind */
	guint8 flags;  /* QuoteLineFlags */
} QuoteLine;

/* A header block that was found, and where what it introduces begins. */
typedef struct QuoteIntroduction {
	QuotedHeader *header; /* part and offset are not set */
	guint line;           /* index of the first line behind it */
} QuoteIntroduction;

typedef struct QuotePage {
	GArray *lines;         /* of QuoteLine */
	GArray *introductions; /* of QuoteIntroduction; owns the headers */
	gboolean limited;      /* more headers were there than LIMIT_QUOTES */
} QuotePage;

/* Read TEXT (valid UTF-8), which must outlive the result. */
QuotePage *quote_page_new(Span text);
void quote_page_free(QuotePage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QuotePage, quote_page_free)
/* The line in which the byte at DATA stands, or the one before it; NULL when there is none. */
const QuoteLine *quote_page_line_at(const QuotePage *page, const char *data);
/* The span of LINE. */
static inline Span quote_line_span(const QuoteLine *line)
{
	return span_new(line->data, line->length);
}
