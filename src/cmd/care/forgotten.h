/* SPDX-License-Identifier: Apache-2.0
 *
 * Who is to stay forgotten when a state is restored from an older backup: whom the state that is
 * replaced was told to forget and the backup was not.
 */
#pragma once

#include "cmd/care/care.h"

typedef struct Forgotten {
	char *unknown; /* why it cannot be told who is, for people; NULL when it can */
	guint erased;  /* addresses that the backup still knew */
} Forgotten;

void forgotten_clear(Forgotten *forgotten);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Forgotten, forgotten_clear)

/* Forget in the state DRAFT, a copy of the backup that nobody else uses, who is to stay forgotten
 * as STATE has it; both are SECRET's. What was never learned, and in the ledger is no address of
 * its own but stands in a link or a name, is not found. FALSE with ERROR when DRAFT cannot be
 * written; a STATE that cannot be read is told in RET. */
gboolean forgotten_keep(
	const char *state, const char *draft, const Secret *secret, Forgotten *ret, GError **error);
