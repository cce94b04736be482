/* SPDX-License-Identifier: Apache-2.0
 *
 * Quoted header blocks: the few lines by which a mail program says who wrote what follows. A table
 * of languages (mail/text/quote-header-table.c) and a matcher for its three forms.
 */
#pragma once

#include "mail/facts.h"
#include "mail/text/quote.h"

typedef enum {
	QUOTE_FIELDS, /* "From: …", "Sent: …", "To: …", "Subject: …" on lines of their own */
	QUOTE_ATTRIBUTION, /* "On DATE, NAME wrote:" */
	QUOTE_DIVIDER,     /* "-----Original Message-----": says that a quote follows, not whose */
} QuoteHeaderForm;

typedef enum {
	QUOTE_FROM,
	QUOTE_DATE,
	QUOTE_TO,
	QUOTE_CC,
	QUOTE_SUBJECT,
	QUOTE_OTHER, /* a field that may stand in a block and proves nothing */
	QUOTE_FIELD_KINDS,
} QuoteField;

/* One row: alternatives are separated by '|', words are lower-cased.
 * QUOTE_FIELDS: the names of each field. QUOTE_ATTRIBUTION: patterns, without the colon, in which
 * {n} stands for a name or address, perhaps behind a date, {d} for a date and {i} for anything.
 * QUOTE_DIVIDER: what stands between the dashes. */
typedef struct QuoteHeaderRow {
	const char *language; /* ISO 639; "" when it says nothing about the language */
	QuoteHeaderForm form;
	const char *patterns;
	const char *names[QUOTE_FIELD_KINDS];
} QuoteHeaderRow;

extern const QuoteHeaderRow quote_header_rows[];
extern const gsize quote_header_row_count;

/* A header as it was found. */
typedef struct QuoteHeader {
	QuotedHeader *header; /* NULL for a divider; part, level and offset are not set */
	QuoteHeaderForm form;
	gboolean certain; /* it holds a date or an address, so that it is no ordinary sentence */
	guint first;      /* its lines */
	guint count;
} QuoteHeader;

/* Is there a header one of whose lines is LINES[AT], and none of whose lines is before MINIMUM?
 * TRUE fills *RET; ret->header is owned by the caller. Ask from the first line to the last. */
gboolean quote_header_match(
	const QuoteLine *lines, guint count, guint at, guint minimum, QuoteHeader *ret);
