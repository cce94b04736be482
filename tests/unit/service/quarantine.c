/* SPDX-License-Identifier: Apache-2.0
 *
 * What is held comes back as it was, each state once, and no name becomes a path.
 */
#include "service/guard/quarantine.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "base/error.h"
#include "service/guard/durable.h"

static char *make_folder(void)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("kith-quarantine-XXXXXX", &error);
	g_assert_no_error(error);
	return folder;
}

static char *put(Quarantine *quarantine, Span message)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(QuarantineEntry) entry = g_new0(QuarantineEntry, 1);
	const char *const to[] = {"<a@ours.example>", "<b@ours.example>", NULL};
	entry->verdict = g_strdup("hijacked");
	entry->reason = g_strdup("It quotes\nto: <evil@elsewhere.example>");
	entry->subject = g_strdup("見積書");
	entry->mail_from = g_strdup("<c@elsewhere.example>");
	entry->recipients = g_strdupv((char **)to);
	quarantine_put(quarantine, entry, message, &error);
	g_assert_no_error(error);
	return g_strdup(entry->id);
}

static void empty(const char *folder)
{
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name;
	while ((name = g_dir_read_name(files)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_remove(path);
	}
	g_rmdir(folder);
}

static void test_put(void)
{
	static const char message[] = "From: x\r\n\r\nto: nobody\0\r\n\xff";
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	g_autofree char *id = put(quarantine, span_new(message, sizeof message));
	g_autoptr(GBytes) kept = NULL;
	g_autoptr(QuarantineEntry) entry = quarantine_find(quarantine, id, &kept, NULL);
	gsize length = 0;
	const void *data = g_bytes_get_data(kept, &length);
	g_assert_cmpmem(data, length, message, sizeof message);
	g_assert_cmpuint(g_strv_length(entry->recipients), ==, 2);
	g_assert_cmpstr(entry->recipients[1], ==, "<b@ours.example>");
	g_assert_cmpstr(entry->reason, ==, "It quotes to: <evil@elsewhere.example>");
	g_assert_cmpstr(entry->subject, ==, "見積書");
	g_assert_cmpint(entry->state, ==, QUARANTINE_HELD);
	empty(folder);
}

static void test_states(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	g_autofree char *id = put(quarantine, span_new("\r\n", 2));
	g_assert_cmpuint(quarantine_count(quarantine), ==, 1);
	g_assert_false(quarantine_move(quarantine, id, QUARANTINE_OFFERED, QUARANTINE_PASSED));
	g_assert_true(quarantine_move(quarantine, id, QUARANTINE_HELD, QUARANTINE_OFFERED));
	g_assert_false(quarantine_move(quarantine, id, QUARANTINE_HELD, QUARANTINE_OFFERED));
	g_assert_true(quarantine_move(quarantine, id, QUARANTINE_OFFERED, QUARANTINE_PASSED));
	g_assert_cmpuint(quarantine_count(quarantine), ==, 0);
	empty(folder);
}

static void test_names(void)
{
	static const char *const bad[] = {"", "../../etc/passwd", "0123456789abcdef0123456/",
		"0123456789ABCDEF01234567", "0123456789abcdef012345678"};
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(quarantine_find(quarantine, bad[i], NULL, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
		g_assert_false(
			quarantine_move(quarantine, bad[i], QUARANTINE_HELD, QUARANTINE_OFFERED));
	}
	empty(folder);
}

/* Of a message only the head is read, however long the file. */
static void test_list_long(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	g_autofree char *id = put(quarantine, span_new("\r\n", 2));
	g_autofree char *name = g_strconcat(id, ".held", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GPtrArray) entries = NULL;
	g_assert_cmpint(truncate(path, (off_t)1 << 40), ==, 0);
	g_assert_true(quarantine_list(quarantine, &entries, NULL));
	g_assert_cmpuint(entries->len, ==, 1);
	const QuarantineEntry *entry = entries->pdata[0];
	g_assert_cmpstr(entry->recipients[1], ==, "<b@ours.example>");
	empty(folder);
}

static void test_too_many_recipients(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(QuarantineEntry) entry = g_new0(QuarantineEntry, 1);
	guint many = 20000;
	entry->recipients = g_new0(char *, many + 1);
	for (guint i = 0; i < many; i++)
		entry->recipients[i] = g_strdup_printf("<somebody-%u@ours.example>", i);
	g_assert_false(quarantine_put(quarantine, entry, span_new("\r\n", 2), &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	g_assert_cmpuint(quarantine_count(quarantine), ==, 0);
	empty(folder);
}

/* The name tells the time: what is old goes unread, and what is no message stays. */
static void test_expire_by_name(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	gint64 day = G_GINT64_CONSTANT(86400) * G_USEC_PER_SEC, now = g_get_real_time();
	g_autofree char *old = g_strdup_printf(
		"%016" G_GINT64_MODIFIER "x00000000.passed", (guint64)(now - 31 * day));
	g_autofree char *young = g_strdup_printf(
		"%016" G_GINT64_MODIFIER "x00000000.held", (guint64)(now - 29 * day));
	const char *const names[] = {old, young, "0000000000000000.held", "README"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(folder, names[i], NULL);
		g_assert_true(g_file_set_contents(path, "x", 1, NULL));
	}
	g_assert_cmpuint(quarantine_expire(quarantine, 30 * 86400), ==, 1);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(folder, names[i], NULL);
		g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS) == (i != 0));
	}
	empty(folder);
}

static void test_sweep(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	g_autofree char *id = put(quarantine, span_new("\r\n", 2));
	g_autofree char *left = g_build_filename(folder, ".0123456789abcdef01234567.held", NULL);
	g_assert_true(g_file_set_contents(left, "x", 1, NULL));
	durable_sweep(folder);
	g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
	g_assert_cmpuint(quarantine_count(quarantine), ==, 1);
	empty(folder);
}

static void test_list_and_expire(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *first = put(quarantine, span_new("\r\n1", 3));
	g_autofree char *second = put(quarantine, span_new("\r\n2", 3));
	g_assert_true(quarantine_list(quarantine, &entries, NULL));
	g_assert_cmpuint(entries->len, ==, 2);
	g_assert_cmpstr(((QuarantineEntry *)entries->pdata[0])->id, ==, first);
	g_assert_cmpuint(quarantine_expire(quarantine, 3600), ==, 0);
	g_assert_cmpuint(quarantine_expire(quarantine, -1), ==, 2);
	g_assert_cmpuint(quarantine_count(quarantine), ==, 0);
	empty(folder);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quarantine/put", test_put);
	g_test_add_func("/quarantine/states", test_states);
	g_test_add_func("/quarantine/names", test_names);
	g_test_add_func("/quarantine/list-long", test_list_long);
	g_test_add_func("/quarantine/too-many-recipients", test_too_many_recipients);
	g_test_add_func("/quarantine/expire-by-name", test_expire_by_name);
	g_test_add_func("/quarantine/sweep", test_sweep);
	g_test_add_func("/quarantine/list-and-expire", test_list_and_expire);
	return g_test_run();
}
