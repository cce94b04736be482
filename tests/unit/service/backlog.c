/* SPDX-License-Identifier: Apache-2.0
 *
 * What is put into the backlog is taken in its order, by kind, once, also while others put more;
 * what a crash left of a message costs that message alone.
 */
#include "service/guard/backlog.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "intake/source.h"

#define THREADS  4
#define MESSAGES 250

static void put(Backlog *backlog, BacklogKind kind, const char *text, Durability durability)
{
	g_autoptr(GError) error = NULL;
	gboolean full = TRUE;
	backlog_put(backlog, kind, span_new(text, strlen(text)), durability, &full, &error);
	g_assert_no_error(error);
	g_assert_false(full);
}

/* Take all of KIND, and add the messages' texts to TEXTS. */
static guint take(Backlog *backlog, BacklogKind kind, GPtrArray *texts)
{
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) paths = NULL;
	RawMessage *next;
	backlog_take(backlog, kind, &paths, &error);
	g_assert_no_error(error);
	g_autoptr(Source) source = source_new((const char *const *)paths, NULL, NULL);
	while ((next = source_next(source)) != NULL) {
		g_autoptr(RawMessage) message = next;
		gsize length;
		const char *bytes = g_bytes_get_data(message->bytes, &length);
		g_ptr_array_add(texts, g_strndup(bytes, length));
	}
	for (guint i = 0; paths[i] != NULL; i++)
		g_assert_cmpint(g_remove(paths[i]), ==, 0);
	return source_complaints(source);
}

static void assert_empty(const char *folder)
{
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void test_order(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-backlog-XXXXXX", NULL);
	g_autofree char *unfinished = g_build_filename(folder, ".half.in", NULL);
	g_autoptr(Backlog) backlog = backlog_new(folder, NULL);
	g_autoptr(GPtrArray) incoming = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) outgoing = g_ptr_array_new_with_free_func(g_free);
	g_assert_true(g_file_set_contents(unfinished, "x", 1, NULL));
	for (guint i = 0; i < 30; i++) {
		g_autofree char *text = g_strdup_printf("%02u", i);
		put(backlog, i % 2 == 0 ? BACKLOG_INCOMING : BACKLOG_OUTGOING, text,
			i % 3 == 0 ? DURABLE_DISK : DURABLE_PROCESS);
	}
	g_remove(unfinished);
	g_assert_cmpuint(backlog_count(backlog), ==, 30);
	g_assert_cmpuint(take(backlog, BACKLOG_INCOMING, incoming), ==, 0);
	g_assert_cmpuint(backlog_count(backlog), ==, 15);
	g_assert_cmpuint(take(backlog, BACKLOG_OUTGOING, outgoing), ==, 0);
	g_assert_cmpuint(incoming->len, ==, 15);
	g_assert_cmpuint(outgoing->len, ==, 15);
	for (guint i = 0; i < 30; i++) {
		g_autofree char *text = g_strdup_printf("%02u", i);
		g_assert_cmpstr((i % 2 == 0 ? incoming : outgoing)->pdata[i / 2], ==, text);
	}
	assert_empty(folder);
}

static gpointer put_many(gpointer data)
{
	for (guint i = 0; i < MESSAGES; i++)
		put(data, BACKLOG_INCOMING, "message", DURABLE_PROCESS);
	return NULL;
}

/* Nothing is lost, and nothing taken twice, while threads put. */
static void test_together(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-backlog-XXXXXX", NULL);
	g_autoptr(Backlog) putter = backlog_new(folder, NULL);
	g_autoptr(Backlog) taker = backlog_new(folder, NULL);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	GThread *threads[THREADS];
	for (guint i = 0; i < THREADS; i++)
		threads[i] = g_thread_new("put", put_many, putter);
	while (texts->len < THREADS * MESSAGES / 2)
		g_assert_cmpuint(take(taker, BACKLOG_INCOMING, texts), ==, 0);
	for (guint i = 0; i < THREADS; i++)
		g_thread_join(threads[i]);
	g_assert_cmpuint(take(taker, BACKLOG_INCOMING, texts), ==, 0);
	g_assert_cmpuint(texts->len, ==, THREADS * MESSAGES);
	assert_empty(folder);
}

