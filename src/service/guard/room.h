/* SPDX-License-Identifier: Apache-2.0
 *
 * Room: how much a folder may still take that many threads fill with files and other processes
 * empty without telling.
 */
#pragma once

#include <glib.h>

typedef struct Room Room;

/* The room in FOLDER (borrowed), which may hold so many FILES and BYTES. */
Room *room_new(const char *folder, gint64 files, gint64 bytes);
void room_free(Room *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Room, room_free)

/* Take room for a file of LENGTH bytes, from any thread; FALSE when there is none. */
gboolean room_take(Room *room, gsize length);
