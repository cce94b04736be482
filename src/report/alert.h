/* SPDX-License-Identifier: Apache-2.0
 *
 * Alert: one of our own organisations stands among the robbed for the first time. A command of the
 * user's choice is told, once for each organisation.
 */
#pragma once

#include "base/settings.h"
#include "ledger/ledger-query.h"

/* How surely a mailbox has to be robbed to be told of: as likely as not. */
#define ALERT_PROBABILITY 0.5

/* Append to RET (of char *) our own organisations by SETTINGS that LEDGER has as robbed and that no
 * alert was given of. */
gboolean alert_find(Ledger *ledger, const Settings *settings, GPtrArray *ret, GError **error);
/* Run the command of SETTINGS, if there is one, for ORGANISATION: its words as in a shell's line,
 * but run without a shell, ORGANISATION as last argument and in KITH_ORGANISATION. Waits for it,
 * then remembers in STATE's ledger that this organisation was told of. When the command fails
 * (KITH_ERROR_IO) it is not remembered, so that the next run tries again. */
gboolean alert_give(const Settings *settings, const char *organisation, GError **error);
