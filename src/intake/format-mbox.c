/* SPDX-License-Identifier: Apache-2.0
 *
 * The mbox: messages strung together by From lines, the mboxrd quoting (">From ", ">>From ")
 * undone. Content-Length is not believed: a message could name any length. What stands before the
 * first From line is given as a message of its own. Every byte is looked at once, whatever the
 * input.
 */
#include "intake/draft.h"
#include "intake/format.h"
#include "intake/from-line.h"

#include "base/i18n.h"
#include "base/limits.h"

/* Where in a line the next byte stands. */
typedef enum Place {
	PLACE_START,  /* at its start */
	PLACE_QUOTES, /* after nothing but ">" */
	PLACE_INSIDE,
} Place;

typedef struct MboxReader {
	const Document *document;
	Draft draft;
	Place place;
	char tail[3]; /* the last bytes of the message so far */
	gboolean begun;
	gboolean ended;
	guint count; /* messages given so far */
} MboxReader;

static gsize skip_blank_lines(Span head)
{
	gsize at = 0;

	while (at < head.length && (head.data[at] == '\n' || head.data[at] == '\r'))
		at++;
	return at;
}

static gboolean has_blank_before(Span head, gsize at)
{
	return at >= 2 && (head.data[at - 2] == '\n' || (at >= 3 && head.data[at - 2] == '\r' &&
								head.data[at - 3] == '\n'));
}

/* TRUE when a From line with a date stands after a blank line anywhere in HEAD. */
static gboolean holds_from_line(Span head)
{
	static const char mark[] = "\nFrom ";
	Span rest = head;

	while (rest.length > 0) {
		const char *found = memmem(rest.data, rest.length, mark, sizeof mark - 1);

		if (found == NULL)
			return FALSE;
		gsize at = (gsize)(found - head.data) + 1;

		rest = span_from(head, at);
		if (has_blank_before(head, at) && from_line_dated(rest))
			return TRUE;
	}
	return FALSE;
}

/* An mbox that lost its beginning starts in the middle of a message. A file that starts with a
 * header field is a message, whatever its text quotes. */
static gboolean mbox_claims(Span head, gboolean single)
{
	Span sight = span_new(head.data, MIN(head.length, LIMIT_MBOX_HEAD));
	Span text = span_from(sight, skip_blank_lines(sight));

	if (single || text.length == 0)
		return FALSE;
	if (from_line_separates(text, TRUE))
		return TRUE;
	return !from_line_header_follows(text) && holds_from_line(text);
}

static gpointer mbox_open(const Document *document)
{
	MboxReader *reader = g_new0(MboxReader, 1);

	reader->document = document;
	draft_init(&reader->draft);
	return reader;
}

static void mbox_close(gpointer user_data)
{
	MboxReader *reader = (MboxReader *)user_data;

	draft_clear(&reader->draft);
	g_free(reader);
}

/* Be done with the rest of the line, however long it is. */
static void skip_line(Stream *stream)
{
	while (stream_fill(stream, 1)) {
		Span sight = stream_sight(stream);
		const char *end = memchr(sight.data, '\n', sight.length);

		stream_skip(stream, end != NULL ? (gsize)(end - sight.data) + 1 : sight.length);
		if (end != NULL)
			return;
	}
}

/* How many bytes of TEXT are surely content: up to "From " at the start of a line or after nothing
 * but ">" there, or to a beginning of it that TEXT cuts off. *PLACE is where the last of them left
 * the line. */
static gsize scan_content(Span text, Place *place)
{
	const char *at = text.data;
	const char *end = text.data + text.length;

	while (at < end) {
		if (*place == PLACE_INSIDE) {
			const char *line_end = memchr(at, '\n', (gsize)(end - at));

			if (line_end == NULL)
				return text.length;
			at = line_end + 1;
			*place = PLACE_START;
		} else if (*at == '>') {
			at++;
			*place = PLACE_QUOTES;
		} else if (*at == 'F' && memcmp(at, "From ", MIN((gsize)(end - at), 5)) == 0) {
			break;
		} else {
			*place = PLACE_INSIDE;
		}
	}
	return (gsize)(at - text.data);
}

