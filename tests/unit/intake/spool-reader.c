/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/error.h"
#include "intake/spool/raw-store.h"
#include "intake/spool/spool-reader.h"
#include "intake/spool/spool-segment.h"
#include "spooled.h"

typedef struct Fixture {
	char *top;
	char *directory;
	char *own;
	Spool *spool;
	Complaints complaints;
} Fixture;

static void open_spool(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;

	fixture->spool = spool_new(fixture->directory, &error);
	g_assert_no_error(error);
}

static void set_up(Fixture *fixture, gconstpointer unused)
{
	fixture->top = folder_new();
	fixture->directory = g_build_filename(fixture->top, "spool", NULL);
	fixture->own = g_build_filename(fixture->top, "recorder", NULL);
	open_spool(fixture);
}

static void tear_down(Fixture *fixture, gconstpointer unused)
{
	spool_free(fixture->spool);
	folder_remove(fixture->top);
	g_free(fixture->top);
	g_free(fixture->directory);
	g_free(fixture->own);
}

static void append(Fixture *fixture, guint64 number, gsize length)
{
	g_autoptr(Delivery) delivery = any_delivery(number);
	g_autofree char *content = noise(length + 1);
	g_autoptr(GError) error = NULL;

	(void)spool_append_message(
		fixture->spool, delivery, NULL, span_new(content, length), FALSE, &error);
	g_assert_no_error(error);
}

static SpoolReader *open_reader(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	SpoolReader *reader =
		spool_reader_new(fixture->directory, fixture->own, &fixture->complaints, &error);

	g_assert_no_error(error);
	return reader;
}

/* The number of the next record, 0 when there is none. */
static guint64 next(SpoolReader *reader)
{
	g_auto(SpoolRecord) record = {0};

	return spool_reader_next(reader, &record) ? record.delivery->session.number : 0;
}

static void settle(SpoolReader *reader)
{
	g_autoptr(GError) error = NULL;

	(void)spool_reader_settle(reader, spool_reader_place(reader), &error);
	g_assert_no_error(error);
}

static guint segments(const Fixture *fixture)
{
	g_autoptr(GArray) numbers = spool_segment_list(fixture->directory);

	return numbers->len;
}

/* What is appended is there at once; what was not settled comes again. */
static void test_follows(Fixture *fixture, gconstpointer unused)
{
	SpoolReader *reader = open_reader(fixture);

	g_assert_cmpuint(next(reader), ==, 0);
	append(fixture, 1, 10);
	g_assert_cmpuint(next(reader), ==, 1);
	settle(reader);
	append(fixture, 2, 10);
	g_assert_cmpuint(next(reader), ==, 2);
	g_assert_cmpuint(next(reader), ==, 0);
	spool_reader_free(reader);
	reader = open_reader(fixture);
	g_assert_cmpuint(next(reader), ==, 2);
	g_assert_cmpuint(next(reader), ==, 0);
	spool_reader_free(reader);
}

/* Segments go when everything in them was settled, but for the last one. */
static void test_segments(Fixture *fixture, gconstpointer unused)
{
	g_autoptr(SpoolReader) reader = open_reader(fixture);

	for (guint64 number = 1; number <= 4; number++)
		append(fixture, number, LIMIT_SPOOL_SEGMENT / 2);
	append(fixture, 5, 0);
	g_assert_cmpuint(segments(fixture), ==, 3);
	for (guint64 number = 1; number <= 3; number++)
		g_assert_cmpuint(next(reader), ==, number);
	settle(reader);
	g_assert_cmpuint(segments(fixture), ==, 2);
	g_assert_cmpuint(next(reader), ==, 4);
	g_assert_cmpuint(next(reader), ==, 5);
	settle(reader);
	g_assert_cmpuint(segments(fixture), ==, 1);
	spool_free(fixture->spool);
	open_spool(fixture);
	append(fixture, 6, 0);
	g_assert_cmpuint(next(reader), ==, 6);
	g_assert_cmpuint(fixture->complaints.count, ==, 0);
}

static gboolean holds(const Fixture *fixture, guint64 segment, const char *text)
{
	g_autofree char *path = spool_segment_path(fixture->directory, segment), *content = NULL;
	gsize length;

	g_assert_true(g_file_get_contents(path, &content, &length, NULL));
	return memmem(content, length, text, strlen(text)) != NULL;
}

static void append_text(Fixture *fixture, guint64 number, const char *text)
{
	g_autoptr(Delivery) delivery = any_delivery(number);
	g_autoptr(GError) error = NULL;

	(void)spool_append_message(
		fixture->spool, delivery, NULL, span_new(text, strlen(text)), FALSE, &error);
	g_assert_no_error(error);
}

