/* SPDX-License-Identifier: Apache-2.0
 *
 * Content-Transfer-Encoding: the bytes of a part as they were before they were made fit for SMTP.
 */
#pragma once

#include "base/span.h"

typedef enum {
	TRANSFER_PLAIN, /* 7bit, 8bit, binary, and what nobody knows */
	TRANSFER_BASE64,
	TRANSFER_QUOTED,
	TRANSFER_UU,
} Transfer;

/* The encoding that a Content-Transfer-Encoding VALUE names. */
Transfer transfer_of(Span value);
/* BYTES decoded, of which at most LIMIT are wanted. The result points into BYTES or into
 * *RET_OWNED, which the caller frees. *DAMAGED (may be NULL) is set when the encoding is broken or
 * cut off, and left alone otherwise. */
Span transfer_decode(
	Transfer transfer, Span bytes, gsize limit, char **ret_owned, gboolean *damaged);
/* The lines of a uuencoded file, without "begin" and "end", decoded. As transfer_decode. */
Span transfer_decode_uu(Span lines, char **ret_owned);
