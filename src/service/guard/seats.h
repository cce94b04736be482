/* SPDX-License-Identifier: Apache-2.0
 *
 * Seats: how many may do something at a time, shared out among the networks that they come from, so
 * that one sender with many messages does not keep out all others.
 */
#pragma once

#include <glib.h>

typedef struct Seats Seats;

Seats *seats_new(guint count);
void seats_free(Seats *seats);

/* Wait for a seat, PATIENCE microseconds at most, from any thread. A seat that gets free goes to
 * the NETWORK (any text) that holds the fewest, and of equals to whoever waits longest. FALSE when
 * none was free in time. */
gboolean seats_take(Seats *seats, const char *network, gint64 patience);
/* Give back what was taken for NETWORK. */
void seats_leave(Seats *seats, const char *network);
