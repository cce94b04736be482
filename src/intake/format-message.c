/* SPDX-License-Identifier: Apache-2.0
 *
 * An input that is one message, whatever bytes it holds; an empty input is a message of 0 bytes.
 * What lies beyond LIMIT_MESSAGE is not read.
 */
#include "intake/draft.h"
#include "intake/format.h"
#include "intake/from-line.h"

#include "base/limits.h"

typedef struct MessageReader {
	const Document *document;
	gboolean done;
} MessageReader;

static gboolean message_claims(Span head, gboolean single)
{
	return TRUE;
}

static gpointer message_open(const Document *document)
{
	MessageReader *reader = g_new0(MessageReader, 1);

	reader->document = document;
	return reader;
}

/* A message taken out of an mbox by other hands may have kept its From line. */
static void skip_from_line(Stream *stream)
{
	if (!stream_fill(stream, FROM_LINE_SIGHT))
		return;
	Span sight = stream_sight(stream);

	if (!from_line_separates(sight, TRUE))
		return;
	const char *end = memchr(sight.data, '\n', sight.length);

	stream_skip(stream, end != NULL ? (gsize)(end - sight.data) + 1 : sight.length);
}

static RawMessage *message_next(gpointer user_data)
{
	MessageReader *reader = (MessageReader *)user_data;
	const Document *document = reader->document;
	Draft draft;

	if (reader->done)
		return NULL;
	reader->done = TRUE;
	draft_init(&draft);
	skip_from_line(document->stream);
	while (!draft_overflows(&draft) && stream_fill(document->stream, 1)) {
		Span sight = stream_sight(document->stream);

		draft_add(&draft, sight);
		stream_skip(document->stream, sight.length);
	}
	const char *failure = stream_failure(document->stream);
	RawMessage *message = NULL;

	if (failure != NULL)
		complaints_add(document->complaints, document->path, failure);
	if (failure == NULL || draft.total > 0)
		message = draft_finish(&draft, g_strdup(document->path), failure != NULL);
	draft_clear(&draft);
	return message;
}

const Format format_message = {
	.claims = message_claims,
	.open = message_open,
	.next = message_next,
	.close = g_free,
};
