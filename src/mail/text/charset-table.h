/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of charset labels, used by mail/text/charset.c and its test alone.
 */
#pragma once

#include <glib.h>

/* The rows that guessing needs stand first, so that they have fixed places. */
typedef enum {
	CHARSET_UTF8,
	CHARSET_WESTERN,
	CHARSET_SHIFT_JIS,
	CHARSET_EUC_JP,
	CHARSET_ISO_2022_JP,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_OTHER,
} CharsetKnown;

typedef struct CharsetRow {
	const char *converter; /* ICU's name */
	gboolean stateful;     /* bytes below 0x80 need not be ASCII */
	const char *labels;    /* lower-cased, separated by one space */
} CharsetRow;

/* More than CHARSET_MAXIMUM rows do not compile. */
#define CHARSET_MAXIMUM 64
extern const CharsetRow charset_rows[];
extern const gsize charset_row_count;
