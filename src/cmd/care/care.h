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

/* Open the state that OPTIONS name for writing or, without WRITES, for reading. FALSE with ERROR;
 * care_clear takes what was opened in any case. */
gboolean care_open(Care *care, const Options *options, gboolean writes, GError **error);
void care_clear(Care *care);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Care, care_clear)
