/* SPDX-License-Identifier: Apache-2.0
 *
 * Traffic on a network interface, given as the bytes of a capture file, so that one reader serves
 * both. Listens only: nothing is ever sent.
 */
#pragma once

#include <glib.h>

typedef struct Live Live;

/* Listen on INTERFACE until *STOP (borrowed) is not 0. NULL with KITH_ERROR_IO when it is not there
 * or not allowed. */
Live *live_new(const char *interface, const volatile int *stop, GError **error);
void live_free(Live *live);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Live, live_free)

/* A StreamRead (unpacker.h) over LIVE: waits for a packet, ends when asked to stop, and fails with
 * the interface. */
gssize live_read(gpointer live, void *buffer, gsize size);
