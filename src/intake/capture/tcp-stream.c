/* SPDX-License-Identifier: Apache-2.0
 *
 * Reassembly. A segment in order goes out without being copied; others wait.
 */
#include "intake/capture/tcp-stream.h"

#include <string.h>

#include "base/limits.h"

/* A capture that begins inside a connection: the first segment seen need not be the first sent. */
#define SEGMENTS_TO_SETTLE 4
/* Captures may hold an acknowledgement before what it acknowledges. */
#define SEGMENTS_TO_GIVE_UP 64

void tcp_stream_init(TcpStream *stream, const TcpStreamObserver *observer, gpointer user_data)
{
	*stream = (TcpStream){.observer = observer, .user_data = user_data};
}

void tcp_stream_clear(TcpStream *stream)
{
	pieces_clear(&stream->waiting);
	g_clear_pointer(&stream->history, g_free);
}

void tcp_stream_remember(TcpStream *stream)
{
	if (stream->history != NULL)
		return;
	stream->history = g_malloc0(LIMIT_TCP_HISTORY);
	stream->known = stream->next;
}

gsize tcp_stream_held(const TcpStream *stream)
{
	return stream->waiting.bytes + pieces_count(&stream->waiting) * sizeof(Piece) +
	       (stream->history != NULL ? LIMIT_TCP_HISTORY : 0);
}

/* ---- places ---- */

static guint64 place_of(const TcpStream *stream, guint32 sequence)
{
	return stream->next + (guint64)(gint64)(gint32)(sequence - (guint32)stream->next);
}

/* ---- what was given out ---- */

static void remember(TcpStream *stream, Span span)
{
	if (stream->history == NULL)
		return;
	guint64 at = stream->next;

	if (span.length > LIMIT_TCP_HISTORY) {
		at += span.length - LIMIT_TCP_HISTORY;
		span = span_from(span, span.length - LIMIT_TCP_HISTORY);
	}
	gsize start = (gsize)(at % LIMIT_TCP_HISTORY);
	gsize first = MIN(span.length, LIMIT_TCP_HISTORY - start);

	memcpy(stream->history + start, span.data, first);
	memcpy(stream->history, span.data + first, span.length - first);
}

/* SPAN at OFFSET was given out before, as far as it ends before next: was it the same? */
static void compare(TcpStream *stream, guint64 offset, Span span)
{
	guint64 oldest = MAX(stream->known, stream->next - LIMIT_TCP_HISTORY);

	if (stream->history == NULL)
		return;
	/* A keep-alive repeats the byte before the next one, with any value. */
	if (span.length <= 1 && offset + 1 == stream->next)
		return;
	for (gsize at = offset < oldest ? (gsize)MIN(oldest - offset, span.length) : 0;
		at < span.length; at++)
		if (stream->history[(offset + at) % LIMIT_TCP_HISTORY] != (guint8)span.data[at])
			stream->conflict = TRUE;
}

static void give_out(TcpStream *stream, Span span)
{
	remember(stream, span);
	stream->next += span.length;
	stream->flowing = TRUE;
	stream->observer->data(span, stream->user_data);
}

/* What of SPAN at *OFFSET was not given out yet; the rest is only compared. */
static Span take_new(TcpStream *stream, guint64 *offset, Span span)
{
	gsize known = *offset < stream->next ? (gsize)MIN(stream->next - *offset, span.length) : 0;

	if (known > 0)
		compare(stream, *offset, span_new(span.data, known));
	*offset += known;
	return span_from(span, known);
}

/* ---- what waits ---- */

static void give_out_waiting(TcpStream *stream)
{
	const Piece *first;

	while ((first = pieces_first(&stream->waiting)) != NULL && first->offset <= stream->next) {
		Piece piece = pieces_take(&stream->waiting);
		g_autofree guint8 *data = piece.data;
		Span span = take_new(stream, &piece.offset, span_new(data, piece.length));

		if (span.length > 0)
			give_out(stream, span);
	}
	if (stream->waiting.conflict)
		stream->conflict = TRUE;
}

