/* SPDX-License-Identifier: Apache-2.0
 *
 * Schema: what tables the file has, and how an older one is brought to those of this program. The
 * steps are the texts in schema/, in order; one that was released is never changed.
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* STEPS[n] takes version n to n + 1. */
typedef struct Schema {
	const char *const *steps;
	guint count;
} Schema;

/* Out of schema/, made by the build. */
extern const Schema schema_current;

/* Bring DATABASE from the version it says (0: an empty file) to SCHEMA's, each step whole or not at
 * all; one of several processes that come at once does it. FALSE with KITH_ERROR_STATE when the
 * file is another program's, newer than SCHEMA or damaged, KITH_ERROR_IO; the steps done stay done.
 */
gboolean schema_migrate(sqlite3 *database, const Schema *schema, GError **error);
