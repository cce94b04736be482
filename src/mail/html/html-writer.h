/* SPDX-License-Identifier: Apache-2.0
 *
 * Puts the text of an HTML document into lines: white space collapsed, "> " per quote level at line
 * starts.
 */
#pragma once

#include "base/span.h"
#include "mail/html/html-tree.h"

typedef struct HtmlWriter {
	GString *out;
	guint breaks;         /* line breaks owed before the next character */
	gboolean space;       /* a space is owed */
	guint level;          /* of the line being written */
	gsize hidden_letters; /* characters that are not shown */
	GString *label;       /* text goes here too, while not NULL; not owned */
	gsize label_maximum;
	gsize label_start; /* where in OUT the label's text began */
} HtmlWriter;

/* Append TEXT (references decoded) that stands at PLACE. */
void html_writer_text(HtmlWriter *self, Span text, HtmlPlace place);
/* At least COUNT line breaks before the next text. */
void html_writer_break(HtmlWriter *self, guint count);
/* One line break more. */
void html_writer_line_break(HtmlWriter *self);
void html_writer_space(HtmlWriter *self);
