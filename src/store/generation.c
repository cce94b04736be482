/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of the store's files.
 */
#include "store/generation.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/owner.h"
#include "store/place.h"

#define PREFIX "memory."
#define SUFFIX ".mdb"
#define LOCK   "-lock"

#define LOOK_AGAIN_MICROSECONDS 20000

char *generation_path(const char *directory, guint number)
{
	return g_strdup_printf("%s/" PREFIX "%u" SUFFIX, directory, number);
}

char *generation_draft(const char *directory)
{
	return g_build_filename(directory, PREFIX "draft", NULL);
}

/* The number in the file NAME of a store, or of its lock; 0 for any other name. */
static guint number_of(const char *name, const char *suffix)
{
	char *end;
	guint64 number;

	if (!g_str_has_prefix(name, PREFIX) || !g_ascii_isdigit(name[sizeof PREFIX - 1]))
		return 0;
	number = g_ascii_strtoull(name + sizeof PREFIX - 1, &end, 10);
	return strcmp(end, suffix) == 0 && number < G_MAXUINT ? (guint)number : 0;
}

guint generation_newest(const char *directory)
{
	g_autoptr(GDir) names = g_dir_open(directory, 0, NULL);
	const char *name;
	guint newest = 0;

	while (names != NULL && (name = g_dir_read_name(names)) != NULL)
		newest = MAX(newest, number_of(name, SUFFIX));
	return newest;
}

guint generation_last(const char *directory)
{
	g_autoptr(GDir) names = g_dir_open(directory, 0, NULL);
	const char *name;
	guint last = 0;

	while (names != NULL && (name = g_dir_read_name(names)) != NULL)
		last = MAX(last, MAX(number_of(name, SUFFIX), number_of(name, SUFFIX LOCK)));
	return last;
}

static gboolean looks_lost(const char *directory)
{
	guint newest = generation_newest(directory);
	g_autofree char *path = generation_path(directory, newest);
	struct stat status;

	if (newest > 0 && stat(path, &status) == 0 && status.st_size == 0)
		return TRUE;
	return generation_last(directory) > newest;
}

gboolean generation_is_lost(const char *directory)
{
	if (!looks_lost(directory))
		return FALSE;
	/* Listed while a writer put the next one in its place, both may have been missed. */
	g_usleep(LOOK_AGAIN_MICROSECONDS);
	return looks_lost(directory);
}

gboolean generation_is_newest(const char *directory, guint number)
{
	g_autofree char *path = generation_path(directory, number);
	g_autofree char *next = generation_path(directory, number + 1);

	return access(path, F_OK) == 0 && access(next, F_OK) != 0;
}

gboolean generation_publish(const char *directory, guint number)
{
	g_autofree char *draft = generation_draft(directory);
	g_autofree char *path = generation_path(directory, number);

	return owner_follow(draft, directory) && rename(draft, path) == 0 && place_sync(directory);
}

void generation_clean(const char *directory, guint number)
{
	g_autoptr(GDir) names = g_dir_open(directory, 0, NULL);
	g_autofree char *draft = generation_draft(directory);
	const char *name;

	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		guint found = MAX(number_of(name, SUFFIX), number_of(name, SUFFIX LOCK));
		g_autofree char *path = g_build_filename(directory, name, NULL);

		if (found > 0 && found < number)
			unlink(path);
	}
	unlink(draft);
}
