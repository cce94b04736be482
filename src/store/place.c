/* SPDX-License-Identifier: Apache-2.0
 *
 * The store's directory. FUSE is refused as a whole: whether a network is behind it cannot be told.
 */
#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "store/owner.h"

typedef struct FileSystem {
	guint64 magic;
	const char *name;
} FileSystem;

/* statfs(2) */
static const FileSystem network_file_systems[] = {
	{0x6969, "NFS"},
	{0x517b, "SMB"},
	{0xfe534d42, "SMB"},
	{0xff534d42, "CIFS"},
	{0x5346414f, "AFS"},
	{0x6b414653, "AFS"},
	{0x73757245, "Coda"},
	{0x00c36400, "Ceph"},
	{0x01161970, "GFS2"},
	{0x7461636f, "OCFS2"},
	{0x0bd00bd0, "Lustre"},
	{0x19830326, "BeeGFS"},
	{0x47504653, "GPFS"},
	{0x20030528, "OrangeFS"},
	{0x564c, "NCP"},
	{0x786f4256, "vboxsf"},
	{0xbacbacbc, "vmhgfs"},
	{0x65735546, "FUSE"},
};

const char *place_network_name(guint64 magic)
{
	for (gsize i = 0; i < G_N_ELEMENTS(network_file_systems); i++)
		if (network_file_systems[i].magic == magic)
			return network_file_systems[i].name;
	return NULL;
}

static gboolean io_error(GError **error, const char *doing, const char *path)
{
	int number = errno;

	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "cannot %s %s: %s", doing, path,
		g_strerror(number));
	return FALSE;
}

gboolean place_check(const char *path, GError **error)
{
	struct statfs status;
	const char *name;

	if (statfs(path, &status) != 0)
		return io_error(error, "examine", path);
	/* f_type is signed on some machines: CIFS would come out negative. */
	name = place_network_name((guint32)status.f_type);
	if (name == NULL)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("%s is on %s; the state must be on a local file system, because locks and "
		  "memory maps do not hold across a network"),
		path, name);
	return FALSE;
}

static gboolean directory_is_empty(const char *path)
{
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);

	return directory != NULL && g_dir_read_name(directory) == NULL;
}

/* Others who can write to the directory could put a store of theirs in the place of ours. */
static gboolean check_private(const char *path, GError **error)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return io_error(error, "examine", path);
	if (!S_ISDIR(status.st_mode)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, _("%s is not a directory"), path);
		return FALSE;
	}
	if ((status.st_mode & 077) == 0)
		return TRUE;
	if (status.st_uid == geteuid() && directory_is_empty(path)) {
		if (chmod(path, 0700) != 0)
			return io_error(error, "make private", path);
		return TRUE;
	}
	if ((status.st_mode & 022) == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("others may write to %s; the state needs a directory of its own (chmod 0700)"),
		path);
	return FALSE;
}

/* What root makes in another's state is to be that owner's. */
static gboolean make(const char *path, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(path);

	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return TRUE;
	if (g_mkdir_with_parents(path, 0700) != 0)
		return io_error(error, "make directory", path);
	return owner_follow(path, parent) || io_error(error, "give away", path);
}

gboolean place_prepare(const char *path, GError **error)
{
	if (!make(path, error))
		return FALSE;
	return check_private(path, error) && place_check(path, error);
}

/* What is to be made below FOLDER, which has no links in its path, is no link. */
static char *step(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL), *real = NULL;

	if (g_str_equal(name, "") || g_str_equal(name, "."))
		return g_strdup(folder);
	if (g_str_equal(name, ".."))
		return g_path_get_dirname(folder);
	real = realpath(path, NULL);
	return real != NULL ? g_strdup(real) : g_steal_pointer(&path);
}

/* PATH without links, whether it is there or not. */
static char *resolve(const char *path)
{
	g_auto(GStrv) names = g_strsplit(path, "/", -1);
	char *folder = g_path_is_absolute(path) ? g_strdup("/") : g_get_current_dir();

	for (guint i = 0; names[i] != NULL; i++) {
		g_autofree char *above = folder;

		folder = step(above, names[i]);
	}
	return folder;
}

static gboolean is_same(const char *path, const struct stat *other)
{
	struct stat status;

	return stat(path, &status) == 0 && status.st_dev == other->st_dev &&
	       status.st_ino == other->st_ino;
}

gboolean place_is_within(const char *inner, const char *outer)
{
	g_autofree char *path = resolve(inner);
	struct stat status;

	if (stat(outer, &status) != 0)
		return FALSE;
	while (!is_same(path, &status) && !g_str_equal(path, "/"))
		path[MAX(strrchr(path, '/') - path, 1)] = '\0';
	return is_same(path, &status);
}

gboolean place_sync(const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean done = folder >= 0 && fsync(folder) == 0;
	int number = errno;

	if (folder >= 0)
		close(folder);
	errno = number;
	return done;
}
