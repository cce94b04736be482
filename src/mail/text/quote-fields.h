/* SPDX-License-Identifier: Apache-2.0
 *
 * The first form of quoted headers: named fields on lines of their own. For
 * mail/text/quote-header.c.
 */
#pragma once

#include "mail/text/quote-header.h"

/* Is there a block of fields that begins at LINES[AT]? TRUE fills *RET as quote_header_match does.
 */
gboolean quote_fields_match(const QuoteLine *lines, guint count, guint at, QuoteHeader *ret);
