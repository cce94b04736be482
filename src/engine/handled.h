/* SPDX-License-Identifier: Apache-2.0
 *
 * Handled: what the guard did with a message for each of its recipients, noted in lines in front of
 * the message on its way to whoever records it. They are read only where the guard itself put the
 * message (EngineOptions): of mail from elsewhere a sender could have written them.
 */
#pragma once

#include <glib.h>

#include "base/span.h"
#include "ledger/ledger.h"

/* Append to LINES that HANDLING was done for RECIPIENT ("<a@b>", any bytes). */
void handled_note(GString *lines, const char *recipient, LedgerHandling handling);

/* What the lines say that MESSAGE begins with: address as Facts spells it → LedgerHandling. New
 * table, empty where there are no lines. */
GHashTable *handled_read(Span message);
/* What TABLE says of ADDRESS. */
LedgerHandling handled_for(GHashTable *table, const char *address);
