/* SPDX-License-Identifier: Apache-2.0
 *
 * One decoded text of a message taken apart: quotes, signature, skeleton. HTML comes here as text
 * in which quoting is shown as in plain mail, by "> " at line starts (mail/html/html.h), so there
 * is one analysis for both.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

typedef struct TextOrigin {
	gboolean html;
	gboolean enclosed;
	guint alternative;
} TextOrigin;

/* Take TEXT (valid UTF-8) apart and append what it holds to FACTS: a TextPart, QuotedHeaders,
 * signature addresses, own text excerpt and length, MARK_PASSWORD. Own text of a further
 * alternative is not counted twice. */
void text_add(Facts *facts, Span text, TextOrigin origin);
