/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of charsets, which mail/text/charset-label.c finds by label.
 */
#pragma once

#include <glib.h>

/* The rows that charset.c names stand first, so that they have fixed places. */
typedef enum {
	CHARSET_UTF8,
	CHARSET_ASCII, /* promises nothing above ASCII: what is there is guessed */
	CHARSET_WESTERN,
	CHARSET_SHIFT_JIS,
	CHARSET_EUC_JP,
	CHARSET_ISO_2022_JP,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_UTF32,
	CHARSET_UTF32LE,
	CHARSET_UTF32BE,
	CHARSET_OTHER,
} CharsetKnown;

typedef enum {
	CHARSET_STATEFUL = 1 << 0, /* bytes below 0x80 need not be ASCII */
	CHARSET_RARE = 1 << 1,     /* not of the WHATWG: many readers show it as something else */
} CharsetFlags;

typedef struct CharsetRow {
	const char *converter; /* ICU's name */
	guint flags;           /* CharsetFlags */
	const char *labels;    /* separated by one space; how they are written does not matter */
	const char *iconv;     /* instead of converter: iconv's name, of one byte a character */
} CharsetRow;

extern const CharsetRow charset_rows[];
extern const gsize charset_row_count;
