/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers of capture files share: numbers in the file's byte order, and records taken off
 * the stream.
 */
#pragma once

#include "base/limits.h"
#include "intake/capture/frames.h"

/* An interface that packets were captured on. */
typedef struct Interface {
	guint32 link;
	guint64 ticks; /* of its clock a second */
	gint64 offset; /* seconds to add */
} Interface;

struct Frames {
	Stream *stream;
	gboolean (*next)(Frames *frames, Frame *ret);
	gboolean swapped;   /* little-endian file */
	GArray *interfaces; /* of Interface */
	gint64 last_time;
	guint64 passed; /* bytes to skip before the next record */
	const char *failure;
};

gboolean frames_pcap_recognise(Span head);
gboolean frames_pcap_begin(Frames *frames);
gboolean frames_pcapng_recognise(Span head);
gboolean frames_pcapng_begin(Frames *frames);

/* COUNT bytes (at most LIMIT_PACKET) at hand in RET, borrowed until the next call. FALSE at the
 * end; frames->failure is set when the end is inside a record. */
gboolean frames_look(Frames *frames, gsize count, Span *ret);
/* Be done with COUNT bytes, at hand or not. */
void frames_pass(Frames *frames, guint64 count);
guint16 frames_number16(const Frames *frames, Span span, gsize at);
guint32 frames_number32(const Frames *frames, Span span, gsize at);
/* TICKS of INTERFACE's clock as microseconds since 1970, within LIMIT_TIME. */
gint64 frames_time(const Interface *interface, guint64 ticks);
