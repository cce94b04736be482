/* SPDX-License-Identifier: Apache-2.0
 *
 * A name tells time, turn and kind, so that names in order are messages in order. A file gets its
 * name once it is whole.
 */
#include "service/guard/backlog.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "service/guard/room.h"

struct Backlog {
	char *folder;
	Room *room;
	gint turn;
};

static const char *const endings[] = {[BACKLOG_OUTGOING] = ".out", [BACKLOG_INCOMING] = ".in"};

static gboolean fail(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return FALSE;
}

Backlog *backlog_new(const char *folder, GError **error)
{
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		fail(folder, error);
		return NULL;
	}
	Backlog *backlog = g_new0(Backlog, 1);
	backlog->folder = g_strdup(folder);
	backlog->room = room_new(backlog->folder, LIMIT_BACKLOG_FILES, (gint64)LIMIT_BACKLOG_BYTES);
	return backlog;
}

void backlog_free(Backlog *backlog)
{
	if (backlog == NULL)
		return;
	room_free(backlog->room);
	g_free(backlog->folder);
	g_free(backlog);
}

gboolean backlog_put(Backlog *backlog, BacklogKind kind, Span message, Durability durability,
	gboolean *ret_full, GError **error)
{
	*ret_full = !room_take(backlog->room, message.length);
	if (*ret_full)
		return TRUE;
	guint turn = (guint)g_atomic_int_add(&backlog->turn, 1);
	g_autofree char *name = g_strdup_printf("%016" G_GINT64_MODIFIER "x-%08x-%d%s",
		g_get_real_time(), turn, (int)getpid(), endings[kind]);
	return durable_write(backlog->folder, name, &message, 1, durability, error);
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

gboolean backlog_list(
	Backlog *backlog, BacklogKind kind, guint most, char ***ret_paths, GError **error)
{
	g_autoptr(GDir) folder = g_dir_open(backlog->folder, 0, NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	const char *name;
	if (folder == NULL)
		return fail(backlog->folder, error);
	while ((name = g_dir_read_name(folder)) != NULL)
		if (name[0] != '.' && g_str_has_suffix(name, endings[kind]))
			g_ptr_array_add(paths, g_build_filename(backlog->folder, name, NULL));
	g_ptr_array_sort(paths, by_name);
	if (paths->len > most)
		g_ptr_array_set_size(paths, (int)most);
	g_ptr_array_add(paths, NULL);
	*ret_paths = (char **)g_ptr_array_steal(paths, NULL);
	return TRUE;
}

guint backlog_count(const Backlog *backlog)
{
	g_autoptr(GDir) folder = g_dir_open(backlog->folder, 0, NULL);
	const char *name;
	guint count = 0;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL)
		count += name[0] != '.';
	return count;
}
