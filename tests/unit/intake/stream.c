/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/stream.h"

#include "fixture.h"

/* zstd gives nothing of a block that is not whole. */
#define ZSTD_BLOCK LIMIT_KIB(128)

static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ};

/* Everything that STREAM gives, taken in portions of TAKE bytes. */
static GString *read_all(Stream *stream, gsize take)
{
	GString *all = g_string_new(NULL);

	while (stream_fill(stream, take)) {
		Span sight = stream_sight(stream);
		gsize count = MIN(take, sight.length);

		g_string_append_len(all, sight.data, (gssize)count);
		stream_skip(stream, count);
	}
	return all;
}

static void assert_reads(Stream *stream, Feed feed, gsize take, Span wanted, gboolean fails)
{
	stream_open(stream, feed_read, &feed);
	g_autoptr(GString) got = read_all(stream, take);

	g_assert_cmpmem(got->str, got->len, wanted.data, wanted.length);
	g_assert_cmpint(stream_failure(stream) != NULL, ==, fails);
}

static void test_plain(void)
{
	g_autoptr(Stream) stream = stream_new();
	g_autofree char *text = noise(LIMIT_KIB(600));
	static const gsize lengths[] = {0, 1, 5, 6, 7, 1000, LIMIT_KIB(256), LIMIT_KIB(600)};

	for (gsize at = 0; at < G_N_ELEMENTS(lengths); at++) {
		Span all = span_new(text, lengths[at]);

		assert_reads(stream, (Feed){.left = all, .step = LIMIT_MIB(1)}, 1000, all, FALSE);
		assert_reads(stream, (Feed){.left = all, .step = 999}, STREAM_SIGHT, all, FALSE);
	}
	Span few = span_new(text, 3000);

	assert_reads(stream, (Feed){.left = few, .step = 1}, 1, few, FALSE);
}

static void test_sight(void)
{
	g_autoptr(Stream) stream = stream_new();
	g_autofree char *text = noise(LIMIT_KIB(300));
	Feed feed = {.left = span_new(text, LIMIT_KIB(300)), .step = 7};

	g_assert_false(stream_fill(stream, 1));
	stream_open(stream, feed_read, &feed);
	g_assert_true(stream_fill(stream, STREAM_SIGHT));
	g_assert_cmpuint(stream_sight(stream).length, >=, STREAM_SIGHT);
	stream_skip(stream, 10);
	g_assert_true(stream_fill(stream, STREAM_SIGHT));
	g_assert_cmpmem(stream_sight(stream).data, 100, text + 10, 100);
	stream_skip(stream, G_MAXSIZE);
	g_assert_cmpuint(stream_sight(stream).length, ==, 0);
}

static void test_read_error(void)
{
	g_autoptr(Stream) stream = stream_new();
	Span text = span_new("some text", 9);

	assert_reads(stream, (Feed){.left = text, .step = 4, .error = EIO}, 3, text, TRUE);
	g_assert_cmpstr(stream_failure(stream), ==, g_strerror(EIO));
	assert_reads(stream, (Feed){.left = span_new(NULL, 0), .error = EIO}, 3, span_new(NULL, 0),
		TRUE);
	assert_reads(stream, (Feed){.left = text, .step = 4}, 3, text, FALSE);
}

static void test_packed(void)
{
	g_autoptr(Stream) stream = stream_new();
	g_autofree char *text = noise(LIMIT_KIB(300));
	static const gsize lengths[] = {0, 1, 1000, LIMIT_KIB(300)};

	for (gsize at = 0; at < G_N_ELEMENTS(filters) * G_N_ELEMENTS(lengths); at++) {
		Span all = span_new(text, lengths[at / G_N_ELEMENTS(filters)]);
		g_autoptr(GBytes) packed = pack(filters[at % G_N_ELEMENTS(filters)], all);
		Span left = bytes_span(packed);

		assert_reads(stream, (Feed){.left = left, .step = LIMIT_MIB(1)}, 500, all, FALSE);
		assert_reads(stream, (Feed){.left = left, .step = 1}, 5000, all, FALSE);
	}
}

