/* SPDX-License-Identifier: Apache-2.0
 *
 * The guard as a service: a process that keeps two others running, the filter and the learner, and
 * none of them as root.
 */
#pragma once

#include "base/settings.h"

typedef struct GuardOptions {
	const char *listen; /* NULL: as [guard] listen has it */
	const char *user;   /* NULL: as [guard] user has it */
	guint jobs;         /* messages read at a time */
} GuardOptions;

/* Run until told to stop (SIGTERM, SIGINT); SIGHUP reads the configuration again. Must be the first
 * thing that a process does. FALSE with ERROR when it cannot start. */
gboolean guard_run(const Settings *settings, const GuardOptions *options, GError **error);

/* The folder of the guard's own files below the state directory, new string. */
char *guard_folder(const Settings *settings, const char *name);
