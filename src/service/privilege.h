/* SPDX-License-Identifier: Apache-2.0
 *
 * Giving up privileges for good.
 */
#pragma once

#include <glib.h>
#include <sys/types.h>

typedef struct Privilege {
	uid_t user;
	gid_t group;
} Privilege;

/* The account NAME. KITH_ERROR_USAGE when there is none. */
gboolean privilege_find(const char *name, Privilege *ret, GError **error);
/* From now on this process is the account given, and sees only the files below DIRECTORY, which
 * becomes "/" (NULL: all that the account sees). It gets no privilege again by running a program,
 * and leaves no core. Needs root where something changes. KITH_ERROR_IO when it fails: the process
 * must then end. */
gboolean privilege_drop(const Privilege *privilege, const char *directory, GError **error);
