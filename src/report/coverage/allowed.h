/* SPDX-License-Identifier: Apache-2.0
 *
 * Allowed: what is never exported, whatever the ledger says of it: own domains, large providers,
 * and what the operator names. Public suffixes and private addresses are no indicators at all
 * (report/coverage/spelling.h).
 */
#pragma once

#include "output/format/indicator.h"

typedef struct Allowed Allowed;

/* Own domains (ORGANISATION, NULL-terminated) with all of the organisations that they belong to,
 * and the large providers. */
Allowed *allowed_new(char *const *organisation);
void allowed_free(Allowed *allowed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Allowed, allowed_free)

/* Add what stands in the file PATH, one a line: a domain with all below it, an address or a network
 * (192.0.2.0/24), a mail address, a SHA-256. "#" begins a comment. KITH_ERROR_USAGE names the line
 * that is none of these; KITH_ERROR_IO. */
gboolean allowed_read(Allowed *allowed, const char *path, GError **error);

/* Is VALUE, of KIND and spelled by spelling_of, allowed? So is a host below which an allowed one
 * lies: most engines block what is below. */
gboolean allowed_has(const Allowed *allowed, IndicatorKind kind, const char *value);
