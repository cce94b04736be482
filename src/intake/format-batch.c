/* SPDX-License-Identifier: Apache-2.0
 *
 * What a crash cut short ends a batch; a message that is damaged is passed over.
 */
#include "intake/batch.h"

#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "intake/draft.h"
#include "intake/format.h"

typedef struct BatchReader {
	const Document *document;
	Draft draft;
	guint number; /* of messages so far */
	gboolean begun, ended;
} BatchReader;

static guint32 read_u32(const guint8 *bytes)
{
	guint32 number;

	memcpy(&number, bytes, sizeof number);
	return GUINT32_FROM_LE(number);
}

static guint32 checksum(guint32 before, Span span)
{
	return (guint32)crc32(before, (const Bytef *)span.data, (uInt)span.length);
}

void batch_write_header(guint8 header[BATCH_HEADER_BYTES], Span message)
{
	guint32 words[2] = {
		GUINT32_TO_LE((guint32)message.length), GUINT32_TO_LE(checksum(0, message))};

	memcpy(header, words, sizeof words);
}

gsize batch_length(const guint8 header[BATCH_HEADER_BYTES])
{
	guint32 length = read_u32(header);

	return length <= LIMIT_MESSAGE ? length : 0;
}

guint batch_count(int descriptor)
{
	guint8 header[BATCH_HEADER_BYTES];
	gsize length;
	off_t at = BATCH_MARK_BYTES;
	guint count = 0;

	if (pread(descriptor, header, BATCH_MARK_BYTES, 0) != BATCH_MARK_BYTES ||
		memcmp(header, BATCH_MARK, BATCH_MARK_BYTES) != 0)
		return 1;
	while (pread(descriptor, header, sizeof header, at) == sizeof header &&
		(length = batch_length(header)) != 0) {
		at += (off_t)(sizeof header + length);
		count++;
	}
	return count;
}

static gboolean batch_claims(Span head, gboolean single)
{
	return !single && head.length >= BATCH_MARK_BYTES &&
	       memcmp(head.data, BATCH_MARK, BATCH_MARK_BYTES) == 0;
}

static gpointer batch_open(const Document *document)
{
	BatchReader *reader = g_new0(BatchReader, 1);

	reader->document = document;
	draft_init(&reader->draft);
	return reader;
}

static void batch_close(gpointer user_data)
{
	BatchReader *reader = (BatchReader *)user_data;

	draft_clear(&reader->draft);
	g_free(reader);
}

static void complain(const BatchReader *reader, const char *reason)
{
	complaints_add(reader->document->complaints, reader->document->path, reason);
}

/* The next COUNT bytes into the draft, *RET_SUM is their checksum; FALSE when there are fewer. */
static gboolean take_content(BatchReader *reader, gsize count, guint32 *ret_sum)
{
	Stream *stream = reader->document->stream;

	*ret_sum = 0;
	while (count > 0 && stream_fill(stream, MIN(count, STREAM_SIGHT))) {
		Span sight = stream_sight(stream);

		sight.length = MIN(sight.length, count);
		*ret_sum = checksum(*ret_sum, sight);
		draft_add(&reader->draft, sight);
		stream_skip(stream, sight.length);
		count -= sight.length;
	}
	return count == 0;
}

/* The next header into HEADER; FALSE at the end. */
static gboolean take_header(BatchReader *reader, guint8 header[BATCH_HEADER_BYTES])
{
	Stream *stream = reader->document->stream;

	if (!stream_fill(stream, BATCH_HEADER_BYTES))
		return FALSE;
	Span sight = stream_sight(stream);

	if (sight.length < BATCH_HEADER_BYTES)
		return FALSE;
	memcpy(header, sight.data, BATCH_HEADER_BYTES);
	stream_skip(stream, BATCH_HEADER_BYTES);
	return TRUE;
}

static RawMessage *finish(BatchReader *reader)
{
	g_autofree char *path = g_strdup_printf("%s#%u", reader->document->path, ++reader->number);

	return draft_finish(&reader->draft, g_steal_pointer(&path), FALSE);
}

static RawMessage *batch_next(gpointer user_data)
{
	BatchReader *reader = (BatchReader *)user_data;
	Stream *stream = reader->document->stream;
	guint8 header[BATCH_HEADER_BYTES];
	gboolean whole = TRUE;
	guint32 sum;

	if (!reader->begun && stream_fill(stream, BATCH_MARK_BYTES))
		stream_skip(stream, BATCH_MARK_BYTES);
	reader->begun = TRUE;
	while (whole && !reader->ended && take_header(reader, header)) {
		gsize length = batch_length(header);

		whole = length > 0 && take_content(reader, length, &sum);
		if (whole && sum == read_u32(header + 4))
			return finish(reader);
		if (whole)
			complain(reader, _("a damaged message is passed over"));
		draft_trim(&reader->draft, reader->draft.kept->len);
	}
	if (!reader->ended && (!whole || stream_fill(stream, 1)))
		complain(reader, _("damaged; the rest of this part is passed over"));
	reader->ended = TRUE;
	return NULL;
}

const Format format_batch = {
	.claims = batch_claims,
	.open = batch_open,
	.next = batch_next,
	.close = batch_close,
};