/* Wherever the input breaks off, what is read is a beginning of the text, and it is told; half an
 * input gives more than nothing. */
static void test_truncated(void)
{
	g_autoptr(Stream) stream = stream_new();
	gsize length = LIMIT_KIB(300);
	g_autofree char *text = noise(length);

	for (gsize at = 0; at < G_N_ELEMENTS(filters); at++) {
		g_autoptr(GBytes) packed = pack(filters[at], span_new(text, length));
		Span all = bytes_span(packed);

		for (gsize part = 1; part < 20; part++) {
			Feed feed = {
				.left = span_new(all.data, all.length * part / 20), .step = 5000};
			gsize left = feed.left.length;

			stream_open(stream, feed_read, &feed);
			g_autoptr(GString) got = read_all(stream, 1000);

			g_assert_cmpmem(got->str, got->len, text, got->len);
			g_assert_cmpuint(got->len + ZSTD_BLOCK, >=, left);
			if (filters[at] != ARCHIVE_FILTER_ZSTD)
				g_assert_cmpuint(got->len, >=, left);
			g_assert_nonnull(stream_failure(stream));
		}
	}
}

/* An error of the disk below a compressed file is told as such. */
static void test_packed_read_error(void)
{
	g_autoptr(Stream) stream = stream_new();
	g_autofree char *text = noise(LIMIT_KIB(300));
	g_autoptr(GBytes) packed = pack(ARCHIVE_FILTER_GZIP, span_new(text, LIMIT_KIB(300)));
	Feed feed = {.left = span_new(g_bytes_get_data(packed, NULL), 200000),
		.step = 1000,
		.error = EIO};

	stream_open(stream, feed_read, &feed);
	g_autoptr(GString) got = read_all(stream, 1000);

	g_assert_nonnull(stream_failure(stream));
}

/* libarchive does not look at the check sum of gzip: there only what cannot be unpacked at all is
 * told. */
static void test_damaged(void)
{
	g_autoptr(Stream) stream = stream_new();
	g_autofree char *text = noise(LIMIT_KIB(300));

	for (gsize at = 0; at < G_N_ELEMENTS(filters); at++) {
		g_autoptr(GBytes) packed = pack(filters[at], span_new(text, LIMIT_KIB(300)));
		gsize length = g_bytes_get_size(packed);
		g_autofree char *copy = g_memdup2(g_bytes_get_data(packed, NULL), length);

		memset(copy + length / 2, 0xff,
			filters[at] == ARCHIVE_FILTER_ZSTD ? length / 2 : 100);
		Feed feed = {.left = span_new(copy, length), .step = 5000};

		stream_open(stream, feed_read, &feed);
		g_autoptr(GString) got = read_all(stream, 1000);

		g_assert_nonnull(stream_failure(stream));
	}
}

/* Nothing is unpacked twice, and no other compression at all: what lrzip would open stays as it is.
 */
static void test_one_layer(void)
{
	g_autoptr(Stream) stream = stream_new();
	g_autoptr(GBytes) inner = pack(ARCHIVE_FILTER_GZIP, span_new("text", 4));
	Span inner_span = bytes_span(inner);

	for (gsize at = 0; at < G_N_ELEMENTS(filters); at++) {
		g_autoptr(GBytes) outer = pack(filters[at], inner_span);

		assert_reads(stream, (Feed){.left = bytes_span(outer), .step = 100}, 10, inner_span,
			FALSE);
	}
	static const char *const others[] = {"LRZI\x00\x06 rest of it", "BZh91AY&SY rest",
		"\x1f\x9d\x90 rest of it", "\x89LZO\x00\r\n\x1a\n rest",
		"\x04\x22\x4d\x18 rest of it"};

	for (gsize at = 0; at < G_N_ELEMENTS(others); at++) {
		Span text = span_new(others[at], 14);

		assert_reads(stream, (Feed){.left = text, .step = 100}, 10, text, FALSE);
	}
}

#define ZSTD_HELLO "\x28\xb5\x2f\xfd\x00\x00\x29\0\0hello"

