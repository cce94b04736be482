/* SPDX-License-Identifier: Apache-2.0
 *
 * The frames of a capture file, whichever kind it is.
 */
#include "intake/capture/frames.h"

#include "base/i18n.h"
#include "intake/capture/frames-kind.h"
#include "intake/capture/link.h"

gboolean frames_recognise(Span head)
{
	return frames_pcap_recognise(head) || frames_pcapng_recognise(head);
}

Frames *frames_new(Stream *stream)
{
	Frames *frames = g_new0(Frames, 1);

	frames->stream = stream;
	frames->interfaces = g_array_new(FALSE, FALSE, sizeof(Interface));
	(void)stream_fill(stream, FRAMES_SIGHT);
	if (frames_pcap_recognise(stream_sight(stream)))
		(void)frames_pcap_begin(frames);
	else
		(void)frames_pcapng_begin(frames);
	return frames;
}

void frames_free(Frames *frames)
{
	if (frames == NULL)
		return;
	g_array_unref(frames->interfaces);
	g_free(frames);
}

gboolean frames_next(Frames *frames, Frame *ret)
{
	return frames->failure == NULL && frames->next(frames, ret);
}

const char *frames_failure(const Frames *frames)
{
	return frames->failure;
}

/* What was passed over goes when the next bytes are wanted: until then a frame is borrowed. */
static gboolean settle(Frames *frames)
{
	while (frames->passed > 0 && stream_fill(frames->stream, 1)) {
		gsize count = (gsize)MIN(frames->passed, stream_sight(frames->stream).length);

		stream_skip(frames->stream, count);
		frames->passed -= count;
	}
	return frames->passed == 0;
}

void frames_pass(Frames *frames, guint64 count)
{
	frames->passed += count;
}

gboolean frames_look(Frames *frames, gsize count, Span *ret)
{
	gboolean whole = settle(frames);

	(void)stream_fill(frames->stream, count);
	*ret = stream_sight(frames->stream);
	if (ret->length >= count)
		return TRUE;
	if (stream_failure(frames->stream) != NULL)
		frames->failure = stream_failure(frames->stream);
	else if (!whole || ret->length > 0)
		frames->failure = _("the capture breaks off inside a packet");
	return FALSE;
}

guint16 frames_number16(const Frames *frames, Span span, gsize at)
{
	guint16 number = link_number16(span_from(span, at));

	return frames->swapped ? GUINT16_SWAP_LE_BE(number) : number;
}

guint32 frames_number32(const Frames *frames, Span span, gsize at)
{
	guint32 number = link_number32(span_from(span, at));

	return frames->swapped ? GUINT32_SWAP_LE_BE(number) : number;
}

gint64 frames_time(const Interface *interface, guint64 ticks)
{
	guint64 seconds = ticks / interface->ticks;
	guint64 rest = ticks % interface->ticks;
	gint64 shifted = (gint64)MIN(seconds, (guint64)LIMIT_TIME) +
			 CLAMP(interface->offset, -LIMIT_TIME, LIMIT_TIME);

	return CLAMP(shifted, 0, LIMIT_TIME) * G_USEC_PER_SEC +
	       (gint64)((double)rest / (double)interface->ticks * G_USEC_PER_SEC);
}
