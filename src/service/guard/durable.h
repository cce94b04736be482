/* SPDX-License-Identifier: Apache-2.0
 *
 * A new file that is there wholly, or not at all.
 */
#pragma once

#include <glib.h>

#include "base/span.h"

typedef enum {
	DURABLE_DISK,    /* it is on disk, and has its name only then */
	DURABLE_PROCESS, /* only the end of the machine can lose it, or leave it empty */
} Durability;

/* Write PIECES one after the other into the new file NAME in FOLDER, mode 0600. FALSE with
 * KITH_ERROR_IO, and there is no such file. */
gboolean durable_write(const char *folder, const char *name, const Span *pieces, guint count,
	Durability durability, GError **error);
