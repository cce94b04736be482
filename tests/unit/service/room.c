/* SPDX-License-Identifier: Apache-2.0
 *
 * A folder that is full takes nothing, and takes again when another process made room.
 */
#include "service/guard/room.h"

#include <glib/gstdio.h>

static void test_room(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-room-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "file", NULL);
	g_assert_true(g_file_set_contents(path, "0123456789", 10, NULL));
	g_autoptr(Room) bytes = room_new(folder, 100, 30);
	g_assert_true(room_take(bytes, 15));
	g_assert_false(room_take(bytes, 6));
	g_assert_true(room_take(bytes, 5));
	g_autoptr(Room) files = room_new(folder, 2, 1000);
	g_assert_true(room_take(files, 1));
	g_assert_false(room_take(files, 1));
	g_remove(path);
	g_usleep(2100000);
	g_assert_true(room_take(files, 1));
	g_assert_true(room_take(files, 1));
	g_assert_false(room_take(files, 1));
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/room/room", test_room);
	return g_test_run();
}
