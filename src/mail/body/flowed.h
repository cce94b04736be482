/* SPDX-License-Identifier: Apache-2.0
 *
 * Text of format=flowed (RFC 3676): paragraphs that a mail program wrapped at will.
 */
#pragma once

#include "base/span.h"

/* TEXT with each paragraph on one line, space-stuffing taken away and quote marks kept as ">" per
 * level and a space. DELSP: the space that marks a soft break is no part of the text. New string of
 * *RET_LENGTH bytes. */
char *flowed_join(Span text, gboolean delsp, gsize *ret_length);
