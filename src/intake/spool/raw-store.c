/* SPDX-License-Identifier: Apache-2.0
 *
 * Files named by their content. A file appears whole, by rename; when it was put last is its time.
 */
#include "intake/spool/raw-store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define SUFFIX     ".eml"
#define UNFINISHED "unfinished" /* the file being written, one at a time */

struct RawStore {
	char *path;
	int directory;
	gboolean put; /* something since the last sync */
};

static gboolean fail(const char *path, GError **error)
{
	int reason = errno;
	g_autofree char *shown = g_filename_display_name(path);

	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", shown, g_strerror(reason));
	return FALSE;
}

RawStore *raw_store_new(const char *directory, GError **error)
{
	g_autoptr(RawStore) store = g_new0(RawStore, 1);

	store->path = g_strdup(directory);
	store->directory = -1;
	if (mkdir(directory, 0700) == 0 || errno == EEXIST)
		store->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->directory < 0) {
		fail(directory, error);
		return NULL;
	}
	return g_steal_pointer(&store);
}

void raw_store_free(RawStore *store)
{
	if (store == NULL)
		return;
	if (store->directory >= 0)
		(void)close(store->directory);
	g_free(store->path);
	g_free(store);
}

/* Is the content there, whole? Then it was put now. */
static gboolean renew(const char *path, gsize length)
{
	struct stat status;

	return stat(path, &status) == 0 && (gsize)status.st_size == length &&
	       utimensat(AT_FDCWD, path, NULL, 0) == 0;
}

/* Not durable yet: raw_store_sync does that for many at once, where GLib would sync each file as it
 * renames it. */
static gboolean write_file(const RawStore *store, const char *path, Span bytes, GError **error)
{
	g_autofree char *unfinished = g_build_filename(store->path, UNFINISHED, NULL);
	g_autoptr(GError) problem = NULL;

	if (!g_file_set_contents_full(unfinished, bytes.data != NULL ? bytes.data : "",
		    (gssize)bytes.length, G_FILE_SET_CONTENTS_NONE, 0600, &problem)) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, problem->message);
		return FALSE;
	}
	return rename(unfinished, path) == 0 || fail(path, error);
}

char *raw_store_put(RawStore *store, Span bytes, GError **error)
{
	g_autofree char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
		(const guchar *)(bytes.length > 0 ? bytes.data : ""), bytes.length);
	g_autofree char *folder = g_strdup_printf("%s/%.2s", store->path, digest);
	g_autofree char *path = g_strdup_printf("%s/%s" SUFFIX, folder, digest + 2);

	store->put = TRUE;
	if (renew(path, bytes.length))
		return g_steal_pointer(&path);
	if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
		fail(folder, error);
		return NULL;
	}
	return write_file(store, path, bytes, error) ? g_steal_pointer(&path) : NULL;
}

gboolean raw_store_sync(RawStore *store, GError **error)
{
	if (!store->put)
		return TRUE;
	if (syncfs(store->directory) != 0)
		return fail(store->path, error);
	store->put = FALSE;
	return TRUE;
}

static void expire_folder(const char *folder, gint64 before)
{
	g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
	const char *name;
	struct stat status;

	while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (lstat(path, &status) == 0 && S_ISREG(status.st_mode) &&
			status.st_mtime < before)
			(void)unlink(path);
	}
}

void raw_store_expire(RawStore *store, gint64 before)
{
	g_autoptr(GDir) entries = g_dir_open(store->path, 0, NULL);
	const char *name;

	while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
		g_autofree char *folder = g_build_filename(store->path, name, NULL);

		expire_folder(folder, before);
	}
}

typedef struct Removal {
	RawChoice chosen;
	gpointer user_data;
	guint count;
} Removal;

/* Of an unfinished file it is not known what it will hold. */
static gboolean remove_chosen(Removal *removal, const char *path, GError **error)
{
	g_autofree char *content = NULL;
	gsize length;

	if (!g_str_has_suffix(path, SUFFIX) ||
		!g_file_get_contents(path, &content, &length, NULL) ||
		!removal->chosen(span_new(content, length), removal->user_data))
		return TRUE;
	if (unlink(path) != 0 && errno != ENOENT)
		return fail(path, error);
	removal->count++;
	return TRUE;
}

static gboolean remove_from(Removal *removal, const char *folder, GError **error)
{
	g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
	const char *name;

	while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (!remove_chosen(removal, path, error))
			return FALSE;
	}
	return TRUE;
}

gboolean raw_store_remove(
	RawStore *store, RawChoice chosen, gpointer user_data, guint *ret_count, GError **error)
{
	g_autoptr(GDir) entries = g_dir_open(store->path, 0, NULL);
	Removal removal = {.chosen = chosen, .user_data = user_data};
	const char *name;
	gboolean done = TRUE;

	while (done && entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
		g_autofree char *folder = g_build_filename(store->path, name, NULL);

		done = remove_from(&removal, folder, error);
	}
	*ret_count = removal.count;
	return done;
}
