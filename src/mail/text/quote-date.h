/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates as mail programs write them above quotes, in many languages and orders. Where day and month
 * could be exchanged the date stays unknown: a wrong one is worse than none.
 */
#pragma once

#include "base/span.h"

typedef struct QuoteDate {
	gsize length; /* bytes of the text that the date takes, with weekday, time and zone; 0 when
			 there is none */
	gboolean solid; /* a day and a month were there, if not a year */
	gint64 time; /* Unix seconds, 0 when not known for certain; without a zone it is taken for
			UTC */
} QuoteDate;

/* Read the date that TEXT begins with. LANGUAGE (ISO 639, "" when not known) decides between 3/9
 * and 9/3: in English nothing does. */
QuoteDate quote_date_read(Span text, const char *language);
