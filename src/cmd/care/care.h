/* SPDX-License-Identifier: Apache-2.0
 *
 * What the commands share that take care of the state: opening what is there, and nothing that is
 * not.
 */
#pragma once

#include "cmd/options.h"
#include "ledger/care/ledger-care.h"
#include "memory/memory.h"

typedef struct Care {
	Secret *secret;
	Memory *memory; /* within a view */
	Ledger *ledger; /* NULL when there is none; nothing is begun */
} Care;

/* Does DIRECTORY hold a memory or a ledger? */
gboolean care_has_state(const char *directory);
/* FALSE with ERROR where DIRECTORY is no state, not even one that kith init made. A name written
 * wrong is not to pass for an empty memory. */
gboolean care_require_state(const char *directory, GError **error);

/* Open the state that OPTIONS name for writing or, without WRITES, for reading. FALSE with ERROR;
 * care_clear takes what was opened in any case. */
gboolean care_open(Care *care, const Options *options, gboolean writes, GError **error);
/* The same of the state in the directory STATE with SECRET, which is borrowed: care->secret stays
 * NULL. */
gboolean care_open_parts(
	Care *care, const char *state, const Secret *secret, gboolean writes, GError **error);
void care_clear(Care *care);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Care, care_clear)

/* Forget ADDRESSES (folded, up to NULL) in memory, whose view ends, and then in the ledger, of
 * which no file holds them any more. Both RETs have room for as many, RET_IN_LEDGER all FALSE.
 * FALSE with ERROR: memory may have forgotten them. */
gboolean care_forget(Care *care, const char *const *addresses, MemoryErased *ret_erased,
	gboolean *ret_in_ledger, GError **error);
