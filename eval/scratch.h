/* SPDX-License-Identifier: Apache-2.0
 *
 * Scratch: a state directory and a secret of one run's own, in the folder for temporary files
 * (TMPDIR), readable by nobody else and removed at the end. The user's state is never touched.
 */
#pragma once

#include "base/settings.h"

typedef struct Scratch Scratch;

/* A new one with a fresh secret. Domains and believed hosts are those of USER, borrowed. NULL with
 * KITH_ERROR_IO or KITH_ERROR_SECRET. */
Scratch *scratch_new(const Settings *user, GError **error);
/* Removes all of it. */
void scratch_free(Scratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scratch, scratch_free)

/* Settings for the state that is learned into, and for one that stays empty; borrowed. */
const Settings *scratch_warm(const Scratch *scratch);
const Settings *scratch_cold(const Scratch *scratch);
