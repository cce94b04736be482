/* SPDX-License-Identifier: Apache-2.0
 *
 * Pieces of an arena are zeroed, aligned and apart from each other, also beyond what was asked for
 * at first.
 */
#include "base/arena.h"

static void test_pieces(void)
{
	static const gsize sizes[] = {1, 8, 15, 16, 17, 0, 100, 4000, 5000, 100000, 3, 3, 64};
	for (gsize room = 0; room < 300; room += 7) {
		g_autoptr(Arena) arena = arena_new(room);
		guint8 *pieces[4 * G_N_ELEMENTS(sizes)];
		for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
			gsize size = sizes[i % G_N_ELEMENTS(sizes)];
			pieces[i] = arena_take(arena, size);
			g_assert_cmpuint((guintptr)pieces[i] % 16, ==, 0);
			for (gsize at = 0; at < size; at++)
				g_assert_cmpuint(pieces[i][at], ==, 0);
			memset(pieces[i], (int)i + 1, size);
		}
		/* Nobody wrote into another's piece. */
		for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
			for (gsize at = 0; at < sizes[i % G_N_ELEMENTS(sizes)]; at++)
				g_assert_cmpuint(pieces[i][at], ==, i + 1);
		}
	}
}

static void test_unused(void)
{
	g_autoptr(Arena) arena = arena_new(10);
	g_assert_nonnull(arena);
	arena_free(NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/base/arena/pieces", test_pieces);
	g_test_add_func("/base/arena/unused", test_unused);
	return g_test_run();
}
