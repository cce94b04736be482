/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a sender's own text ends and the signature begins, and whom the signature names.
 */
#pragma once

#include "mail/facts.h"
#include "mail/text/quote.h"

#define SIGNATURE_MAXIMUM 20 /* addresses kept */

/* Find signatures in LINES (kind BLOCK_OWN or BLOCK_QUOTE): their lines become BLOCK_SIGNATURE, and
 * the names and addresses in them are appended to FOUND (of Address; NULL when not wanted), each
 * once. Footers of mailing lists and PGP signatures become BLOCK_SIGNATURE too, but name nobody. */
void signature_find(QuoteLine *lines, guint count, GPtrArray *found);
