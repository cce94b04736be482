/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/directory.h"

#include <unistd.h>

#include "fixture.h"

/* The files below FOLDER, "!" after those known to be one message, then the complaints; without the
 * folder's name. */
static char *walk(const char *folder)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GString) said = g_string_new(NULL);
	Complaints complaints = {.complain = note_complaint, .user_data = said};
	g_autoptr(Directory) directory = directory_new(folder, &complaints);
	DirectoryFile file;

	while (directory_next(directory, &file))
		g_string_append_printf(out, "%s%s ", file.path, file.single ? "!" : "");
	g_assert_false(directory_next(directory, &file));
	g_string_append(out, said->str);
	(void)g_string_replace(out, folder, "", 0);
	return g_string_free(out, FALSE);
}

static void assert_walk(const char *folder, const char *wanted)
{
	g_autofree char *got = walk(folder);

	g_assert_cmpstr(got, ==, wanted);
}

static void test_order(void)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {
		"b", "a/2", "a/10", "B", "a.b", "\xc3\xa4", "\xff\xfe", "z/y/x/w", "10", "9"};

	for (gsize at = 0; at < G_N_ELEMENTS(names); at++)
		file_write_text(folder, names[at], "x");
	assert_walk(folder, "/10 /9 /B /a/10 /a/2 /a.b /b /z/y/x/w /\xc3\xa4 /\xff\xfe ");
	g_autofree char *slashed = g_strconcat(folder, "/", NULL);

	assert_walk(slashed, "10 9 B a/10 a/2 a.b b z/y/x/w \xc3\xa4 \xff\xfe ");
	folder_remove(folder);
}

static void test_empty(void)
{
	g_autofree char *folder = folder_new();

	folder_make(folder, "a/b/c");
	assert_walk(folder, "");
	folder_remove(folder);
	g_autofree char *wanted = g_strdup_printf(": %s\n", g_strerror(ENOENT));

	assert_walk(folder, wanted);
}

static void test_hidden(void)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {
		"a", ".b", ".c/d", "dovecot.index.log", "dovecot-uidlist", "dovecot"};

	for (gsize at = 0; at < G_N_ELEMENTS(names); at++)
		file_write_text(folder, names[at], "x");
	assert_walk(folder, "/a /dovecot ");
	folder_remove(folder);
}

static void test_maildir(void)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {"M/cur/1:2,S", "M/cur/.hidden", "M/cur/sub/x",
		"M/new/2", "M/tmp/3", "M/dovecot.index", "M/subscriptions", "M/.Sent/cur/4:2,",
		"M/.Sent/maildirfolder", "M/.cache/x", "M/fs/cur/6", "mbox", "tmp/7", "cur/8"};

	for (gsize at = 0; at < G_N_ELEMENTS(names); at++)
		file_write_text(folder, names[at], "x");
	folder_make(folder, "M/.Sent/new");
	folder_make(folder, "M/fs/new");
	assert_walk(folder,
		"/M/.Sent/cur/4:2,! /M/cur/1:2,S! /M/fs/cur/6! /M/new/2! /cur/8 /mbox /tmp/7 ");
	g_autofree char *maildir = g_build_filename(folder, "M", NULL);
	g_autofree char *current = g_build_filename(folder, "M/cur", NULL);
	g_autofree char *message = g_build_filename(folder, "M/cur/1:2,S", NULL);
	g_autofree char *other = g_build_filename(folder, "cur/8", NULL);

	assert_walk(maildir, "/.Sent/cur/4:2,! /cur/1:2,S! /fs/cur/6! /new/2! ");
	assert_walk(current, "/1:2,S! ");
	g_assert_true(directory_is_maildir_part(current));
	g_assert_true(directory_is_maildir_part(message));
	g_assert_false(directory_is_maildir_part(maildir));
	g_assert_false(directory_is_maildir_part(other));
	folder_remove(folder);
}

static void move(const char *folder, const char *from, const char *to)
{
	g_autofree char *old = g_build_filename(folder, from, NULL);
	g_autofree char *new = g_build_filename(folder, to, NULL);

	g_assert_cmpint(g_rename(old, new), ==, 0);
}

static void assert_next(Directory *directory, const char *folder, const char *wanted)
{
	DirectoryFile file;

	g_assert_true(directory_next(directory, &file));
	g_assert_true(g_str_has_prefix(file.path, folder));
	g_assert_cmpstr(file.path + strlen(folder), ==, wanted);
}

/* Somebody reads the mail meanwhile: a message that was renamed is found again, one that was
 * deleted is missed. */
