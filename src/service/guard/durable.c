/* SPDX-License-Identifier: Apache-2.0
 *
 * Written beside its name and renamed; to be on disk, flushed before, and the folder after.
 */
#include "service/guard/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"

static gboolean write_span(int file, Span span)
{
	while (span.length > 0) {
		gssize n = write(file, span.data, span.length);
		if (n < 0 && errno != EINTR)
			return FALSE;
		span = span_from(span, (gsize)MAX(n, 0));
	}
	return TRUE;
}

static gboolean write_file(const char *path, const Span *pieces, guint count, Durability durability)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	gboolean done = file >= 0;
	for (guint i = 0; done && i < count; i++)
		done = write_span(file, pieces[i]);
	done = done && (durability != DURABLE_DISK || fdatasync(file) == 0);
	int number = errno;
	if (file >= 0 && close(file) != 0)
		done = FALSE;
	errno = number;
	return done;
}

gboolean durable_flush_folder(const char *folder)
{
	int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean done = file >= 0 && fsync(file) == 0;
	if (file >= 0)
		close(file);
	return done;
}

gboolean durable_write(const char *folder, const char *name, const Span *pieces, guint count,
	Durability durability, GError **error)
{
	g_autofree char *hidden = g_strconcat(".", name, NULL);
	g_autofree char *unfinished = g_build_filename(folder, hidden, NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	if (write_file(unfinished, pieces, count, durability) && rename(unfinished, path) == 0 &&
		(durability != DURABLE_DISK || durable_flush_folder(folder)))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	unlink(unfinished);
	unlink(path);
	return FALSE;
}

void durable_sweep(const char *folder)
{
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	const char *name;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (name[0] == '.')
			unlink(path);
	}
}
