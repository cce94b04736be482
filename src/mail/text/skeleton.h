/* SPDX-License-Identifier: Apache-2.0
 *
 * The skeleton of a text: NFKC case-folded (UAX #15, #31), only letters, digits and marks kept. Two
 * texts that differ by wrapping, quoting, punctuation, width or case have one skeleton.
 */
#pragma once

#include "base/span.h"

/* Append the skeleton of TEXT (valid UTF-8) to OUT. */
void skeleton_append(GString *out, Span text);
/* The skeleton of TEXT as a new string owned by the caller. */
char *skeleton_of(Span text);
