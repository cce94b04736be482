/* SPDX-License-Identifier: Apache-2.0
 *
 * New files that are there wholly, or not at all.
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
/* Have the names in FOLDER on disk. FALSE with errno. */
gboolean durable_flush_folder(const char *folder);
/* Remove from FOLDER what a crash left unfinished. Nobody may be writing to it. */
void durable_sweep(const char *folder);
