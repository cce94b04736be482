/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks a directory with a list of the names of each level it stands in, and no file open in
 * between. In a Maildir only cur, new and the folders below it hold mail; tmp holds messages not
 * yet whole.
 */
#include "intake/directory.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

typedef struct Level {
	char *path;
	GPtrArray *names; /* sorted */
	guint next;
	gboolean maildir; /* it is a Maildir: it holds cur and new */
	gboolean part;    /* it is a Maildir's cur or new */
} Level;

struct Directory {
	Complaints *complaints;
	GPtrArray *levels;   /* of Level: the last one is where we are */
	GHashTable *entered; /* of Place: the directories entered so far */
	char *path;
};

typedef struct Place {
	guint64 device;
	guint64 inode;
} Place;

static guint place_hash(gconstpointer key)
{
	const Place *place = (const Place *)key;

	return g_int64_hash(&place->inode) ^ g_int64_hash(&place->device);
}

static gboolean place_equal(gconstpointer left, gconstpointer right)
{
	const Place *one = (const Place *)left;
	const Place *other = (const Place *)right;

	return one->device == other->device && one->inode == other->inode;
}

static char *path_join(const char *path, const char *name)
{
	return g_strconcat(path, g_str_has_suffix(path, "/") ? "" : "/", name, NULL);
}

static gboolean is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static gboolean holds_directory(const char *path, const char *name)
{
	g_autofree char *joined = path_join(path, name);

	return is_directory(joined);
}

static gboolean is_maildir(const char *path)
{
	return holds_directory(path, "cur") && holds_directory(path, "new");
}

static gboolean is_same(const char *path, const char *other)
{
	struct stat one;
	struct stat two;

	return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev &&
	       one.st_ino == two.st_ino;
}

/* By the directories themselves, not by how PATH is spelled: it may be ".". */
static gboolean is_part(const char *path)
{
	g_autofree char *parent = path_join(path, "..");

	if (!is_maildir(parent))
		return FALSE;
	g_autofree char *current = path_join(parent, "cur");
	g_autofree char *fresh = path_join(parent, "new");

	return is_same(path, current) || is_same(path, fresh);
}

gboolean directory_is_maildir_part(const char *path)
{
	if (is_directory(path))
		return is_part(path);
	g_autofree char *parent = g_path_get_dirname(path);

	return is_part(parent);
}

static void level_free(gpointer data)
{
	Level *level = (Level *)data;

	g_free(level->path);
	g_ptr_array_unref(level->names);
	g_free(level);
}

static gint compare_names(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The names in PATH, sorted; NULL and errno when it cannot be read. */
static GPtrArray *read_names(const char *path)
{
	DIR *stream = opendir(path);

	if (stream == NULL)
		return NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	struct dirent *entry;

	for (errno = 0; (entry = readdir(stream)) != NULL; errno = 0)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			g_ptr_array_add(names, g_strdup(entry->d_name));
	int failed = errno;

	(void)closedir(stream);
	errno = failed;
	if (failed != 0)
		return NULL;
	g_ptr_array_sort(names, compare_names);
	return g_steal_pointer(&names);
}

static void enter(Directory *directory, const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0) {
		complaints_add(directory->complaints, path, g_strerror(errno));
		return;
	}
	Place place = {.device = status.st_dev, .inode = status.st_ino};

	if (!g_hash_table_add(directory->entered, g_memdup2(&place, sizeof place)))
		return;
	GPtrArray *names = read_names(path);

	if (names == NULL) {
		complaints_add(directory->complaints, path, g_strerror(errno));
		return;
	}
	Level *level = g_new0(Level, 1);

	level->path = g_strdup(path);
	level->names = names;
	level->maildir = is_maildir(path);
	level->part = !level->maildir && is_part(path);
	g_ptr_array_add(directory->levels, level);
}

