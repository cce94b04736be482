/* SPDX-License-Identifier: Apache-2.0
 *
 * The folder is looked through only when it seems full, and not again at once.
 */
#include "service/guard/room.h"

#include <sys/stat.h>

#define LOOK_AGAIN (2 * G_USEC_PER_SEC)

struct Room {
	const char *folder;
	gint64 most_files, most_bytes;
	GMutex mutex;        /* of what follows */
	gint64 files, bytes; /* that may still be put before the folder is looked through again */
	gint64 looked;
};

Room *room_new(const char *folder, gint64 files, gint64 bytes)
{
	Room *room = g_new0(Room, 1);
	*room = (Room){.folder = folder, .most_files = files, .most_bytes = bytes};
	g_mutex_init(&room->mutex);
	return room;
}

void room_free(Room *room)
{
	if (room == NULL)
		return;
	g_mutex_clear(&room->mutex);
	g_free(room);
}

static void look(Room *room)
{
	g_autoptr(GDir) folder = g_dir_open(room->folder, 0, NULL);
	const char *name;
	room->files = room->most_files;
	room->bytes = room->most_bytes;
	room->looked = g_get_monotonic_time();
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(room->folder, name, NULL);
		struct stat status;
		room->files--;
		if (stat(path, &status) == 0)
			room->bytes -= status.st_size;
	}
}

static gboolean is_short(const Room *room, gsize length)
{
	return room->files < 1 || room->bytes < (gint64)length;
}

gboolean room_take(Room *room, gsize length)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&room->mutex);
	gboolean old = room->looked == 0 || g_get_monotonic_time() - room->looked > LOOK_AGAIN;
	if (is_short(room, length) && old)
		look(room);
	if (is_short(room, length))
		return FALSE;
	room->files--;
	room->bytes -= (gint64)length;
	return TRUE;
}
