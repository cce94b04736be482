/* SPDX-License-Identifier: Apache-2.0
 *
 * Department: a part of the own organisation by the addresses of its people, as the group
 * [departments] of kith.conf has it (kith.conf(5)), or as it is named on the command line.
 */
#pragma once

#include "base/settings.h"

/* Of fewer people no figures are told: they would point at somebody. */
#define DEPARTMENT_LEAST_PEOPLE 5

typedef struct Department {
	char *name;
	char **patterns; /* "a@b" an address, "b" a domain with those below it, "*-sales@b" */
} Department;

/* A department of NAME and PATTERNS, both copied; patterns are lower-cased. */
Department *department_new(const char *name, const char *const *patterns);
void department_free(Department *department);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Department, department_free)

/* Those that SETTINGS' configuration file names, in its order: of Department, empty without any.
 * NULL with KITH_ERROR_USAGE when one has no patterns. */
GPtrArray *departments_read(const Settings *settings, GError **error);
/* The one named NAME (any case), borrowed; NULL. */
const Department *departments_find(const GPtrArray *departments, const char *name);

/* Does ADDRESS, lower-cased, belong to it? */
gboolean department_has(const Department *department, const char *address);
