/* SPDX-License-Identifier: Apache-2.0
 *
 * What clients may take of a service: connections and memory, in all and for one address, so that
 * none can take it from the others.
 */
#pragma once

#include <glib.h>

#include "intake/capture/packet.h"

typedef struct Budget Budget;
typedef struct BudgetShare BudgetShare;

/* CONNECTIONS and BYTES in all; one address gets LIMIT_SINK_SHARE of each. */
Budget *budget_new(guint connections, gsize bytes);
/* All shares were left before. */
void budget_free(Budget *budget);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Budget, budget_free)

/* A connection of the client CLIENT comes. Its share, until budget_leave; NULL when there is no
 * room for it. */
BudgetShare *budget_enter(Budget *budget, const Endpoint *client);
/* The connection that holds HELD bytes ends. */
void budget_leave(Budget *budget, BudgetShare *share, gsize held);
/* A connection that held *HELD bytes now holds BYTES. FALSE when there is no room: then nothing
 * changes. Holding less always succeeds. */
gboolean budget_hold(Budget *budget, BudgetShare *share, gsize *held, gsize bytes);
