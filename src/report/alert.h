/* SPDX-License-Identifier: Apache-2.0
 *
 * Alert: one of our own organisations stands among the robbed for the first time, or what is sent
 * to one surges. A command of the user's choice is told, once for each robbed organisation and for
 * each surge.
 */
#pragma once

#include "base/settings.h"
#include "ledger/query/ledger-query.h"

/* How surely a mailbox has to be robbed to be told of: as likely as not. */
#define ALERT_PROBABILITY 0.5

typedef struct Alert {
	char *organisation;
	char *surge; /* the day that its surge began on, "2019-12-03"; NULL: it was robbed */
} Alert;

void alert_free(gpointer alert);
/* Append to RET (of Alert) our own organisations by SETTINGS that LEDGER has as robbed and that no
 * alert was given of. */
gboolean alert_find(Ledger *ledger, const Settings *settings, GPtrArray *ret, GError **error);
/* The same for those at which a surge goes on at NOW (Unix seconds). Reads all sightings. */
gboolean alert_find_surges(
	Ledger *ledger, const Settings *settings, gint64 now, GPtrArray *ret, GError **error);
/* Run the command of SETTINGS, if there is one, for ALERT: its words as in a shell's line, but run
 * without a shell, the organisation as last argument and in KITH_ORGANISATION, "robbed" or "surge"
 * in KITH_ALERT, and the day in KITH_SURGE. Waits for it, then remembers in STATE's ledger that
 * this was told of. When the command fails (KITH_ERROR_IO) it is not remembered, so that the next
 * run tries again. */
gboolean alert_give(const Settings *settings, const Alert *alert, GError **error);
