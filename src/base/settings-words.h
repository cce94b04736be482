/* SPDX-License-Identifier: Apache-2.0
 *
 * Which groups and keys kith.conf may have: a mistyped one would be no setting, and nobody would
 * know. What stands under them is read by whom it is for.
 */
#pragma once

#include <glib.h>

/* A sentence about each group and key of the configuration at PATH that nothing reads, with the
 * word that may be meant where one is near. New NULL-terminated array of new strings, empty also
 * when there is no such file or it is malformed. */
char **settings_words_unknown(const char *path);
