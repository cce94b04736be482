/* SPDX-License-Identifier: Apache-2.0
 *
 * Records to bytes and back. Numbers are written with the least byte first; a text with its length
 * plus one, so that 0 says that there is none.
 */
#include "intake/spool/spool-record.h"

#include <string.h>
#include <zlib.h>

#include "base/limits.h"

/* ---- writing ---- */

static void put_number(GByteArray *bytes, guint64 number, gsize size)
{
	guint64 little = GUINT64_TO_LE(number);

	g_byte_array_append(bytes, (const guint8 *)&little, (guint)size);
}

static void put_byte(GByteArray *bytes, guint number)
{
	put_number(bytes, number, 1);
}

static void put_u32(GByteArray *bytes, guint32 number)
{
	put_number(bytes, number, 4);
}

static void put_time(GByteArray *bytes, gint64 time)
{
	put_number(bytes, (guint64)time, 8);
}

void spool_record_put_text(GByteArray *bytes, const char *text)
{
	gsize length = text != NULL ? strnlen(text, LIMIT_STRING) : 0;

	put_u32(bytes, text != NULL ? (guint32)length + 1 : 0);
	if (length > 0)
		g_byte_array_append(bytes, (const guint8 *)text, (guint)length);
}

void spool_record_begin(GByteArray *bytes, SpoolRecordKind kind, const SpoolRun *run)
{
	g_byte_array_set_size(bytes, SPOOL_HEADER_BYTES);
	put_byte(bytes, kind);
	spool_record_put_text(bytes, run != NULL ? run->tag : NULL);
	spool_record_put_text(bytes, run != NULL ? run->sample : NULL);
}

static void put_endpoint(GByteArray *bytes, const Endpoint *endpoint)
{
	g_byte_array_append(bytes, endpoint->address, sizeof endpoint->address);
	put_number(bytes, endpoint->port, 2);
}

void spool_record_put_session(GByteArray *bytes, const Session *session)
{
	put_byte(bytes, session->source);
	g_byte_array_append(bytes, session->process, sizeof session->process);
	put_number(bytes, session->number, 8);
	put_endpoint(bytes, &session->client);
	put_endpoint(bytes, &session->server);
	put_time(bytes, session->begun);
	put_time(bytes, session->ended);
	spool_record_put_text(bytes, session->server_name);
	spool_record_put_text(bytes, session->helo);
	spool_record_put_text(bytes, session->account);
	put_byte(bytes, session->mechanism);
	put_u32(bytes, session->attempts);
	put_u32(bytes, session->messages);
	put_u32(bytes, session->marks);
}

void spool_record_put_delivery(GByteArray *bytes, const Delivery *delivery, gboolean cut)
{
	guint recipients = MIN(delivery->rcpt_to->len, LIMIT_SMTP_RECIPIENTS);

	spool_record_put_session(bytes, &delivery->session);
	put_time(bytes, delivery->time);
	put_u32(bytes, delivery->transaction);
	put_u32(bytes, delivery->code);
	put_u32(bytes, delivery->refused);
	spool_record_put_text(bytes, delivery->mail_from);
	put_u32(bytes, recipients);
	for (guint i = 0; i < recipients; i++)
		spool_record_put_text(bytes, delivery->rcpt_to->pdata[i]);
	put_byte(bytes, cut ? 1 : 0);
}

static guint32 checksum(guint32 before, Span span)
{
	return span.length > 0 ? (guint32)crc32_z(before, (const Bytef *)span.data, span.length)
			       : before;
}

void spool_record_finish(GByteArray *bytes, Span content)
{
	Span body = span_from(span_new(bytes->data, bytes->len), SPOOL_HEADER_BYTES);
	guint32 header[2] = {GUINT32_TO_LE((guint32)(body.length + content.length)),
		GUINT32_TO_LE(checksum(checksum(0, body), content))};

	memcpy(bytes->data, header, sizeof header);
}

/* ---- reading ---- */

static guint32 read_u32(const guint8 *bytes)
{
	guint32 number;

	memcpy(&number, bytes, sizeof number);
	return GUINT32_FROM_LE(number);
}

gsize spool_record_length(const guint8 *header)
{
	guint32 length = read_u32(header);

	return length <= LIMIT_SPOOL_RECORD ? length : 0;
}

gboolean spool_record_matches(const guint8 *header, Span body)
{
	return body.length > 0 && spool_record_length(header) == body.length &&
	       read_u32(header + 4) == checksum(0, body);
}

/* What is left to read; FAILED once it was not what was asked for. */
typedef struct Reader {
	Span rest;
	gboolean failed;
} Reader;

