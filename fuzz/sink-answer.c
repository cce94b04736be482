/* SPDX-License-Identifier: Apache-2.0
 *
 * A sinkhole's dialogue with a hostile client, without sockets: what it answers is well formed,
 * tells of itself alone, and is the same however the client's bytes are cut.
 */
#include <stdint.h>
#include <string.h>

#include "service/sink/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Talk {
	SmtpSession *session;
	GByteArray *out;
	SmtpFault fault;
	gboolean tls;
	gboolean waiting; /* a message, to be stored */
} Talk;

/* Lines of RFC 5321, section 4.2: all but the last with a hyphen, that one with CODE. */
static void check(Span answer, guint code)
{
	while (answer.length > 0) {
		const char *end = memchr(answer.data, '\n', answer.length);

		g_assert_nonnull(end);
		gsize length = (gsize)(end - answer.data) + 1;
		char wanted = answer.length > length ? '-' : ' ';

		g_assert_cmpuint(length, >=, 6);
		g_assert_cmpuint(length, <=, 512);
		g_assert_cmpuint(g_ascii_strtoull(answer.data, NULL, 10), ==, code);
		g_assert_cmpint(answer.data[3], ==, wanted);
		g_assert_cmpint(end[-1], ==, '\r');
		for (gsize i = 0; i + 2 < length; i++)
			g_assert_true(g_ascii_isprint(answer.data[i]));
		answer = span_from(answer, length);
	}
}

static void answer(Talk *talk, SmtpStep step)
{
	const AnswerScene scene = {
		.name = "mx.example", .tls = talk->tls, .fault = talk->fault, .token = "1.2"};
	guint before = talk->out->len;
	guint code = answer_append(talk->out, step, talk->session, &scene);

	g_assert_cmpuint(talk->out->len, >, before);
	check(span_new(talk->out->data + before, talk->out->len - before), code);
	smtp_session_answer(talk->session, code);
}

static void take_event(const SmtpEvent *event, gpointer user_data)
{
	if (event->kind == SMTP_EVENT_FAULT)
		((Talk *)user_data)->fault = event->fault;
}

static void take_step(SmtpStep step, gpointer user_data)
{
	Talk *talk = user_data;

	talk->waiting =
		step == SMTP_STEP_MESSAGE && smtp_session_envelope(talk->session)->rcpt_to->len > 0;
	if (!talk->waiting)
		answer(talk, step);
}

static void store(Talk *talk)
{
	talk->waiting = FALSE;
	(void)answer_append_stored(talk->out);
	smtp_session_answer(talk->session, 250);
}

static GByteArray *converse(gboolean tls, Span left, gsize step)
{
	const SmtpObserver observer = {.event = take_event, .expect = take_step, .paced = TRUE};
	Talk talk = {.out = g_byte_array_new(), .tls = tls};
	g_autoptr(SmtpSession) session = smtp_session_new(&observer, &talk);

	talk.session = session;
	answer(&talk, SMTP_STEP_GREETING);
	while (left.length > 0) {
		gsize count =
			smtp_session_read(session, span_new(left.data, MIN(step, left.length)));

		left = span_from(left, count);
		if (talk.waiting)
			store(&talk);
		else if (count == 0 || smtp_session_encrypted(session))
			break;
	}
	smtp_session_end(session);
	return talk.out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	gboolean tls = (data[0] & 1) == 1;
	Span bytes = span_new(data + 1, size - 1);
	g_autoptr(GByteArray) whole = converse(tls, bytes, size);
	g_autoptr(GByteArray) single = converse(tls, bytes, 1);

	g_assert_cmpmem(whole->data, whole->len, single->data, single->len);
	return 0;
}
