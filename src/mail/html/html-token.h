/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML cut into tokens by the rules of the HTML Standard ("Tokenization"), so that what a browser
 * takes for text, comment or tag is the same here. Linear in its input, allocates nothing; every
 * token borrows from the input.
 */
#pragma once

#include "base/span.h"

#define HTML_NAME 16

typedef enum {
	HTML_TEXT,    /* characters, references not decoded */
	HTML_OPEN,    /* <name attributes> */
	HTML_CLOSE,   /* </name> */
	HTML_DOCTYPE, /* <!doctype …> */
} HtmlTokenKind;

typedef struct HtmlToken {
	HtmlTokenKind kind;
	Span text;             /* of HTML_TEXT */
	char name[HTML_NAME];  /* of tags: lower-cased, cut after HTML_NAME - 1 bytes */
	Span attributes;       /* of HTML_OPEN */
	gboolean self_closing; /* of HTML_OPEN: <name/> */
} HtmlToken;

typedef struct HtmlTokens {
	Span html;
	gsize at;
} HtmlTokens;

/* The next token; comments and processing instructions are passed over. FALSE at the end. */
gboolean html_tokens_next(HtmlTokens *self, HtmlToken *ret);
/* Everything up to the end tag </NAME, which is the next token then: the content of script, style,
 * title and their like. */
Span html_tokens_raw(HtmlTokens *self, const char *name);
/* The next attribute of *REST, which moves behind it; values are not decoded. FALSE when there are
 * no more. */
gboolean html_attribute_next(Span *rest, Span *ret_name, Span *ret_value);