/* What was settled is in no file, beside one who appends, and what follows it is whole, also for
 * who opens the spool after a crash. */
static void test_gone(Fixture *fixture, gconstpointer unused)
{
	SpoolReader *reader = open_reader(fixture);

	append_text(fixture, 1, "first of all");
	append_text(fixture, 2, "second to none");
	g_assert_cmpuint(next(reader), ==, 1);
	settle(reader);
	g_assert_false(holds(fixture, 1, "first of all"));
	g_assert_true(holds(fixture, 1, "second to none"));
	append_text(fixture, 3, "third in line");
	spool_reader_free(reader);
	spool_free(fixture->spool);
	open_spool(fixture);
	reader = open_reader(fixture);
	g_assert_cmpuint(next(reader), ==, 2);
	g_assert_cmpuint(next(reader), ==, 3);
	settle(reader);
	g_assert_false(holds(fixture, 1, "second to none") || holds(fixture, 1, "third in line"));
	spool_free(fixture->spool);
	open_spool(fixture);
	append_text(fixture, 4, "fourth");
	g_assert_cmpuint(next(reader), ==, 4);
	g_assert_cmpuint(fixture->complaints.count, ==, 0);
	spool_reader_free(reader);
}

/* Whoever settled it was killed before it was gone: a link stood in the way then, and is away now.
 */
static void test_gone_later(Fixture *fixture, gconstpointer unused)
{
	g_autofree char *path = spool_segment_path(fixture->directory, 1);
	g_autofree char *other = g_build_filename(fixture->top, "other", NULL);
	SpoolReader *reader = open_reader(fixture);

	append_text(fixture, 1, "first of all");
	append_text(fixture, 2, "second to none");
	g_assert_cmpint(link(path, other), ==, 0);
	g_assert_cmpuint(next(reader), ==, 1);
	settle(reader);
	spool_reader_free(reader);
	g_assert_cmpint(g_unlink(other), ==, 0);
	g_assert_true(holds(fixture, 1, "first of all"));
	reader = open_reader(fixture);
	g_assert_false(holds(fixture, 1, "first of all"));
	g_assert_cmpuint(next(reader), ==, 2);
	spool_reader_free(reader);
}

/* Nothing is changed through a link that whoever appends has made. */
static void test_link(Fixture *fixture, gconstpointer unused)
{
	g_autofree char *path = spool_segment_path(fixture->directory, 1);
	g_autofree char *other = g_build_filename(fixture->top, "other", NULL);
	g_autoptr(SpoolReader) reader = open_reader(fixture);

	append_text(fixture, 1, "first of all");
	g_assert_cmpint(link(path, other), ==, 0);
	g_assert_cmpuint(next(reader), ==, 1);
	settle(reader);
	g_assert_true(holds(fixture, 1, "first of all"));
}

/* A power loss may make a segment shorter than what was read of it. */
static void test_shorter(Fixture *fixture, gconstpointer unused)
{
	g_autofree char *path = spool_segment_path(fixture->directory, 1);
	g_autoptr(SpoolReader) reader = open_reader(fixture);

	append(fixture, 1, 100);
	append(fixture, 2, 100);
	g_assert_cmpuint(next(reader), ==, 1);
	g_assert_cmpuint(next(reader), ==, 2);
	settle(reader);
	spool_free(fixture->spool);
	g_assert_cmpint(truncate(path, 150), ==, 0);
	open_spool(fixture);
	append(fixture, 3, 100);
	g_assert_cmpuint(next(reader), ==, 3);
}

/* Four records, the second damaged AT so many bytes behind its beginning: the others are read. */
static void damage_second(Fixture *fixture, gsize at)
{
	g_autofree char *path = spool_segment_path(fixture->directory, 1);
	g_autofree char *bytes = NULL;
	gsize first = 0, length = 0;
	g_autoptr(SpoolReader) reader = open_reader(fixture);

	append(fixture, 1, 100);
	g_assert_true(g_file_get_contents(path, &bytes, &first, NULL));
	g_clear_pointer(&bytes, g_free);
	for (guint64 number = 2; number <= 3; number++)
		append(fixture, number, 100);
	spool_free(fixture->spool);
	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	bytes[first + at] ^= 1;
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	/* Who opens the spool again cuts nothing whole away. */
	open_spool(fixture);
	append(fixture, 4, 100);
	g_assert_cmpuint(next(reader), ==, 1);
	g_assert_cmpuint(next(reader), ==, 3);
	g_assert_cmpuint(next(reader), ==, 4);
	g_assert_cmpuint(next(reader), ==, 0);
	g_assert_cmpuint(fixture->complaints.count, ==, 1);
}

