/* SPDX-License-Identifier: Apache-2.0
 *
 * A directory for one test, gone when it ends.
 */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

static inline char *scratch_new(void)
{
	char *path = g_dir_make_tmp("kith-test-XXXXXX", NULL);

	g_assert_nonnull(path);
	return path;
}

/* Removes PATH with the files in it. */
static inline void scratch_free(char *path)
{
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
	const char *name;

	while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *file = g_build_filename(path, name, NULL);

		g_unlink(file);
	}
	g_rmdir(path);
	g_free(path);
}
