/* SPDX-License-Identifier: Apache-2.0
 *
 * The folder holds nothing but files and folders of files: what kith itself has put there.
 */
#include "eval/scratch.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "memory/secret.h"

struct Scratch {
	char *folder;
	Settings *warm;
	Settings *cold;
};

static void remove_folder(const char *path, guint depth)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *entry = g_build_filename(path, name, NULL);
		if (g_unlink(entry) != 0 && depth > 0)
			remove_folder(entry, depth - 1);
	}
	g_rmdir(path);
}

static Settings *settings_below(const char *folder, const char *state, const Settings *user)
{
	Settings *settings = g_new0(Settings, 1);
	settings->state = g_build_filename(folder, state, NULL);
	settings->secret = g_build_filename(folder, "secret", NULL);
	settings->config = g_strdup(user->config);
	settings->organisation = g_strdupv(user->organisation);
	settings->authserv = g_strdupv(user->authserv);
	return settings;
}

Scratch *scratch_new(const Settings *user, GError **error)
{
	g_autofree char *folder = g_build_filename(g_get_tmp_dir(), "kith-eval-XXXXXX", NULL);
	if (g_mkdtemp_full(folder, 0700) == NULL) {
		int number = errno;
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", folder, g_strerror(number));
		return NULL;
	}
	g_autoptr(Scratch) scratch = g_new0(Scratch, 1);
	scratch->folder = g_steal_pointer(&folder);
	scratch->warm = settings_below(scratch->folder, "warm", user);
	scratch->cold = settings_below(scratch->folder, "cold", user);
	if (!secret_create(scratch->warm->secret, error))
		return NULL;
	return g_steal_pointer(&scratch);
}

void scratch_free(Scratch *scratch)
{
	if (scratch == NULL)
		return;
	remove_folder(scratch->folder, 2);
	settings_free(scratch->warm);
	settings_free(scratch->cold);
	g_free(scratch->folder);
	g_free(scratch);
}

const Settings *scratch_warm(const Scratch *scratch)
{
	return scratch->warm;
}

const Settings *scratch_cold(const Scratch *scratch)
{
	return scratch->cold;
}