static void test_damaged_length(Fixture *fixture, gconstpointer unused)
{
	damage_second(fixture, 0);
}

static void test_damaged_huge_length(Fixture *fixture, gconstpointer unused)
{
	damage_second(fixture, 3);
}

static void test_damaged_body(Fixture *fixture, gconstpointer unused)
{
	damage_second(fixture, SPOOL_HEADER_BYTES + 20);
}

/* A damaged record is told of, and takes nothing else with it. */
static void test_damage(Fixture *fixture, gconstpointer unused)
{
	g_autofree char *path = spool_segment_path(fixture->directory, 1);
	g_autofree char *bytes = NULL;
	gsize length = 0;
	g_autoptr(SpoolReader) reader = open_reader(fixture);

	append(fixture, 1, 100);
	append(fixture, 2, 100);
	spool_free(fixture->spool);
	open_spool(fixture);
	append(fixture, 3, 100);
	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	bytes[length - 1] ^= 1;
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	g_assert_cmpuint(next(reader), ==, 1);
	g_assert_cmpuint(next(reader), ==, 3);
	g_assert_cmpuint(fixture->complaints.count, ==, 1);
}

/* A crash after every byte of a segment's mark: there is nothing in it, and no damage. */
static void test_unfinished_mark(Fixture *fixture, gconstpointer unused)
{
	for (guint64 number = 1; number <= SPOOL_SEGMENT_MARK_BYTES; number++) {
		g_autofree char *path = spool_segment_path(fixture->directory, number);

		g_assert_true(
			g_file_set_contents(path, SPOOL_SEGMENT_MARK, (gssize)number - 1, NULL));
	}
	spool_free(fixture->spool);
	open_spool(fixture);
	append(fixture, 1, 100);
	g_autoptr(SpoolReader) reader = open_reader(fixture);

	g_assert_cmpuint(next(reader), ==, 1);
	g_assert_cmpuint(fixture->complaints.count, ==, 0);
}

static void test_one_reader(Fixture *fixture, gconstpointer unused)
{
	g_autoptr(SpoolReader) reader = open_reader(fixture);
	g_autoptr(GError) error = NULL;
	g_autoptr(SpoolReader) second =
		spool_reader_new(fixture->directory, fixture->own, &fixture->complaints, &error);

	g_assert_null(second);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
}

static void test_raw_store(Fixture *fixture, gconstpointer unused)
{
	g_autofree char *directory = g_build_filename(fixture->top, "raw", NULL);
	g_autofree char *wanted = g_build_filename(directory, "ba",
		"7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.eml", NULL);
	g_autoptr(RawStore) store = raw_store_new(directory, NULL);
	g_autofree char *path = raw_store_put(store, span_new("abc", 3), NULL);
	g_autofree char *empty = raw_store_put(store, span_new(NULL, 0), NULL);
	struct stat status;

	g_assert_cmpstr(path, ==, wanted);
	g_assert_true(raw_store_sync(store, NULL));
	g_assert_cmpint(stat(path, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
	/* One that was cut by a power loss is written again. */
	g_assert_cmpint(truncate(path, 1), ==, 0);
	g_autofree char *again = raw_store_put(store, span_new("abc", 3), NULL);

	g_assert_cmpint(stat(path, &status), ==, 0);
	g_assert_cmpint(status.st_size, ==, 3);
	raw_store_expire(store, status.st_mtime);
	g_assert_cmpint(access(path, F_OK), ==, 0);
	raw_store_expire(store, status.st_mtime + 1);
	g_assert_cmpint(access(path, F_OK), !=, 0);
}

static void add(const char *path, void (*test)(Fixture *, gconstpointer))
{
	g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/spool-reader/follows", test_follows);
	add("/spool-reader/segments", test_segments);
	add("/spool-reader/gone", test_gone);
	add("/spool-reader/gone-later", test_gone_later);
	add("/spool-reader/link", test_link);
	add("/spool-reader/shorter", test_shorter);
	add("/spool-reader/damage", test_damage);
	add("/spool-reader/damaged-length", test_damaged_length);
	add("/spool-reader/damaged-huge-length", test_damaged_huge_length);
	add("/spool-reader/damaged-body", test_damaged_body);
	add("/spool-reader/unfinished-mark", test_unfinished_mark);
	add("/spool-reader/one-reader", test_one_reader);
	add("/spool-reader/raw-store", test_raw_store);
	return g_test_run();
}
