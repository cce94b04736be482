/* SPDX-License-Identifier: Apache-2.0
 *
 * An arena: memory that is handed out in pieces and given back all at once. For many small things
 * that are made together, never grow and die together.
 */
#pragma once

#include <glib.h>

typedef struct Arena Arena;

/* A new arena with room for SIZE bytes; it takes more when that is used up. */
Arena *arena_new(gsize size);
void arena_free(Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)

/* SIZE zeroed bytes, aligned for any type; borrowed until arena_free. */
gpointer arena_take(Arena *arena, gsize size);
