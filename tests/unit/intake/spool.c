/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "intake/spool/spool-segment.h"
#include "spooled.h"

static void append(Spool *spool, guint64 number, Span content)
{
	g_autoptr(Delivery) delivery = any_delivery(number);
	g_autoptr(GError) error = NULL;

	(void)spool_append_message(spool, delivery, NULL, content, FALSE, &error);
	g_assert_no_error(error);
}

static Spool *open_spool(const char *directory)
{
	g_autoptr(GError) error = NULL;
	Spool *spool = spool_new(directory, &error);

	g_assert_no_error(error);
	return spool;
}

static void sync_spool(Spool *spool)
{
	g_autoptr(GError) error = NULL;

	(void)spool_sync(spool, &error);
	g_assert_no_error(error);
}

/* The numbers of the sessions in segment NUMBER, "1 2 3"; RET_END: how it ends. */
static char *read_segment(const char *directory, guint64 number, SpoolPlace *ret_end)
{
	g_autofree char *path = spool_segment_path(directory, number);
	g_autoptr(GByteArray) body = g_byte_array_new();
	GString *numbers = g_string_new(NULL);
	guint64 offset = SPOOL_SEGMENT_MARK_BYTES;
	int descriptor = open(path, O_RDONLY);

	g_assert_cmpint(descriptor, >=, 0);
	for (;;) {
		g_auto(SpoolRecord) record = {0};

		g_assert_true(spool_segment_read(descriptor, offset, body, ret_end, NULL));
		if (*ret_end != SPOOL_PLACE_RECORD)
			break;
		g_assert_true(spool_record_decode(span_new(body->data, body->len), &record));
		g_string_append_printf(numbers, "%s%" G_GUINT64_FORMAT, numbers->len > 0 ? " " : "",
			record.delivery->session.number);
		offset += SPOOL_HEADER_BYTES + body->len;
	}
	close(descriptor);
	return g_string_free(numbers, FALSE);
}

static void assert_segment(const char *directory, guint64 number, const char *expected)
{
	SpoolPlace end;
	g_autofree char *numbers = read_segment(directory, number, &end);

	g_assert_cmpint(end, ==, SPOOL_PLACE_END);
	g_assert_cmpstr(numbers, ==, expected);
}

static void test_round_trip(void)
{
	g_autofree char *top = folder_new();
	g_autofree char *directory = g_build_filename(top, "spool", NULL);
	g_autoptr(Spool) spool = open_spool(directory);
	g_autoptr(Delivery) delivery = any_delivery(2);
	struct stat status;

	sync_spool(spool);
	append(spool, 1, span_new("one", 3));
	g_assert_true(spool_append_session(spool, &delivery->session, NULL, NULL));
	g_assert_true(spool_append_password(spool, &delivery->session, "a", "$argon2id$", NULL));
	sync_spool(spool);
	assert_segment(directory, 1, "1 2 2");
	g_assert_cmpint(stat(directory, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0700);
	folder_remove(top);
}

static void test_one_writer(void)
{
	g_autofree char *top = folder_new();
	g_autoptr(Spool) spool = open_spool(top);
	g_autoptr(GError) error = NULL;
	g_autoptr(Spool) second = spool_new(top, &error);

	g_assert_null(second);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	folder_remove(top);
}

/* A crash after every byte of the last record: those before it stay, the next process begins a new
 * segment. */
static void test_torn_tail(void)
{
	g_autofree char *top = folder_new();
	g_autofree char *path = spool_segment_path(top, 1);
	g_autofree char *whole = NULL;
	gsize length, kept = 0;
	Spool *spool = open_spool(top);

	append(spool, 1, span_new("one", 3));
	g_assert_true(g_file_get_contents(path, &whole, &kept, NULL));
	append(spool, 2, span_new("two", 3));
	spool_free(spool);
	g_free(whole);
	g_assert_true(g_file_get_contents(path, &whole, &length, NULL));
	for (gsize end = kept; end <= length; end++) {
		g_autofree char *next = spool_segment_path(top, 2);

		g_assert_true(g_file_set_contents(path, whole, (gssize)end, NULL));
		spool = open_spool(top);
		append(spool, 3, span_new(NULL, 0));
		spool_free(spool);
		assert_segment(top, 1, end < length ? "1" : "1 2");
		assert_segment(top, 2, "3");
		(void)g_unlink(next);
	}
	folder_remove(top);
}

/* Bytes that never reached the disk read as zeros. */
static void test_zeros(void)
{
	g_autofree char *top = folder_new();
	g_autofree char *path = spool_segment_path(top, 1);
	Spool *spool = open_spool(top);

	append(spool, 1, span_new("one", 3));
	spool_free(spool);
	g_assert_cmpint(truncate(path, 100000), ==, 0);
	spool_free(open_spool(top));
	assert_segment(top, 1, "1");
	folder_remove(top);
}

static void test_segments(void)
{
	g_autofree char *top = folder_new();
	g_autoptr(Spool) spool = open_spool(top);
	gsize length = LIMIT_SPOOL_SEGMENT / 2 + 1;
	g_autofree char *content = noise(length);

	for (guint64 number = 1; number <= 3; number++)
		append(spool, number, span_new(content, length));
	sync_spool(spool);
	assert_segment(top, 1, "1 2");
	assert_segment(top, 2, "3");
	folder_remove(top);
}

/* A message that is larger than any is kept as far as it may be. */
static void test_bound(void)
{
	g_autofree char *top = folder_new();
	g_autoptr(Spool) spool = open_spool(top);
	g_autofree char *content = noise(LIMIT_MESSAGE + 1);
	g_autofree char *path = spool_segment_path(top, 1);
	g_autoptr(GByteArray) body = g_byte_array_new();
	g_auto(SpoolRecord) record = {0};
	SpoolPlace place;

	append(spool, 1, span_new(content, LIMIT_MESSAGE + 1));
	int descriptor = open(path, O_RDONLY);

	g_assert_true(spool_segment_read(descriptor, SPOOL_SEGMENT_MARK_BYTES, body, &place, NULL));
	close(descriptor);
	g_assert_true(spool_record_decode(span_new(body->data, body->len), &record));
	g_assert_true(record.cut);
	g_assert_cmpuint(record.content.length, ==, LIMIT_MESSAGE);
	folder_remove(top);
}

/* A segment that could not even be begun is not left behind. */
static void test_full(void)
{
	g_autofree char *top = folder_new();
	g_autofree char *path = spool_segment_path(top, 1);
	g_autoptr(Spool) spool = open_spool(top);
	g_autoptr(Delivery) delivery = any_delivery(1);
	g_autoptr(GError) error = NULL;
	struct rlimit before, none;

	(void)signal(SIGXFSZ, SIG_IGN);
	g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
	none = (struct rlimit){0, before.rlim_max};
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &none), ==, 0);
	gboolean done =
		spool_append_message(spool, delivery, NULL, span_new("one", 3), FALSE, &error);

	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
	g_assert_false(done);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	g_assert_cmpint(access(path, F_OK), !=, 0);
	append(spool, 2, span_new("two", 3));
	assert_segment(top, 2, "2");
	folder_remove(top);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spool/round-trip", test_round_trip);
	g_test_add_func("/spool/one-writer", test_one_writer);
	g_test_add_func("/spool/torn-tail", test_torn_tail);
	g_test_add_func("/spool/zeros", test_zeros);
	g_test_add_func("/spool/segments", test_segments);
	g_test_add_func("/spool/bound", test_bound);
	g_test_add_func("/spool/full", test_full);
	return g_test_run();
}