Directory *directory_new(const char *path, Complaints *complaints)
{
	Directory *directory = g_new0(Directory, 1);

	directory->complaints = complaints;
	directory->levels = g_ptr_array_new_with_free_func(level_free);
	directory->entered = g_hash_table_new_full(place_hash, place_equal, g_free, NULL);
	enter(directory, path);
	return directory;
}

void directory_free(Directory *directory)
{
	if (directory == NULL)
		return;
	g_ptr_array_unref(directory->levels);
	g_hash_table_unref(directory->entered);
	g_free(directory->path);
	g_free(directory);
}

/* Hidden directories hold mail only as the folders of a Maildir; hidden files never do. */
static gboolean is_entered(const Level *level, const char *name, const char *path)
{
	if (level->part)
		return FALSE;
	if (level->maildir && strcmp(name, "tmp") == 0)
		return FALSE;
	return name[0] != '.' || is_maildir(path);
}

/* Servers keep their own records (dovecot.index, dovecot-uidlist) beside the mail. */
static gboolean is_given(const Level *level, const char *name)
{
	return !level->maildir && name[0] != '.' && !g_str_has_prefix(name, "dovecot.") &&
	       !g_str_has_prefix(name, "dovecot-");
}

/* Where the message NAME of the Maildir part PATH is now; NULL when it is gone. A mail program that
 * marks a message as read renames it, into cur and to other flags after the colon. */
static char *find_moved(const char *path, const char *name)
{
	gboolean named = g_str_has_suffix(path, "/cur") || g_str_has_suffix(path, "/new");
	g_autofree char *parent = named ? g_path_get_dirname(path) : path_join(path, "..");
	g_autofree char *current = path_join(parent, "cur");
	g_autoptr(GPtrArray) names = read_names(current);
	gsize length = strcspn(name, ":");

	for (guint at = 0; names != NULL && at < names->len; at++) {
		const char *other = g_ptr_array_index(names, at);

		if (strncmp(other, name, length) == 0 && strcspn(other, ":") == length)
			return path_join(current, other);
	}
	return NULL;
}

/* Go to NAME, wherever it is by now: FALSE when it cannot be looked at, with a complaint unless it
 * is a message that somebody deleted. */
static gboolean reach(
	Directory *directory, const Level *level, const char *name, struct stat *ret_status)
{
	g_free(directory->path);
	directory->path = path_join(level->path, name);
	if (stat(directory->path, ret_status) == 0)
		return TRUE;
	int failed = errno;
	g_autofree char *moved =
		failed == ENOENT && level->part ? find_moved(level->path, name) : NULL;

	if (moved != NULL && stat(moved, ret_status) == 0) {
		g_free(directory->path);
		directory->path = g_steal_pointer(&moved);
		return TRUE;
	}
	if (is_given(level, name) && (failed != ENOENT || !level->part))
		complaints_add(directory->complaints, directory->path, g_strerror(failed));
	return FALSE;
}

/* Look at one name: TRUE when it is a file to be given; a directory is entered. */
static gboolean visit(
	Directory *directory, const Level *level, const char *name, DirectoryFile *ret)
{
	struct stat status;

	if (!reach(directory, level, name, &status))
		return FALSE;
	if (S_ISDIR(status.st_mode) && is_entered(level, name, directory->path))
		enter(directory, directory->path);
	if (!S_ISREG(status.st_mode) || !is_given(level, name))
		return FALSE;
	*ret = (DirectoryFile){
		.path = directory->path, .single = level->part, .size = (guint64)status.st_size};
	return TRUE;
}

gboolean directory_next(Directory *directory, DirectoryFile *ret)
{
	while (directory->levels->len > 0) {
		guint last = directory->levels->len - 1;
		Level *level = g_ptr_array_index(directory->levels, last);

		if (level->next == level->names->len) {
			g_ptr_array_remove_index(directory->levels, last);
			continue;
		}
		const char *name = g_ptr_array_index(level->names, level->next++);

		if (visit(directory, level, name, ret))
			return TRUE;
	}
	return FALSE;
}
