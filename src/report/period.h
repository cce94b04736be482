/* SPDX-License-Identifier: Apache-2.0
 *
 * Points in time as people give them.
 */
#pragma once

#include <glib.h>

/* TEXT is RFC 3339 ("2020-01-30T10:00:00Z"), a date ("2020-01-30", its beginning in UTC), or an age
 * before NOW: a number of minutes, hours, days or weeks ("90m", "12h", "7d", "2w"). FALSE when it
 * is none of these or the time lies before 1970. */
gboolean period_parse(const char *text, gint64 now, gint64 *ret);
/* TEXT is an age, given in seconds. */
gboolean period_parse_age(const char *text, gint64 *ret);