/* Less than a hundred bytes that ask for 1 GiB to be unpacked. */
static void test_memory(void)
{
	static const char zstd[] = "\x28\xb5\x2f\xfd\x00\xa0\x29\0\0hello";
	static const char xz[] =
		"\375\067\172\130\132\000\000\004\346\326\264\106\002\000\041\001\044\000"
		"\000\000\136\037\307\371\001\000\004\150\145\154\154\157\000\000\000\000"
		"\261\067\271\333\345\332\036\233\000\001\035\005\270\055\200\257\037\266"
		"\363\175\001\000\000\000\000\004\131\132";
	g_autoptr(Stream) stream = stream_new();
	Span nothing = span_new(NULL, 0);

	assert_reads(stream, (Feed){.left = span_new(zstd, sizeof zstd - 1), .step = 100}, 10,
		nothing, TRUE);
	g_assert_nonnull(strstr(stream_failure(stream), "memory"));
	assert_reads(stream, (Feed){.left = span_new(xz, sizeof xz - 1), .step = 100}, 10, nothing,
		TRUE);
	g_assert_nonnull(strstr(stream_failure(stream), "memory"));
}

/* What may stand between and after the parts of a compressed file, and what may not. */
static void test_parts(void)
{
	static const char frames[] =
		"\x50\x2a\x4d\x18\x04\0\0\0skip" ZSTD_HELLO "\x5f\x2a\x4d\x18\x00\0\0\0" ZSTD_HELLO;
	g_autoptr(Stream) stream = stream_new();
	Span hello = span_new("hellohello", 5);

	assert_reads(stream, (Feed){.left = span_new(frames, sizeof frames - 1), .step = 3}, 10,
		span_new("hellohello", 10), FALSE);
	for (gsize at = 0; at < 2 * G_N_ELEMENTS(filters); at++) {
		g_autoptr(GBytes) packed = pack(filters[at / 2], hello);
		g_autoptr(GByteArray) all = g_byte_array_new();
		gboolean zeros = at % 2 == 0;

		g_byte_array_append(
			all, g_bytes_get_data(packed, NULL), (guint)g_bytes_get_size(packed));
		g_byte_array_append(all, (const guint8 *)(zeros ? "\0\0\0\0" : "more"), 4);
		for (gsize step = 1; step < 200; step += 99)
			assert_reads(stream,
				(Feed){.left = span_new(all->data, all->len), .step = step}, 10,
				hello, !zeros || filters[at / 2] == ARCHIVE_FILTER_ZSTD);
	}
}

/* Two compressed files end to end are one, as their tools have it. */
static void test_concatenated(void)
{
	g_autoptr(Stream) stream = stream_new();

	for (gsize at = 0; at < G_N_ELEMENTS(filters); at++) {
		g_autoptr(GBytes) one = pack(filters[at], span_new("one ", 4));
		g_autoptr(GBytes) two = pack(filters[at], span_new("two", 3));
		g_autoptr(GByteArray) both = g_byte_array_new();

		g_byte_array_append(
			both, g_bytes_get_data(one, NULL), (guint)g_bytes_get_size(one));
		g_byte_array_append(
			both, g_bytes_get_data(two, NULL), (guint)g_bytes_get_size(two));
		assert_reads(stream, (Feed){.left = span_new(both->data, both->len), .step = 100},
			10, span_new("one two", 7), FALSE);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/intake/stream/plain", test_plain);
	g_test_add_func("/intake/stream/sight", test_sight);
	g_test_add_func("/intake/stream/read-error", test_read_error);
	g_test_add_func("/intake/stream/packed", test_packed);
	g_test_add_func("/intake/stream/truncated", test_truncated);
	g_test_add_func("/intake/stream/packed-read-error", test_packed_read_error);
	g_test_add_func("/intake/stream/damaged", test_damaged);
	g_test_add_func("/intake/stream/one-layer", test_one_layer);
	g_test_add_func("/intake/stream/memory", test_memory);
	g_test_add_func("/intake/stream/parts", test_parts);
	g_test_add_func("/intake/stream/concatenated", test_concatenated);
	return g_test_run();
}
