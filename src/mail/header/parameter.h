/* SPDX-License-Identifier: Apache-2.0
 *
 * Parameters of Content-Type and Content-Disposition: "token; name=value;
 * name*0*=charset'language'%e3%81…". Own, because GMime converts them with iconv, which has no
 * files in the sandbox. Tolerant of missing semicolons and quotes, of encoded words (not allowed,
 * yet common) and of raw Shift_JIS or ISO-2022-JP, whose bytes look like quotes.
 */
#pragma once

#include "base/span.h"

/* The token before the first parameter, lower-cased: "text/plain", "attachment". New string, ""
 * when there is none. */
char *parameter_token(Span value);
/* The value of parameter NAME as bytes, unquoted, continuations (RFC 2231) joined and
 * percent-decoded, not converted. New string of *RET_LENGTH bytes (may be NULL), NULL when absent.
 */
char *parameter_bytes(Span value, const char *name, gsize *ret_length);
/* The value of parameter NAME as text: as header_text makes it. New string, "" when absent. */
char *parameter_text(Span value, const char *name);
