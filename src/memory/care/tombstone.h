/* SPDX-License-Identifier: Apache-2.0
 *
 * Tombstones as a set that is carried from one memory to another of the same secret: hashes of the
 * addresses that are not to be learned. No address can be told from one.
 */
#pragma once

#include "memory/memory.h"

typedef struct Tombstones Tombstones;

/* Those of MEMORY, which SECRET opened, within a view. NULL with ERROR when that is damaged, which
 * is looked for first: all of it is read. */
Tombstones *tombstones_new(Memory *memory, const Secret *secret, GError **error);
void tombstones_free(Tombstones *tombstones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tombstones, tombstones_free)

guint tombstones_count(const Tombstones *tombstones);
/* Has ADDRESS (folded) one? */
gboolean tombstones_has(const Tombstones *tombstones, const char *address);

/* Drop those that MEMORY has; within a view. */
gboolean tombstones_subtract(Tombstones *tombstones, Memory *memory, GError **error);
/* Put them into MEMORY, to be committed. */
void tombstones_put(const Tombstones *tombstones, Memory *memory);
/* Add to ADDRESSES, a set of strings that it owns, whom MEMORY knows and who has one; within a
 * view.
 */
gboolean tombstones_find_persons(
	const Tombstones *tombstones, Memory *memory, GHashTable *addresses, GError **error);
