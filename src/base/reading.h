/* SPDX-License-Identifier: Apache-2.0
 *
 * What a text says when it is read as links and forms write it: with percent signs (RFC 3986) and
 * references to characters (HTML) decoded, again and again, and its words out of base64 (RFC 4648,
 * both alphabets) or hexadecimal digits. It looks for addresses; it understands nothing else.
 */
#pragma once

#include "base/span.h"

/* Is it in TEXT, which may be any bytes? */
typedef gboolean (*ReadingTest)(Span text, gpointer user_data);

/* Does TEST hold for one of the ways to read TEXT? Each is as long as TEXT at most. */
gboolean reading_any(Span text, ReadingTest test, gpointer user_data);

/* Does TEXT name ADDRESS (folded), in any of these ways and in any case of letters? Not within a
 * longer address: joann@x.example and ann@x.example.org do not name ann@x.example. */
gboolean reading_names(Span text, const char *address);
