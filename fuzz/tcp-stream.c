/* SPDX-License-Identifier: Apache-2.0
 *
 * Reassembly of hostile segments: each is six bytes that say what and where, and as many as they
 * say of payload. A plain model that keeps the first byte of each place must agree.
 */
#include <stdint.h>
#include <string.h>

#include "intake/capture/tcp-stream.h"

#define PLACES 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What came first at each place behind SYN. */
typedef struct Model {
	guint8 bytes[PLACES];
	gboolean here[PLACES];
	gsize at; /* of the next byte given out */
} Model;

static void check_data(Span bytes, gpointer user_data)
{
	Model *model = user_data;

	g_assert_cmpuint(model->at + bytes.length, <=, PLACES);
	for (gsize i = 0; i < bytes.length; i++) {
		g_assert_true(model->here[model->at + i]);
		g_assert_cmpuint((guint8)bytes.data[i], ==, model->bytes[model->at + i]);
	}
	model->at += bytes.length;
}

static void check_gap(guint64 count, gpointer user_data)
{
	Model *model = user_data;

	g_assert_cmpuint(count, >, 0);
	for (gsize i = 0; i < count; i++)
		g_assert_false(model->here[model->at + i]);
	model->at += (gsize)count;
}

static void keep_first(Model *model, gsize at, Span bytes)
{
	for (gsize i = 0; i < bytes.length; i++) {
		/* What was given up as missing does not come back. */
		if (model->here[at + i] || at + i < model->at)
			continue;
		model->here[at + i] = TRUE;
		model->bytes[at + i] = (guint8)bytes.data[i];
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const TcpStreamObserver observer = {.data = check_data, .gap = check_gap};
	g_autofree Model *model = g_new0(Model, 1);
	TcpStream stream;
	Span left = span_new(data, size);
	const guint32 first = 0xfffffc00;

	tcp_stream_init(&stream, &observer, model);
	tcp_stream_segment(&stream, &(TcpSegment){.sequence = first - 1, .syn = TRUE});
	tcp_stream_remember(&stream);
	while (left.length >= 6) {
		const guint8 *head = (const guint8 *)left.data;
		gsize at = (gsize)(head[0] << 8 | head[1]) % (PLACES - 256);
		guint32 acknowledged = first + (guint32)(head[2] << 8 | head[3]) % PLACES;
		TcpSegment segment = {.sequence = first + (guint32)at, .fin = head[5] == 255};

		left = span_from(left, 6);
		segment.bytes = span_new(left.data, MIN(left.length, head[4]));
		segment.length = segment.bytes.length;
		left = span_from(left, segment.bytes.length);
		keep_first(model, at, segment.bytes);
		tcp_stream_segment(&stream, &segment);
		tcp_stream_acknowledge(&stream, acknowledged);
	}
	tcp_stream_flush(&stream);
	g_assert_cmpuint(pieces_count(&stream.waiting), ==, 0);
	g_assert_cmpuint(stream.waiting.bytes, ==, 0);
	tcp_stream_clear(&stream);
	return 0;
}
