/* SPDX-License-Identifier: Apache-2.0
 *
 * A capture of network traffic: the messages that were sent in it.
 */
#include "intake/capture/frames.h"
#include "intake/capture/traffic.h"
#include "intake/format.h"

typedef struct CaptureReader {
	const Document *document;
	Frames *frames;
	gboolean ended;
} CaptureReader;

static gboolean capture_claims(Span head, gboolean single)
{
	return frames_recognise(head);
}

static gpointer capture_open(const Document *document)
{
	CaptureReader *reader = g_new0(CaptureReader, 1);

	reader->document = document;
	reader->frames = frames_new(document->stream);
	return reader;
}

static RawMessage *capture_next(gpointer state)
{
	CaptureReader *reader = (CaptureReader *)state;
	Traffic *traffic = reader->document->traffic;
	RawMessage *message;
	Frame frame;

	while ((message = traffic_take(traffic)) == NULL && !reader->ended) {
		reader->ended = !frames_next(reader->frames, &frame);
		if (!reader->ended)
			traffic_read(traffic, &frame);
		else if (frames_failure(reader->frames) != NULL)
			complaints_add(reader->document->complaints, reader->document->path,
				frames_failure(reader->frames));
	}
	return message;
}

static void capture_close(gpointer state)
{
	CaptureReader *reader = (CaptureReader *)state;

	frames_free(reader->frames);
	g_free(reader);
}

const Format format_capture = {
	.claims = capture_claims,
	.open = capture_open,
	.next = capture_next,
	.close = capture_close,
};
