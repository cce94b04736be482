/* SPDX-License-Identifier: Apache-2.0
 *
 * Sectors and countries of domains, by a table that the user may replace (sectors.table says what
 * stands in it) over the public suffix list.
 */
#pragma once

#include <glib.h>

/* The table that kith was built with. */
extern const char sectors_text[];

typedef struct Sectors Sectors;

/* The table in the file PATH; the one built in when that is NULL. KITH_ERROR_IO when it cannot be
 * read, KITH_ERROR_USAGE when a line is malformed. */
Sectors *sectors_load(const char *path, GError **error);
void sectors_free(Sectors *sectors);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sectors, sectors_free)

/* The sector of DOMAIN, normalised (mail/domain.h): "government", or "other". New string. */
char *sectors_sector(const Sectors *sectors, const char *domain);
/* The country of DOMAIN, normalised: "JP", or "unknown". New string. */
char *sectors_country(const Sectors *sectors, const char *domain);
