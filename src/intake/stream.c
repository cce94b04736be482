/* SPDX-License-Identifier: Apache-2.0
 *
 * A stream of bytes with a buffer of fixed size. Files are read, never mapped: a file that shrinks
 * while it is mapped kills the process.
 */
#include "intake/stream.h"

#include <errno.h>

#include "base/limits.h"

#define BUFFER_SIZE LIMIT_KIB(256)

G_STATIC_ASSERT(STREAM_SIGHT <= BUFFER_SIZE);

struct Stream {
	StreamRead read;
	gpointer user_data;
	Unpacker *unpacker; /* NULL when the input is not compressed */
	char *packed;       /* the start of compressed input, read before it was known to be so */
	Span packed_left;
	char *failure;
	gboolean ended;
	gsize start;
	gsize end;
	char buffer[BUFFER_SIZE];
};

Stream *stream_new(void)
{
	Stream *stream = g_new(Stream, 1);

	stream->unpacker = NULL;
	stream->packed = NULL;
	stream->failure = NULL;
	stream->start = 0;
	stream->end = 0;
	stream->ended = TRUE;
	return stream;
}

void stream_free(Stream *stream)
{
	if (stream == NULL)
		return;
	unpacker_free(stream->unpacker);
	g_free(stream->packed);
	g_free(stream->failure);
	g_free(stream);
}

static gssize read_packed(gpointer user_data, void *buffer, gsize size)
{
	Stream *stream = (Stream *)user_data;
	gsize count = MIN(size, stream->packed_left.length);

	if (count == 0)
		return stream->read(stream->user_data, buffer, size);
	memcpy(buffer, stream->packed_left.data, count);
	stream->packed_left = span_from(stream->packed_left, count);
	return (gssize)count;
}

static gssize read_content(Stream *stream, char *buffer, gsize size)
{
	if (stream->unpacker != NULL) {
		gssize count = unpacker_read(stream->unpacker, buffer, size);

		if (count < 0)
			stream->failure = g_strdup(unpacker_failure(stream->unpacker));
		return count;
	}
	gssize count = stream->read(stream->user_data, buffer, size);

	if (count < 0)
		stream->failure = g_strdup(g_strerror(errno));
	return count;
}

static void read_more(Stream *stream, gsize wanted)
{
	if (stream->start == stream->end) {
		stream->start = stream->end = 0;
	} else if (stream->start + wanted > BUFFER_SIZE) {
		memmove(stream->buffer, stream->buffer + stream->start,
			stream->end - stream->start);
		stream->end -= stream->start;
		stream->start = 0;
	}
	gssize count =
		read_content(stream, stream->buffer + stream->end, BUFFER_SIZE - stream->end);

	if (count > 0)
		stream->end += (gsize)count;
	else
		stream->ended = TRUE;
}

gboolean stream_fill(Stream *stream, gsize wanted)
{
	wanted = MIN(wanted, STREAM_SIGHT);
	while (!stream->ended && stream->end - stream->start < wanted)
		read_more(stream, wanted);
	return stream->end > stream->start;
}

/* What was read so far turned out to be compressed: it goes back to be unpacked. */
static void stream_unpack(Stream *stream)
{
	gsize length = stream->end - stream->start;

	stream->packed = g_memdup2(stream->buffer + stream->start, length);
	stream->packed_left = span_new(stream->packed, length);
	stream->start = stream->end = 0;
	stream->ended = FALSE;
	stream->unpacker = unpacker_new(stream->packed_left, read_packed, stream);
}

void stream_open(Stream *stream, StreamRead read, gpointer user_data)
{
	g_clear_pointer(&stream->unpacker, unpacker_free);
	g_clear_pointer(&stream->packed, g_free);
	g_clear_pointer(&stream->failure, g_free);
	stream->read = read;
	stream->user_data = user_data;
	stream->start = stream->end = 0;
	stream->ended = FALSE;
	if (stream_fill(stream, UNPACKER_SIGHT) && unpacker_recognises(stream_sight(stream)))
		stream_unpack(stream);
}

Span stream_sight(const Stream *stream)
{
	return span_new(stream->buffer + stream->start, stream->end - stream->start);
}

void stream_skip(Stream *stream, gsize count)
{
	stream->start += MIN(count, stream->end - stream->start);
}

const char *stream_failure(const Stream *stream)
{
	return stream->failure;
}
