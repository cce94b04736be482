/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates of mail (RFC 5322 and what passes for it).
 */
#pragma once

#include "base/span.h"

/* The time that VALUE gives, in Unix seconds; 0 when it cannot be read or lies outside 1970 to
 * 2100. *RET_ZONE (may be NULL) is its zone in minutes east of UTC, FACTS_NO_ZONE when it names
 * none ("-0000" is none). */
gint64 date_read(Span value, gint16 *ret_zone);
