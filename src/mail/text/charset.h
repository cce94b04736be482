/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes of any charset to UTF-8 with ICU, which needs no files (iconv loads modules on demand and
 * fails in the sandbox). Labels are read by the WHATWG Encoding table ("shift_jis" means CP932,
 * "iso-8859-1" windows-1252), behind it by ICU's (charset-label.h).
 */
#pragma once

#include "base/span.h"

/* Open every converter once, before files are out of reach. */
void charset_warm(void);
/* BYTES as new valid UTF-8 without NUL, owned by the caller. An unknown or missing LABEL (""
 * allowed) is guessed: UTF-8 when valid, ISO-2022-JP by its escapes, Shift_JIS or EUC-JP by
 * structure, else windows-1252. So are bytes that cannot be what a label says that few readers know
 * (UTF-8 labelled "utf-7"). *RET_DAMAGED (may be NULL) is set then, and when bytes had to be
 * replaced. */
char *charset_to_utf8(const char *label, Span bytes, gsize *ret_length, gboolean *ret_damaged);

/* Can a text labelled LABEL be read as what it says? So can one that says nothing (""). */
gboolean charset_is_known(const char *label);

/* TEXT (UTF-8) in the charset LABEL, as new bytes; NULL when that charset is unknown or lacks one
 * of its characters. What promises nothing above ASCII (us-ascii, no label) takes ASCII alone. */
char *charset_from_utf8(const char *label, Span text, gsize *ret_length);

typedef enum {
	CHARSET_FORM_ASCII,   /* a byte below 0x80 is ASCII wherever a character may begin */
	CHARSET_FORM_ESCAPES, /* so it is until an escape sequence (ISO-2022-JP) */
	CHARSET_FORM_OTHER,   /* and what has an unknown label */
} CharsetForm;

/* What a reader of LABEL's bytes may believe who knows nothing of the charset. */
CharsetForm charset_form(const char *label);
