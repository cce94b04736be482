/* SPDX-License-Identifier: Apache-2.0
 *
 * A capture file, from its first byte to the messages in it. Read byte by byte, it must give the
 * same ones.
 */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "input.h"
#include "intake/capture/session.h"
#include "intake/capture/traffic.h"
#include "intake/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void end_session(const Session *session, gpointer user_data)
{
	guint *sessions = user_data;

	(*sessions)++;
	g_assert_cmpuint(session->marks, <, 1U << SESSION_MARKS);
}

static void take(GChecksum *sum, RawMessage *message)
{
	gsize length;
	const guchar *bytes = g_bytes_get_data(message->bytes, &length);
	const Delivery *delivery = message->delivery;

	g_assert_cmpuint(length, <=, LIMIT_MESSAGE);
	g_assert_cmpuint(delivery->transaction, >, 0);
	g_assert_cmpuint(delivery->rcpt_to->len, <=, LIMIT_SMTP_RECIPIENTS);
	g_checksum_update(sum, (const guchar *)&delivery->time, sizeof delivery->time);
	g_checksum_update(sum, (const guchar *)&length, sizeof length);
	g_checksum_update(sum, bytes, (gssize)length);
	raw_message_free(message);
}

/* A digest of all messages in BYTES; NULL when it is no capture. */
static char *read_capture(Span bytes, gsize step)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
	g_autoptr(Stream) stream = stream_new();
	guint sessions = 0;
	const SourceEvents events = {.session = end_session, .user_data = &sessions};
	g_autoptr(Traffic) traffic = traffic_new(&events);
	Input input = {.left = bytes, .step = step};
	Document document = {.stream = stream, .path = "c", .traffic = traffic};
	RawMessage *message;

	stream_open(stream, input_read, &input);
	(void)stream_fill(stream, LIMIT_KIB(1));
	if (!format_capture.claims(stream_sight(stream), FALSE))
		return NULL;
	gpointer reader = format_capture.open(&document);

	while ((message = format_capture.next(reader)) != NULL)
		take(sum, message);
	traffic_end(traffic);
	while ((message = traffic_take(traffic)) != NULL)
		take(sum, message);
	format_capture.close(reader);
	return g_strdup(g_checksum_get_string(sum));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Span bytes = span_new(data, size);
	g_autofree char *whole = read_capture(bytes, size);
	g_autofree char *single = read_capture(bytes, 1);

	g_assert_cmpstr(whole, ==, single);
	return 0;
}
