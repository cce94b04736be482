/* SPDX-License-Identifier: Apache-2.0
 *
 * Message-IDs and Outlook's conversation index as fields give them.
 */
#pragma once

#include "base/span.h"

/* The first Message-ID of VALUE, without brackets and white space; the whole VALUE when it has no
 * brackets. New string. */
char *reference_first(Span value);
/* All Message-IDs of VALUE in order, the last LIMIT_REFERENCES of them: an array of char *, owned
 * by the caller. */
GPtrArray *reference_list(Span value);
/* The GUID of the conversation in a Thread-Index VALUE (MS-OXOMSG) as 32 hex digits; "" when it is
 * none. New string. */
char *reference_thread(Span value);
