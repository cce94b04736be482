/* SPDX-License-Identifier: Apache-2.0
 *
 * Which windows of a text stand for it: winnowing (Schleimer, Wilkerson, Aiken, "Winnowing: Local
 * Algorithms for Document Fingerprinting", SIGMOD 2003) over the characters of a skeleton, in two
 * window sizes, each for itself.
 *
 * Guarantee. Two skeletons that share a run of QUOTE_RUN characters, or of QUOTE_CJK_RUN of which
 * at least half are CJK, have a chosen window within that run in common.
 *
 * Large windows. A run of 75 characters holds 44 grams of 32 characters. In every 44 neighbouring
 * grams the smallest hash is chosen. Both texts see the same 44 grams there, so both choose one
 * with the same smallest hash.
 *
 * Small windows. A run of 30 characters holds 19 grams of 12. Only grams with at least 5 CJK
 * characters take part, and in every 19 neighbouring grams the smallest hash among these is chosen,
 * if there is any. There is one in every run with 15 CJK characters: its grams at 0 and 12 do not
 * overlap and leave a rest of 6 characters; the rest holds at most 6 of the 15, so the two grams
 * hold at least 9, and one of them at least 5. Who takes part depends on the gram alone, so both
 * texts choose one with the same smallest hash again.
 *
 * Among equal hashes the one chosen before stays, else the rightmost is taken ("robust winnowing"
 * there): the text of the window is the same, and "aaaa…" gives few windows. A text that is shorter
 * than a run, but not than a gram, gives the smallest of its grams; that is more than is promised.
 */
#pragma once

#include "base/span.h"

#define QUOTE_RUN      75
#define QUOTE_GRAM     32
#define QUOTE_CJK_RUN  30
#define QUOTE_CJK_GRAM 12
/* CJK characters in a gram that takes part. */
#define QUOTE_CJK_LEAST 5

/* A chosen window, as byte offsets in the skeleton. */
typedef struct QuoteWindow {
	guint32 start;
	guint32 end;
} QuoteWindow;

/* Append the chosen windows of SKELETON (UTF-8; a byte that is not counts as a character) to
 * WINDOWS, an array of QuoteWindow: the large ones in order, then the small ones in order. Linear
 * in its length. */
void quote_windows(Span skeleton, GArray *windows);

/* Is C of a script that is written without spaces between words here: Han, kana, Hangul, bopomofo?
 */
gboolean quote_is_cjk(guint32 c);
