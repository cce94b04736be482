/* SPDX-License-Identifier: Apache-2.0
 *
 * What kinds of elements HTML has, as far as text, lines and nesting depend on it.
 */
#pragma once

#include <glib.h>

typedef enum {
	HTML_VOID = 1 << 0,         /* has no content and no end tag */
	HTML_BLOCK = 1 << 1,        /* begins and ends a line */
	HTML_GAP = 1 << 2,          /* and a blank line stands before and after it */
	HTML_ENDS_P = 1 << 3,       /* its start ends an open paragraph */
	HTML_SPECIAL = 1 << 4,      /* end tags of inline elements do not reach through it */
	HTML_SCOPE = 1 << 5,        /* end tags of blocks do not reach through it */
	HTML_FORMATTING = 1 << 6,   /* may end out of order: <b><i></b></i> */
	HTML_CELL = 1 << 7,         /* a table cell: set apart by a space */
	HTML_TABLE_PART = 1 << 8,   /* a part of a table in which no text stands */
	HTML_RAW = 1 << 9,          /* its content is neither markup nor shown */
	HTML_RAW_SHOWN = 1 << 10,   /* its content is no markup but shown */
	HTML_NEVER_SHOWN = 1 << 11, /* has markup in it that is never shown */
	HTML_DOCUMENT = 1 << 12,    /* html, head, body: marks, not containers */
	HTML_KEEPS_LINES = 1 << 13, /* pre */
	HTML_QUOTES = 1 << 14,      /* blockquote */
	HTML_HEADING = 1 << 15,
	HTML_FOREIGN = 1 << 16, /* svg, math: "/>" ends it */
	HTML_TABLE = 1 << 17,
} HtmlElementFlags;

typedef struct HtmlElement {
	const char *name;
	guint flags;
} HtmlElement;

/* The element called NAME (lower-cased), NULL when it is none that matters; an entry of a constant
 * table. */
const HtmlElement *html_element_find(const char *name);