/* A process that ended while it put a message. */
static void test_crash(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-backlog-XXXXXX", NULL);
	g_autofree char *open_batch = g_build_filename(folder, "incoming", NULL);
	g_autoptr(Backlog) before = backlog_new(folder, NULL);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	put(before, BACKLOG_INCOMING, "whole", DURABLE_PROCESS);
	put(before, BACKLOG_INCOMING, "half", DURABLE_PROCESS);
	GStatBuf status;
	g_assert_cmpint(g_stat(open_batch, &status), ==, 0);
	g_assert_cmpint(truncate(open_batch, status.st_size - 2), ==, 0);
	g_autoptr(Backlog) after = backlog_new(folder, NULL);
	put(after, BACKLOG_INCOMING, "after", DURABLE_PROCESS);
	g_assert_cmpuint(take(after, BACKLOG_INCOMING, texts), ==, 1);
	g_assert_cmpuint(texts->len, ==, 2);
	g_assert_cmpstr(texts->pdata[0], ==, "whole");
	g_assert_cmpstr(texts->pdata[1], ==, "after");
	assert_empty(folder);
}

/* What an earlier version left: a file for each message. */
static void test_old_files(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-backlog-XXXXXX", NULL);
	g_autofree char *old = g_build_filename(folder, "0006-00000001-7.in", NULL);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Backlog) backlog = backlog_new(folder, NULL);
	g_assert_true(g_file_set_contents(old, "Subject: old\n\n", -1, NULL));
	g_assert_cmpuint(backlog_count(backlog), ==, 1);
	g_assert_cmpuint(take(backlog, BACKLOG_INCOMING, texts), ==, 0);
	g_assert_cmpuint(texts->len, ==, 1);
	g_assert_cmpstr(texts->pdata[0], ==, "Subject: old\n\n");
	assert_empty(folder);
}

/* A batch ends by its size; all together have a bound. */
static void test_large(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-backlog-XXXXXX", NULL);
	g_autofree char *filler = g_build_filename(folder, "0001-1.in", NULL);
	g_autofree char *text = g_strnfill(LIMIT_BACKLOG_BATCH / 2, 'x');
	g_autoptr(Backlog) backlog = backlog_new(folder, NULL);
	g_auto(GStrv) paths = NULL;
	gboolean full = FALSE;
	for (guint i = 0; i < 3; i++)
		put(backlog, BACKLOG_OUTGOING, text, DURABLE_PROCESS);
	g_assert_true(backlog_take(backlog, BACKLOG_OUTGOING, &paths, NULL));
	g_assert_cmpuint(g_strv_length(paths), ==, 2);
	for (guint i = 0; i < 2; i++)
		g_assert_cmpint(g_remove(paths[i]), ==, 0);
	int file = g_creat(filler, 0600);
	g_assert_cmpint(ftruncate(file, (off_t)LIMIT_BACKLOG_BYTES - 2), ==, 0);
	close(file);
	g_autoptr(Backlog) filled = backlog_new(folder, NULL);
	g_assert_true(backlog_put(
		filled, BACKLOG_INCOMING, span_new("xyz", 3), DURABLE_PROCESS, &full, NULL));
	g_assert_true(full);
	g_remove(filler);
	assert_empty(folder);
}

static void test_no_folder(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(backlog_new("/proc/no-such-folder/x", &error));
	g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/backlog/order", test_order);
	g_test_add_func("/backlog/together", test_together);
	g_test_add_func("/backlog/crash", test_crash);
	g_test_add_func("/backlog/old-files", test_old_files);
	g_test_add_func("/backlog/large", test_large);
	g_test_add_func("/backlog/no-folder", test_no_folder);
	return g_test_run();
}
