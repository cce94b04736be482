/* SPDX-License-Identifier: Apache-2.0
 *
 * Of each kind one batch is open: whoever puts a message locks it, sees that it still has its name,
 * and appends. Whoever takes it locks it and gives it another name, by time and kind, so that names
 * in order are messages in order. A file for each message would cost a mail server more than all
 * the rest of putting it.
 */
#include "service/guard/backlog.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "intake/batch.h"
#include "service/guard/room.h"

struct Backlog {
	char *folder;
	Room *room;
	char *open[BACKLOG_INCOMING + 1]; /* paths of the open batches */
};

static const char *const open_names[] = {
	[BACKLOG_OUTGOING] = "outgoing", [BACKLOG_INCOMING] = "incoming"};
static const char *const endings[] = {[BACKLOG_OUTGOING] = ".out", [BACKLOG_INCOMING] = ".in"};

static gboolean fail(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return FALSE;
}

/* ---- the open batch ---- */

static void leave(int *batch)
{
	if (*batch >= 0)
		close(*batch);
}

/* A descriptor: closing it gives the lock back. */
typedef int Batch;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Batch, leave)

static gboolean lock(int batch)
{
	while (flock(batch, LOCK_EX) != 0)
		if (errno != EINTR)
			return FALSE;
	return TRUE;
}

/* The batch at PATH, locked, *RET_SIZE bytes long; -1 with errno. One that got another name while
 * its lock was waited for is left alone. */
static int enter(const char *path, int flags, gsize *ret_size)
{
	for (;;) {
		g_auto(Batch) batch = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
		struct stat held, named;
		if (batch < 0 || !lock(batch) || fstat(batch, &held) != 0)
			return -1;
		if (stat(path, &named) != 0 || named.st_ino != held.st_ino)
			continue;
		*ret_size = (gsize)held.st_size;
		return g_steal_fd(&batch);
	}
}

/* Nothing is put any more into the open batch of KIND, which is locked: it may be taken. */
static gboolean hand_over(const Backlog *backlog, BacklogKind kind, gsize size)
{
	g_autofree char *path = g_strdup_printf("%s/%016" G_GINT64_MODIFIER "x-%d%s",
		backlog->folder, g_get_real_time(), (int)getpid(), endings[kind]);
	/* One that a full disk left empty. */
	if (size == 0)
		return unlink(backlog->open[kind]) == 0;
	return rename(backlog->open[kind], path) == 0;
}

static gboolean close_batch(const Backlog *backlog, BacklogKind kind, GError **error)
{
	gsize size = 0;
	g_auto(Batch) batch = enter(backlog->open[kind], O_RDONLY, &size);
	if (batch < 0)
		return errno == ENOENT || fail(backlog->open[kind], error);
	return hand_over(backlog, kind, size) || fail(backlog->open[kind], error);
}

/* ---- putting ---- */

static gboolean write_all(int batch, struct iovec *parts, int count)
{
	gsize wanted = 0;
	gssize written;
	for (int i = 0; i < count; i++)
		wanted += parts[i].iov_len;
	do
		written = writev(batch, parts, count);
	while (written < 0 && errno == EINTR);
	if (written >= 0 && (gsize)written < wanted)
		errno = ENOSPC;
	return written >= 0 && (gsize)written == wanted;
}

static gboolean append(int batch, gsize size, Span message)
{
	guint8 header[BATCH_HEADER_BYTES];
	struct iovec parts[] = {{(void *)BATCH_MARK, size == 0 ? BATCH_MARK_BYTES : 0},
		{header, sizeof header}, {(void *)message.data, message.length}};
	batch_write_header(header, message);
	if (write_all(batch, parts, G_N_ELEMENTS(parts)))
		return TRUE;
	int number = errno;
	/* What follows half a message could not be read. */
	if (ftruncate(batch, (off_t)size) != 0)
		g_warning("%s", g_strerror(errno));
	errno = number;
	return FALSE;
}

gboolean backlog_put(Backlog *backlog, BacklogKind kind, Span message, Durability durability,
	gboolean *ret_full, GError **error)
{
	const char *path = backlog->open[kind];
	gsize size = 0;
	*ret_full = !room_take(backlog->room, message.length);
	if (*ret_full)
		return TRUE;
	g_auto(Batch) batch = enter(path, O_WRONLY | O_CREAT | O_APPEND, &size);
	if (batch < 0 || !append(batch, size, message))
		return fail(path, error);
	size += message.length;
	if (size > LIMIT_BACKLOG_BATCH && !hand_over(backlog, kind, size))
		return fail(path, error);
	if (durability != DURABLE_DISK)
		return TRUE;
	/* Others need not wait for the disk. */
	flock(batch, LOCK_UN);
	return (fdatasync(batch) == 0 && durable_flush_folder(backlog->folder)) ||
	       fail(path, error);
}

/* ---- taking ---- */

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

gboolean backlog_take(Backlog *backlog, BacklogKind kind, char ***ret_paths, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	const char *name;
	if (!close_batch(backlog, kind, error))
		return FALSE;
	g_autoptr(GDir) folder = g_dir_open(backlog->folder, 0, NULL);
	if (folder == NULL)
		return fail(backlog->folder, error);
	while ((name = g_dir_read_name(folder)) != NULL)
		if (name[0] != '.' && g_str_has_suffix(name, endings[kind]))
			g_ptr_array_add(paths, g_build_filename(backlog->folder, name, NULL));
	g_ptr_array_sort(paths, by_name);
	g_ptr_array_add(paths, NULL);
	*ret_paths = (char **)g_ptr_array_steal(paths, NULL);
	return TRUE;
}

guint backlog_count(const Backlog *backlog)
{
	g_autoptr(GDir) folder = g_dir_open(backlog->folder, 0, NULL);
	const char *name;
	guint count = 0;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(backlog->folder, name, NULL);
		g_auto(Batch) batch = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (batch >= 0 && name[0] != '.')
			count += batch_count(batch);
	}
	return count;
}

/* ---- the backlog ---- */

void backlog_free(Backlog *backlog)
{
	if (backlog == NULL)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(backlog->open); i++)
		g_free(backlog->open[i]);
	room_free(backlog->room);
	g_free(backlog->folder);
	g_free(backlog);
}

Backlog *backlog_new(const char *folder, GError **error)
{
	g_autoptr(Backlog) backlog = g_new0(Backlog, 1);
	backlog->folder = g_strdup(folder);
	backlog->room = room_new(backlog->folder, G_MAXINT64, (gint64)LIMIT_BACKLOG_BYTES);
	for (guint i = 0; i < G_N_ELEMENTS(backlog->open); i++)
		backlog->open[i] = g_build_filename(folder, open_names[i], NULL);
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		fail(folder, error);
		return NULL;
	}
	for (guint i = 0; i < G_N_ELEMENTS(backlog->open); i++)
		if (!close_batch(backlog, i, error))
			return NULL;
	return g_steal_pointer(&backlog);
}
