/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML to text, read by the rules of the HTML Standard. Text inside blockquote, Gmail and Outlook
 * quote containers and inside a second HTML document comes out with "> " per level at line starts;
 * what a browser does not show is left out and ANOMALY_HIDDEN_TEXT recorded when it is more than
 * trifling.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

typedef struct HtmlLink {
	char *target; /* href or action, as written */
	char *text;   /* its visible text, white space collapsed */
	gboolean quoted;
} HtmlLink;

typedef struct HtmlText {
	char *text; /* UTF-8 */
	gsize length;
	GPtrArray *links;     /* of HtmlLink */
	gboolean nested;      /* holds a second HTML document */
	gboolean hidden_text; /* text a browser does not show */
} HtmlText;

/* Convert HTML (valid UTF-8; charset declarations inside are ignored). Never fails; at most
 * LIMIT_TEXT bytes of text. */
HtmlText *html_to_text(Span html);
void html_text_free(HtmlText *html);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlText, html_text_free)