static void give_up_gap(TcpStream *stream)
{
	guint64 missing = pieces_first(&stream->waiting)->offset - stream->next;

	/* Before the first byte seen nothing is known to be missing. */
	if (stream->flowing || stream->from_start) {
		stream->gaps += missing;
		stream->observer->gap(missing, stream->user_data);
	}
	stream->next += missing;
	stream->known = stream->next;
	stream->since_gap = 0;
	give_out_waiting(stream);
}

/* Is what is missing before the first piece not worth waiting for any more? */
static gboolean gap_is_final(const TcpStream *stream)
{
	if (stream->waiting.bytes > LIMIT_TCP_WAITING ||
		pieces_count(&stream->waiting) > LIMIT_TCP_PIECES)
		return TRUE;
	if (!stream->from_start && !stream->flowing)
		return stream->segments >= SEGMENTS_TO_SETTLE;
	return stream->since_gap >= SEGMENTS_TO_GIVE_UP;
}

static void settle(TcpStream *stream)
{
	const Piece *first = pieces_first(&stream->waiting);

	if (first != NULL && stream->acknowledged > stream->next)
		stream->since_gap++;
	while (pieces_first(&stream->waiting) != NULL && gap_is_final(stream))
		give_up_gap(stream);
}

void tcp_stream_flush(TcpStream *stream)
{
	while (pieces_first(&stream->waiting) != NULL)
		give_up_gap(stream);
}

/* ---- segments ---- */

static void begin(TcpStream *stream, const TcpSegment *segment)
{
	if (!stream->begun)
		stream->next = (G_GUINT64_CONSTANT(1) << 32) + segment->sequence;
	stream->begun = TRUE;
	if (!segment->syn || stream->from_start || stream->flowing)
		return;
	stream->next = place_of(stream, segment->sequence) + 1;
	stream->from_start = TRUE;
}

/* A segment that came before the one we began with moves the beginning back. */
static gboolean unsettled(const TcpStream *stream)
{
	return !stream->from_start && !stream->flowing;
}

static void add_payload(TcpStream *stream, guint64 offset, Span span)
{
	const Piece *first = pieces_first(&stream->waiting);

	stream->segments++;
	if (unsettled(stream)) {
		pieces_add(&stream->waiting, offset, span);
		stream->next = MIN(stream->next, offset);
		return;
	}
	span = take_new(stream, &offset, span);
	if (span.length == 0)
		return;
	/* Bytes that wait came earlier, and win. */
	if (offset == stream->next && (first == NULL || first->offset >= offset + span.length))
		give_out(stream, span);
	else
		pieces_add(&stream->waiting, offset, span);
}

void tcp_stream_segment(TcpStream *stream, const TcpSegment *segment)
{
	begin(stream, segment);
	guint64 offset = place_of(stream, segment->sequence) + (segment->syn ? 1 : 0);

	if (offset > stream->next + LIMIT_TCP_AHEAD || offset + LIMIT_TCP_AHEAD < stream->next)
		return;
	if (segment->fin) {
		stream->fin = TRUE;
		stream->end = offset + segment->length;
	}
	if (segment->bytes.length > 0)
		add_payload(stream, offset, segment->bytes);
	if (!unsettled(stream))
		give_out_waiting(stream);
	settle(stream);
}

void tcp_stream_acknowledge(TcpStream *stream, guint32 acknowledged)
{
	if (!stream->begun)
		return;
	guint64 place = place_of(stream, acknowledged);

	if (place > stream->acknowledged && place <= stream->next + LIMIT_TCP_AHEAD)
		stream->acknowledged = place;
	settle(stream);
}

gboolean tcp_stream_finished(const TcpStream *stream)
{
	return stream->fin && stream->next >= stream->end;
}