static void test_moved(void)
{
	g_autofree char *folder = folder_new();
	g_autoptr(GString) said = g_string_new(NULL);
	Complaints complaints = {.complain = note_complaint, .user_data = said};
	static const char *const names[] = {
		"cur/1:2,", "cur/2:2,", "cur/3:2,", "new/4", "new/5", "new/55"};

	for (gsize at = 0; at < G_N_ELEMENTS(names); at++)
		file_write_text(folder, names[at], "x");
	g_autoptr(Directory) directory = directory_new(folder, &complaints);

	assert_next(directory, folder, "/cur/1:2,");
	move(folder, "cur/2:2,", "cur/2:2,RS");
	assert_next(directory, folder, "/cur/2:2,RS");
	assert_next(directory, folder, "/cur/3:2,");
	assert_next(directory, folder, "/new/4");
	move(folder, "new/55", "cur/55:2,S");
	move(folder, "new/5", "gone");
	assert_next(directory, folder, "/cur/55:2,S");
	g_assert_cmpuint(complaints.count, ==, 0);
	folder_remove(folder);
}

/* Outside a Maildir files do not come and go by themselves. */
static void test_missing(void)
{
	g_autofree char *folder = folder_new();
	g_autoptr(GString) said = g_string_new(NULL);
	Complaints complaints = {.complain = note_complaint, .user_data = said};

	file_write_text(folder, "1", "x");
	file_write_text(folder, "2", "x");
	g_autoptr(Directory) directory = directory_new(folder, &complaints);
	DirectoryFile file;

	assert_next(directory, folder, "/1");
	move(folder, "2", "3");
	g_assert_false(directory_next(directory, &file));
	g_assert_cmpuint(complaints.count, ==, 1);
	g_assert_nonnull(strstr(said->str, "/2: "));
	folder_remove(folder);
}

static void link_make(const char *folder, const char *target, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_cmpint(symlink(target, path), ==, 0);
}

/* Links are followed, but each directory is read once: n directories that link to each other would
 * be n! paths. */
static void test_links(void)
{
	g_autofree char *folder = folder_new();

	file_write_text(folder, "a/1", "x");
	file_write_text(folder, "b/2", "x");
	file_write_text(folder, "c/3", "x");
	link_make(folder, "../b/2", "a/file");
	link_make(folder, "..", "c/up");
	link_make(folder, ".", "a/self");
	link_make(folder, "../b", "a/z");
	link_make(folder, "../c", "b/c");
	link_make(folder, "../a", "c/a");
	link_make(folder, "nowhere", "dangling");
	link_make(folder, "loop", "loop");
	g_autofree char *wanted =
		g_strdup_printf("/a/1 /a/file /a/z/2 /a/z/c/3 /dangling: %s\n/loop: %s\n",
			g_strerror(ENOENT), g_strerror(ELOOP));

	assert_walk(folder, wanted);
	g_autofree char *top = g_build_filename(folder, "b", NULL);

	g_autofree char *all =
		g_strdup_printf("/2 /c/3 /c/a/1 /c/a/file /c/up/dangling: %s\n/c/up/loop: %s\n",
			g_strerror(ENOENT), g_strerror(ELOOP));

	assert_walk(top, all);
	folder_remove(folder);
}

static void test_special(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);

	g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
	link_make(folder, "/dev/null", "device");
	file_write_text(folder, "z", "x");
	assert_walk(folder, "/z ");
	folder_remove(folder);
}

static void test_permission(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *closed = g_build_filename(folder, "closed", NULL);
	gboolean root = geteuid() == 0;

	file_write_text(folder, "closed/1", "x");
	file_write_text(folder, "z", "x");
	g_assert_cmpint(g_chmod(closed, 0), ==, 0);
	if (root)
		g_assert_cmpint(seteuid(65534), ==, 0);
	g_autofree char *wanted = g_strdup_printf("/z /closed: %s\n", g_strerror(EACCES));

	assert_walk(folder, wanted);
	if (root)
		g_assert_cmpint(seteuid(0), ==, 0);
	g_assert_cmpint(g_chmod(closed, 0755), ==, 0);
	folder_remove(folder);
}

static void test_size(void)
{
	g_autofree char *folder = folder_new();
	g_autoptr(Directory) directory = NULL;
	DirectoryFile file;

	file_write_text(folder, "a", "12345");
	directory = directory_new(folder, NULL);
	g_assert_true(directory_next(directory, &file));
	g_assert_cmpuint(file.size, ==, 5);
	folder_remove(folder);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/intake/directory/order", test_order);
	g_test_add_func("/intake/directory/empty", test_empty);
	g_test_add_func("/intake/directory/hidden", test_hidden);
	g_test_add_func("/intake/directory/maildir", test_maildir);
	g_test_add_func("/intake/directory/moved", test_moved);
	g_test_add_func("/intake/directory/missing", test_missing);
	g_test_add_func("/intake/directory/links", test_links);
	g_test_add_func("/intake/directory/special", test_special);
	g_test_add_func("/intake/directory/permission", test_permission);
	g_test_add_func("/intake/directory/size", test_size);
	return g_test_run();
}
