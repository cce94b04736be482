/* SPDX-License-Identifier: Apache-2.0
 *
 * A new file that is there wholly and for good, or not at all.
 */
#pragma once

#include <glib.h>

#include "base/span.h"

/* Write PIECES one after the other into the new file NAME in FOLDER, mode 0600; it has that name
 * only once it is on disk. FALSE with KITH_ERROR_IO, and there is no such file. */
gboolean durable_write(
	const char *folder, const char *name, const Span *pieces, guint count, GError **error);