static gboolean take(Reader *reader, void *ret, gsize size)
{
	memset(ret, 0, size);
	reader->failed = reader->failed || reader->rest.length < size;
	if (reader->failed)
		return FALSE;
	memcpy(ret, reader->rest.data, size);
	reader->rest = span_from(reader->rest, size);
	return TRUE;
}

static guint64 take_number(Reader *reader, gsize size)
{
	guint64 little = 0;

	(void)take(reader, &little, size);
	if (reader->failed)
		return 0;
	return GUINT64_FROM_LE(little);
}

/* A number below BOUND. */
static guint take_below(Reader *reader, gsize size, guint bound)
{
	guint64 number = take_number(reader, size);

	reader->failed = reader->failed || number >= bound;
	return reader->failed ? 0 : (guint)number;
}

static guint take_u32(Reader *reader)
{
	return (guint)take_number(reader, 4);
}

static char *take_text(Reader *reader)
{
	guint length = take_below(reader, 4, LIMIT_STRING + 2);

	if (reader->failed || length == 0)
		return NULL;
	length--;
	reader->failed = reader->rest.length < length ||
			 (length > 0 && memchr(reader->rest.data, '\0', length) != NULL);
	if (reader->failed)
		return NULL;
	char *text = g_strndup(length > 0 ? reader->rest.data : "", length);

	reader->rest = span_from(reader->rest, length);
	return text;
}

static Endpoint take_endpoint(Reader *reader)
{
	Endpoint endpoint;

	(void)take(reader, endpoint.address, sizeof endpoint.address);
	endpoint.port = (guint16)take_number(reader, 2);
	return endpoint;
}

static gint64 take_time(Reader *reader)
{
	return (gint64)take_number(reader, 8);
}

static void take_session(Reader *reader, Session *session)
{
	session->source = take_below(reader, 1, SESSION_FROM_SINKHOLE + 1);
	(void)take(reader, session->process, sizeof session->process);
	session->number = take_number(reader, 8);
	session->client = take_endpoint(reader);
	session->server = take_endpoint(reader);
	session->begun = take_time(reader);
	session->ended = take_time(reader);
	session->server_name = take_text(reader);
	session->helo = take_text(reader);
	session->account = take_text(reader);
	session->mechanism = take_below(reader, 1, SMTP_MECHANISM_OTHER + 1);
	session->attempts = take_u32(reader);
	session->messages = take_u32(reader);
	session->marks = take_below(reader, 4, 1 << SESSION_MARKS);
}

/* What follows the session. */
static void take_delivery(Reader *reader, Delivery *delivery)
{
	delivery->time = take_time(reader);
	delivery->transaction = take_u32(reader);
	delivery->code = take_u32(reader);
	delivery->refused = take_u32(reader);
	delivery->mail_from = take_text(reader);
	guint recipients = take_below(reader, 4, LIMIT_SMTP_RECIPIENTS + 1);

	for (guint i = 0; i < recipients && !reader->failed; i++) {
		char *recipient = take_text(reader);

		reader->failed = recipient == NULL;
		if (recipient != NULL)
			g_ptr_array_add(delivery->rcpt_to, recipient);
	}
}

gboolean spool_record_decode(Span body, SpoolRecord *ret)
{
	Reader reader = {.rest = body};
	guint kind = take_below(&reader, 1, SPOOL_PASSWORD + 1);

	*ret = (SpoolRecord){.kind = kind, .delivery = g_new0(Delivery, 1)};
	ret->delivery->rcpt_to = g_ptr_array_new_with_free_func(g_free);
	Session *session = &ret->delivery->session;

	session->tag = take_text(&reader);
	session->sample = take_text(&reader);
	take_session(&reader, session);
	if (kind == SPOOL_MESSAGE) {
		take_delivery(&reader, ret->delivery);
		ret->cut = take_below(&reader, 1, 2) == 1;
		ret->content = reader.rest;
		reader.rest = span_new(NULL, 0);
	} else if (kind == SPOOL_PASSWORD) {
		ret->account = take_text(&reader);
		ret->hash = take_text(&reader);
		reader.failed = reader.failed || ret->account == NULL || ret->hash == NULL;
	}
	if (!reader.failed && kind != 0 && reader.rest.length == 0 &&
		ret->content.length <= LIMIT_MESSAGE)
		return TRUE;
	spool_record_clear(ret);
	return FALSE;
}

void spool_record_clear(SpoolRecord *record)
{
	delivery_free(record->delivery);
	g_free(record->account);
	g_free(record->hash);
	*record = (SpoolRecord){0};
}
