/* SPDX-License-Identifier: Apache-2.0
 *
 * Files inside plain text: uuencoded ("begin 644 name" … "end") and yEnc ("=ybegin …" … "=yend"),
 * as old mail programs attach them and as some still open them.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Add the files in TEXT (undecoded bytes of a text part) to FACTS as attachments. Gives the text
 * without them, which points into TEXT or into *RET_OWNED (the caller frees it). */
Span inline_file_take(Facts *facts, Span text, char **ret_owned);
