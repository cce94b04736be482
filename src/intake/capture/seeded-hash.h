/* SPDX-License-Identifier: Apache-2.0
 *
 * A hash for tables whose keys an attacker chooses: another one in each process, so that nobody can
 * send keys that fall on one place.
 */
#pragma once

#include <glib.h>

/* The hash of SIZE bytes at KEY; SIZE is a multiple of 4. */
guint seeded_hash(gconstpointer key, gsize size);
