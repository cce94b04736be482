/* SPDX-License-Identifier: Apache-2.0
 *
 * Copies of mail that stand in a state beside memory and ledger: what the guard holds in quarantine
 * and has yet to learn, what a sinkhole has yet to record and keeps raw.
 */
#pragma once

#include "base/settings.h"

/* What was found of somebody, or of old mail. */
typedef struct Copies {
	guint held;    /* removed from quarantine */
	guint raw;     /* removed from what a sinkhole keeps */
	guint others;  /* held, and left there: they name the address and are others' mail too */
	guint waiting; /* files of backlog and spool that name it: whoever reads them removes them
			*/
} Copies;

/* Remove raw mail that names ADDRESS (folded), and what is held and came from it or is for it
 * alone; count what stays. FALSE with KITH_ERROR_IO. */
gboolean copies_forget(const Settings *settings, const char *address, Copies *ret, GError **error);
/* Remove what is held, and raw mail, since before BEFORE (Unix seconds). FALSE as above. */
gboolean copies_expire(const Settings *settings, gint64 before, Copies *ret, GError **error);
