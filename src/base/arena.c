/* SPDX-License-Identifier: Apache-2.0
 *
 * An arena as a chain of blocks. The first belongs to the arena itself, so that the usual case is
 * one allocation.
 */
#include "base/arena.h"

#define BLOCK_BYTES ((gsize)4096)
#define ALIGNMENT   ((gsize)16)

/* A sanitizer sees the ends of blocks, not those of pieces: there each piece is a block. */
#ifdef KITH_SANITIZED
#define SHARED_BLOCKS FALSE
#else
#define SHARED_BLOCKS TRUE
#endif

typedef struct ArenaBlock ArenaBlock;

struct ArenaBlock {
	ArenaBlock *next;
	gsize size;
	_Alignas(16) char bytes[];
};

struct Arena {
	ArenaBlock *newest; /* in which pieces are taken; the others are full */
	gsize used;         /* of that one */
};

static ArenaBlock *block_new(ArenaBlock *next, gsize size)
{
	ArenaBlock *block = g_malloc(sizeof(ArenaBlock) + size);
	block->next = next;
	block->size = size;
	return block;
}

Arena *arena_new(gsize size)
{
	ArenaBlock *block = block_new(NULL, size + sizeof(Arena) + ALIGNMENT);
	Arena *arena = (Arena *)(gpointer)block->bytes;
	arena->newest = block;
	arena->used = (sizeof(Arena) + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	return arena;
}

void arena_free(Arena *arena)
{
	ArenaBlock *block = arena != NULL ? arena->newest : NULL;
	while (block != NULL) {
		ArenaBlock *next = block->next;
		g_free(block);
		block = next;
	}
}

gpointer arena_take(Arena *arena, gsize size)
{
	gsize rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (!SHARED_BLOCKS || rounded > arena->newest->size - arena->used) {
		gsize room = SHARED_BLOCKS ? MAX(rounded, BLOCK_BYTES) : size;
		arena->newest = block_new(arena->newest, room);
		arena->used = 0;
	}
	char *piece = arena->newest->bytes + arena->used;
	arena->used += rounded;
	return memset(piece, 0, size);
}
