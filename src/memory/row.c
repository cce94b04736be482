/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing and reading rows.
 */
#include "memory/row.h"

static void put(RowBuffer *buffer, guint64 number)
{
	while (number >= 0x80) {
		buffer->bytes[buffer->length++] = (guint8)(number | 0x80);
		number >>= 7;
	}
	buffer->bytes[buffer->length++] = (guint8)number;
}

/* Small negative numbers are short as well. */
static void put_time(RowBuffer *buffer, gint64 time)
{
	put(buffer, ((guint64)time << 1) ^ (guint64)(time >> 63));
}

typedef struct Reader {
	Span rest;
	gboolean bad;
} Reader;

static guint64 take(Reader *self)
{
	guint64 number = 0;

	for (guint shift = 0; shift < 64 && self->rest.length > 0; shift += 7) {
		guint8 byte = (guint8)self->rest.data[0];

		self->rest = span_from(self->rest, 1);
		number |= (guint64)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0)
			return number;
	}
	self->bad = TRUE;
	return 0;
}

static guint32 take_short(Reader *self)
{
	guint64 number = take(self);

	if (number > G_MAXUINT32)
		self->bad = TRUE;
	return (guint32)number;
}

static gint64 take_time(Reader *self)
{
	guint64 number = take(self);

	return (gint64)(number >> 1) ^ -(gint64)(number & 1);
}

static gboolean is_whole(const Reader *self)
{
	return !self->bad && self->rest.length == 0;
}

void account_row_write(const AccountRow *row, RowBuffer *ret)
{
	ret->length = 0;
	put(ret, row->flags);
	put(ret, row->messages);
	put_time(ret, row->first);
	put_time(ret, (gint64)((guint64)row->last - (guint64)row->first));
}

gboolean account_row_read(Span bytes, AccountRow *ret)
{
	Reader reader = {.rest = bytes};
	AccountRow row = {0};

	row.flags = take_short(&reader);
	row.messages = take_short(&reader);
	row.first = take_time(&reader);
	row.last = (gint64)((guint64)row.first + (guint64)take_time(&reader));
	*ret = is_whole(&reader) ? row : (AccountRow){0};
	return is_whole(&reader);
}

void pair_row_write(const PairRow *row, RowBuffer *ret)
{
	ret->length = 0;
	put(ret, row->count);
	put_time(ret, row->first);
	put_time(ret, (gint64)((guint64)row->last - (guint64)row->first));
}

gboolean pair_row_read(Span bytes, PairRow *ret)
{
	Reader reader = {.rest = bytes};
	PairRow row = {0};

	row.count = take_short(&reader);
	row.first = take_time(&reader);
	row.last = (gint64)((guint64)row.first + (guint64)take_time(&reader));
	*ret = is_whole(&reader) ? row : (PairRow){0};
	return is_whole(&reader);
}

void conversation_row_write(const ConversationRow *row, RowBuffer *ret)
{
	ret->length = 0;
	put(ret, row->messages);
	put_time(ret, row->first);
	put_time(ret, (gint64)((guint64)row->last - (guint64)row->first));
	put(ret, row->flags);
}

gboolean conversation_row_read(Span bytes, ConversationRow *ret)
{
	Reader reader = {.rest = bytes};
	ConversationRow row = {0};

	row.messages = take_short(&reader);
	row.first = take_time(&reader);
	row.last = (gint64)((guint64)row.first + (guint64)take_time(&reader));
	row.flags = take_short(&reader);
	*ret = is_whole(&reader) ? row : (ConversationRow){0};
	return is_whole(&reader);
}

void message_row_write(const MessageRow *row, RowBuffer *ret)
{
	g_assert(row->recipient_count <= LIMIT_RECIPIENTS);
	ret->length = 0;
	put(ret, row->conversation);
	put(ret, row->author);
	put_time(ret, row->time);
	put(ret, row->flags);
	put(ret, row->recipient_count);
	for (guint i = 0; i < row->recipient_count; i++)
		put(ret, row->recipients[i]);
}

gboolean message_row_read(Span bytes, MessageRow *ret)
{
	Reader reader = {.rest = bytes};

	memset(ret, 0, sizeof *ret);
	ret->conversation = take_short(&reader);
	ret->author = take_short(&reader);
	ret->time = take_time(&reader);
	ret->flags = take_short(&reader);
	ret->recipient_count = take_short(&reader);
	if (ret->recipient_count > LIMIT_RECIPIENTS)
		reader.bad = TRUE;
	for (guint i = 0; i < ret->recipient_count && !reader.bad; i++)
		ret->recipients[i] = take_short(&reader);
	if (is_whole(&reader))
		return TRUE;
	memset(ret, 0, sizeof *ret);
	return FALSE;
}

void counter_row_write(const CounterRow *row, RowBuffer *ret)
{
	ret->length = 0;
	put(ret, row->messages);
	put(ret, row->persons);
	put(ret, row->conversations);
	put(ret, row->fingerprints);
	put(ret, row->messages_gone);
	put(ret, row->persons_gone);
	put(ret, row->conversations_gone);
}

gboolean counter_row_read(Span bytes, CounterRow *ret)
{
	Reader reader = {.rest = bytes};
	CounterRow row = {0};

	row.messages = take(&reader);
	row.persons = take(&reader);
	row.conversations = take(&reader);
	row.fingerprints = take(&reader);
	/* Format 2 ends here. */
	if (reader.rest.length > 0) {
		row.messages_gone = take(&reader);
		row.persons_gone = take(&reader);
		row.conversations_gone = take(&reader);
	}
	*ret = is_whole(&reader) ? row : (CounterRow){0};
	return is_whole(&reader);
}

/* Beside the kind. */
#define MARK_ROW_KNOWN (1u << 8)

void mark_row_write(const MarkRow *row, GByteArray *out)
{
	RowBuffer buffer = {.length = 0};

	put(&buffer, row->kind | (row->known ? MARK_ROW_KNOWN : 0));
	put_time(&buffer, row->time);
	put(&buffer, row->author);
	put(&buffer, row->message);
	/* Up to format 3 a person stands here. */
	put(&buffer, 0);
	put(&buffer, row->verdict);
	put_time(&buffer, row->score);
	g_byte_array_append(out, buffer.bytes, (guint)buffer.length);
	if (row->reason.length > 0)
		g_byte_array_append(
			out, (const guint8 *)row->reason.data, (guint)row->reason.length);
}

gboolean mark_row_read(Span bytes, MarkRow *ret)
{
	Reader reader = {.rest = bytes};
	MarkRow row = {0};

	row.kind = take_short(&reader);
	row.known = (row.kind & MARK_ROW_KNOWN) != 0;
	row.kind &= ~MARK_ROW_KNOWN;
	row.time = take_time(&reader);
	row.author = take(&reader);
	row.message = take_short(&reader);
	take_short(&reader);
	row.verdict = take_short(&reader);
	row.score = take_time(&reader);
	row.reason = reader.rest;
	*ret = !reader.bad ? row : (MarkRow){0};
	return !reader.bad;
}

void row_widen(gint64 *first, gint64 *last, gint64 time)
{
	if (time == 0)
		return;
	if (*first == 0 || time < *first)
		*first = time;
	if (*last == 0 || time > *last)
		*last = time;
}
