/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/capture/tcp-stream.h"

#include <string.h>

#include "base/limits.h"

static void note_data(Span bytes, gpointer user_data)
{
	g_string_append_len(user_data, bytes.data, (gssize)bytes.length);
}

static void note_gap(guint64 count, gpointer user_data)
{
	g_string_append_printf(user_data, "(%" G_GUINT64_FORMAT ")", count);
}

static const TcpStreamObserver observer = {.data = note_data, .gap = note_gap};

static void send_text(TcpStream *stream, guint32 sequence, const char *text)
{
	TcpSegment segment = {.sequence = sequence,
		.length = strlen(text),
		.bytes = span_new(text, strlen(text))};

	tcp_stream_segment(stream, &segment);
}

static void begin(TcpStream *stream, GString *out, guint32 first)
{
	tcp_stream_init(stream, &observer, out);
	tcp_stream_segment(stream, &(TcpSegment){.sequence = first - 1, .syn = TRUE});
	tcp_stream_remember(stream);
}

/* Out of order, repeated and across the end of the sequence numbers. */
static void test_order(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	TcpStream stream;

	begin(&stream, out, 0xfffffffe);
	send_text(&stream, 2, "efg");
	send_text(&stream, 0xfffffffe, "ab");
	send_text(&stream, 0xfffffffe, "abcd");
	send_text(&stream, 1, "def");
	g_assert_cmpstr(out->str, ==, "abcdefg");
	g_assert_false(stream.conflict);
	tcp_stream_segment(&stream, &(TcpSegment){.sequence = 5, .fin = TRUE});
	g_assert_true(tcp_stream_finished(&stream));
	tcp_stream_clear(&stream);
}

/* The first byte at each place wins, whether it was given out or waits. */
static void test_conflict(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	TcpStream stream;

	begin(&stream, out, 100);
	send_text(&stream, 103, "DEF");
	send_text(&stream, 100, "abcxyz");
	g_assert_cmpstr(out->str, ==, "abcDEF");
	g_assert_true(stream.conflict);
	tcp_stream_clear(&stream);
	begin(&stream, out, 100);
	send_text(&stream, 100, "abc");
	g_assert_false(stream.conflict);
	/* A keep-alive. */
	send_text(&stream, 102, "?");
	g_assert_false(stream.conflict);
	send_text(&stream, 101, "bX");
	g_assert_true(stream.conflict);
	tcp_stream_clear(&stream);
}

static void test_gap(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	TcpStream stream;

	begin(&stream, out, 100);
	send_text(&stream, 100, "ab");
	send_text(&stream, 105, "f");
	g_assert_cmpstr(out->str, ==, "ab");
	/* The other side has it: it is missing in the capture only. */
	for (guint i = 0; i < 70; i++)
		tcp_stream_acknowledge(&stream, 106);
	g_assert_cmpstr(out->str, ==, "ab(3)f");
	send_text(&stream, 108, "i");
	tcp_stream_flush(&stream);
	g_assert_cmpstr(out->str, ==, "ab(3)f(2)i");
	g_assert_cmpuint(stream.gaps, ==, 5);
	tcp_stream_clear(&stream);
}

/* Begun in the middle: the first segment seen is not the first sent. */
static void test_middle(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	TcpStream stream;

	tcp_stream_init(&stream, &observer, out);
	send_text(&stream, 2, "cd");
	send_text(&stream, 0, "ab");
	g_assert_cmpstr(out->str, ==, "");
	send_text(&stream, 4, "e");
	send_text(&stream, 5, "f");
	g_assert_cmpstr(out->str, ==, "abcdef");
	tcp_stream_clear(&stream);
}

/* What waits is bounded, and so is how far ahead a segment may be. */
static void test_bounds(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *kilobyte = g_strnfill(1024, 'x');
	TcpStream stream;

	begin(&stream, out, 0);
	send_text(&stream, (guint32)LIMIT_TCP_AHEAD + 1, "far");
	g_assert_cmpuint(tcp_stream_held(&stream), <=, LIMIT_TCP_HISTORY);
	for (guint i = 0; i < 8192; i++) {
		send_text(&stream, 1 + 1024 * i, kilobyte);
		g_assert_cmpuint(stream.waiting.bytes, <=, LIMIT_TCP_WAITING + 1024);
	}
	g_assert_cmpuint(stream.gaps, ==, 1);
	g_assert_cmpuint(out->len, ==, strlen("(1)") + 8192 * 1024);
	tcp_stream_clear(&stream);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/tcp-stream/order", test_order);
	g_test_add_func("/tcp-stream/conflict", test_conflict);
	g_test_add_func("/tcp-stream/gap", test_gap);
	g_test_add_func("/tcp-stream/middle", test_middle);
	g_test_add_func("/tcp-stream/bounds", test_bounds);
	return g_test_run();
}
