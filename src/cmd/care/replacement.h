/* SPDX-License-Identifier: Apache-2.0
 *
 * A whole state in the place of another: memory, ledger and configuration, all or nothing. The new
 * one is made and synchronised in a folder below the old one, and given a name there that binds:
 * from then on it is moved into its place by renames, which may be begun again after a crash.
 */
#pragma once

#include "cmd/care/forgotten.h"

/* Put a copy of what CARE has open, the state in the directory FROM, in the place of what is in the
 * directory TO, which is made when missing. Where FROM has no ledger, TO has none afterwards; a
 * configuration of TO stays where FROM has none. Spool, quarantine and all else of TO stays. With
 * FORGOTTEN, which it fills, who was forgotten in TO stays so. FALSE with ERROR: nothing was
 * replaced, or replacement_finish will do it. */
gboolean replacement_make(
	const Care *care, const char *from, const char *to, Forgotten *forgotten, GError **error);

/* Finish what a crash left undone in STATE; *RET_DONE: there was something. FALSE with ERROR. */
gboolean replacement_finish(const char *state, gboolean *ret_done, GError **error);

/* The folder that a replacement of STATE left which was killed, as new string; NULL when there is
 * none, or somebody is at work in it. */
char *replacement_left(const char *state);
/* Remove it; of whoever writes to STATE. FALSE with ERROR. */
gboolean replacement_clean(const char *state, GError **error);
