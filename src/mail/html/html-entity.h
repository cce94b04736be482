/* SPDX-License-Identifier: Apache-2.0
 *
 * Character references of HTML: "&eacute;", "&#233;", "&#xe9;", and "&eacute" as browsers forgive
 * it.
 */
#pragma once

#include "base/span.h"

/* The table of names (mail/html/html-entity-table.c). */
extern const char *const html_entity_rows[];
extern const gsize html_entity_row_count;

/* Append what the reference at the start of TEXT, which begins with '&', means to OUT. Returns how
 * many bytes it takes; 0 when it is none, and then nothing is appended. ATTRIBUTE: TEXT is an
 * attribute's value, where a name without a semicolon may be a part of a query string. */
gsize html_entity_append(GString *out, Span text, gboolean attribute);
/* Append TEXT with its references decoded. */
void html_entity_decode(GString *out, Span text, gboolean attribute);
