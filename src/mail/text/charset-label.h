/* SPDX-License-Identifier: Apache-2.0
 *
 * Labels of charsets: the table's (charset-table.h), and behind it all that ICU knows whose ASCII
 * is ASCII. EBCDIC and the compressions of Unicode (SCSU, BOCU-1) stay unknown: nothing that shows
 * mail reads them, so that to read them would only hide from us what everybody else sees.
 */
#pragma once

#include "mail/text/charset-table.h"

/* Read the labels, once; needs no files. Called before the others. */
void charset_labels_warm(void);

/* Number of charsets, and one of them; borrowed for ever. */
gsize charset_label_rows(void);
const CharsetRow *charset_label_row(gsize row);

/* The charset that LABEL names, -1 when none. Case and punctuation do not matter, nor does what
 * stands before the number of a code page ("cp-1251", "win1251", "x-ms-cp1251"). */
gssize charset_label_find(const char *label);
