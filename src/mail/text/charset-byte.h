/* SPDX-License-Identifier: Apache-2.0
 *
 * Charsets of one byte a character, by a table of what each byte means.
 */
#pragma once

#include "base/span.h"

/* No character of Unicode is longer in UTF-8. */
#define MEANING_BYTES 4

/* A byte: as UTF-8, and whether it has no meaning (then U+FFFD). */
typedef struct ByteMeaning {
	char utf8[MEANING_BYTES];
	guint8 length;
	guint8 damaged;
} ByteMeaning;

/* What the 256 bytes mean in iconv's charset NAME, new memory of the caller's; NULL when iconv
 * lacks it. May load files. */
ByteMeaning *byte_meanings_by_iconv(const char *name);

/* BYTES as UTF-8, new; *RET_DAMAGED is set to whether some have no meaning. */
char *byte_meanings_convert(
	const ByteMeaning *meanings, Span bytes, gsize *ret_length, gboolean *ret_damaged);