/* Move COUNT bytes at hand into the message. */
static void take_content(MboxReader *reader, gsize count)
{
	Span content = span_new(stream_sight(reader->document->stream).data, count);

	draft_add(&reader->draft, content);
	for (gsize at = count > 3 ? count - 3 : 0; at < count; at++) {
		memmove(reader->tail, reader->tail + 1, 2);
		reader->tail[2] = content.data[at];
	}
	stream_skip(reader->document->stream, count);
}

/* TRUE when the line that ends the message so far is blank. */
static gboolean ends_blank(const MboxReader *reader)
{
	const char *tail = reader->tail;

	return tail[2] == '\n' && (tail[1] == '\n' || (tail[1] == '\r' && tail[0] == '\n'));
}

/* At "From " or what the input has left of it: TRUE when it begins the next message. Else it is
 * content, and one ">" before it is undone. */
static gboolean at_separator(MboxReader *reader)
{
	Span sight = stream_sight(reader->document->stream);

	if (reader->place == PLACE_START && from_line_separates(sight, ends_blank(reader)))
		return TRUE;
	if (reader->place == PLACE_QUOTES && from_line_begins(sight))
		draft_trim(&reader->draft, 1);
	reader->place = PLACE_INSIDE;
	return FALSE;
}

/* The content up to the next separator, which stays at hand, or to the end: TRUE at the end. */
static gboolean read_content(MboxReader *reader)
{
	Stream *stream = reader->document->stream;

	reader->place = PLACE_START;
	memcpy(reader->tail, "\n\n\n", sizeof reader->tail);
	while (stream_fill(stream, FROM_LINE_SIGHT)) {
		gsize count = scan_content(stream_sight(stream), &reader->place);

		if (count > 0)
			take_content(reader, count);
		else if (at_separator(reader))
			return FALSE;
	}
	return TRUE;
}

/* A writer adds a blank line to each message. */
static void undo_blank_line(MboxReader *reader)
{
	if (!ends_blank(reader))
		return;
	draft_trim(&reader->draft, reader->tail[1] == '\r' ? 2 : 1);
}

/* Go to the first From line; what else the input begins with is a message without one. */
static void mbox_begin(MboxReader *reader)
{
	const Document *document = reader->document;

	while (stream_fill(document->stream, FROM_LINE_SIGHT)) {
		gsize blank = skip_blank_lines(stream_sight(document->stream));

		if (blank == 0)
			break;
		stream_skip(document->stream, blank);
	}
	if (from_line_separates(stream_sight(document->stream), TRUE))
		skip_line(document->stream);
	else
		complaints_add(document->complaints, document->path,
			_("damaged mbox: the text before its first From line is taken as a "
			  "message"));
}

static RawMessage *mbox_finish(MboxReader *reader, gboolean unfinished)
{
	char *path = g_strdup_printf("%s#%u", reader->document->path, ++reader->count);

	return draft_finish(&reader->draft, path, unfinished);
}

/* From lines with nothing between them hold no message. */
static RawMessage *mbox_next(gpointer user_data)
{
	MboxReader *reader = (MboxReader *)user_data;
	const Document *document = reader->document;

	while (!reader->ended) {
		if (reader->begun)
			skip_line(document->stream);
		else
			mbox_begin(reader);
		reader->begun = TRUE;
		reader->ended = read_content(reader);
		const char *failure = reader->ended ? stream_failure(document->stream) : NULL;

		if (failure != NULL)
			complaints_add(document->complaints, document->path, failure);
		else
			undo_blank_line(reader);
		if (reader->draft.total > 0)
			return mbox_finish(reader, failure != NULL);
	}
	return NULL;
}

const Format format_mbox = {
	.claims = mbox_claims,
	.open = mbox_open,
	.next = mbox_next,
	.close = mbox_close,
};
