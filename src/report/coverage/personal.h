/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a link names whom it was sent to. Campaigns write the recipient's address into links,
 * plain or coded, so that they know who followed. Rather too often than too seldom: what is left
 * out is one link, what is let through is a person. Nothing is seen of what is encrypted or hashed.
 */
#pragma once

#include <glib.h>

/* May VALUE, a URL or host, name a person: has it a query, or an address, also in percent signs,
 * hex digits, base32 or base64 (RFC 4648, with either alphabet, cut into pieces or not), or in
 * several of them, one in another? */
gboolean personal_names_somebody(const char *value);
