/* SPDX-License-Identifier: Apache-2.0
 *
 * Encoded words (RFC 2047) to UTF-8. GMime's decoder asks iconv, which loads a module for each
 * charset and cannot do so in the sandbox; this one asks mail/text/charset.h. Tolerant: words with
 * spaces or quotes inside, words that stand in quoted strings, characters split between adjacent
 * words of one charset.
 */
#pragma once

#include "base/span.h"

/* Length of the encoded word at the start of TEXT, 0 when there is none. */
gsize encoded_word_length(Span text);
/* Append TEXT (any bytes) to OUT as valid UTF-8 with encoded words decoded and raw 8-bit text
 * guessed. White space is kept as it is, but for that between two encoded words, which is dropped.
 * Controls may come out of the words. */
void encoded_word_append(GString *out, Span text);
