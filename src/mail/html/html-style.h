/* SPDX-License-Identifier: Apache-2.0
 *
 * What an element's own style and attributes say about whether its text can be seen. Style sheets
 * are not read: a class cannot hide text from this reader.
 */
#pragma once

#include "base/span.h"

typedef enum {
	HTML_GONE = 1 << 0,      /* display:none and its like; no descendant can come back */
	HTML_INVISIBLE = 1 << 1, /* visibility:hidden */
	HTML_TINY = 1 << 2,      /* font-size of nothing */
	HTML_CAMOUFLAGE = 1 << 3 /* text in the colour of its background */
} HtmlHiding;

typedef struct HtmlStyle {
	guint hides;          /* HtmlHiding that begins here */
	guint shows;          /* HtmlHiding of an ancestor that ends here */
	gboolean keeps_lines; /* white-space: pre, pre-wrap, pre-line */
	gboolean tight;       /* no margin: a paragraph without a blank line after it */
} HtmlStyle;

/* Read the value of a style attribute (references decoded) and of a bgcolor attribute ("" when
 * none) into *RET. */
void html_style_read(HtmlStyle *ret, Span style, Span background);
