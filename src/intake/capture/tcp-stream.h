/* SPDX-License-Identifier: Apache-2.0
 *
 * One direction of a TCP connection, put together from its segments (RFC 9293): in order whatever
 * order they came in, each byte once. Where a byte was sent twice with different values the first
 * wins. What never came is reported as a gap.
 */
#pragma once

#include "intake/capture/pieces.h"

typedef struct TcpStreamObserver {
	void (*data)(Span bytes, gpointer user_data); /* borrowed */
	void (*gap)(guint64 count, gpointer user_data);
} TcpStreamObserver;

typedef struct TcpSegment {
	guint32 sequence; /* of the first byte, or of SYN */
	gboolean syn;
	gboolean fin;
	gsize length; /* of the payload as sent; bytes has less when the capture cut it short */
	Span bytes;
} TcpSegment;

typedef struct TcpStream {
	const TcpStreamObserver *observer;
	gpointer user_data;
	/* Places are 64 bits wide; their low half is the sequence number. */
	guint64 next;
	guint64 acknowledged; /* by the other side: it has all before */
	guint64 end;          /* where FIN stands */
	guint segments;       /* with a payload */
	guint since_gap;      /* segments since the other side acknowledged what is missing */
	gboolean begun;       /* a sequence number is known */
	gboolean from_start;  /* by SYN */
	gboolean flowing;     /* data was given out */
	gboolean fin;
	gboolean conflict; /* a byte came twice with different values */
	guint64 gaps;      /* bytes that never came */
	Pieces waiting;
	guint8 *history; /* ring of the last LIMIT_TCP_HISTORY bytes given out, or NULL */
	guint64 known;   /* the place from which on history holds them */
} TcpStream;

/* An empty stream; tcp_stream_clear frees what it holds. OBSERVER is borrowed. */
void tcp_stream_init(TcpStream *stream, const TcpStreamObserver *observer, gpointer user_data);
void tcp_stream_clear(TcpStream *stream);
/* Begin to keep what is given out, so that it can be told whether it comes again otherwise. */
void tcp_stream_remember(TcpStream *stream);

void tcp_stream_segment(TcpStream *stream, const TcpSegment *segment);
/* The other side says that it has everything before the sequence number ACKNOWLEDGED: what is
 * missing before it will not be sent again. */
void tcp_stream_acknowledge(TcpStream *stream, guint32 acknowledged);
/* Nothing more comes: what waits is given out with its gaps. */
void tcp_stream_flush(TcpStream *stream);
/* TRUE when everything up to FIN was given out. */
gboolean tcp_stream_finished(const TcpStream *stream);
/* Memory in use. */
gsize tcp_stream_held(const TcpStream *stream);
