/* SPDX-License-Identifier: Apache-2.0
 *
 * The SMTP state machine on hostile bytes of a client. The first byte says how answers come: never
 * (they are guessed), or as its bits say. Read byte by byte, the same must come out.
 */
#include <stdint.h>
#include <string.h>

#include "intake/smtp/smtp-session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Heard {
	GChecksum *sum;
	guint64 content; /* bytes of it since it last ended */
} Heard;

static void hear(const SmtpEvent *event, gpointer user_data)
{
	Heard *heard = user_data;
	const guint head[] = {
		event->kind, event->step, event->code, (guint)event->cut, event->fault};

	if (event->kind == SMTP_EVENT_CONTENT) {
		heard->content += event->text.length;
	} else {
		g_checksum_update(heard->sum, (const guchar *)head, sizeof head);
		g_checksum_update(
			heard->sum, (const guchar *)&heard->content, sizeof heard->content);
	}
	if (event->kind == SMTP_EVENT_CONTENT_END)
		heard->content = 0;
	if (event->text.length > 0)
		g_checksum_update(
			heard->sum, (const guchar *)event->text.data, (gssize)event->text.length);
	if (event->kind == SMTP_EVENT_MESSAGE)
		g_assert_cmpuint(event->envelope->rcpt_to->len, <=, LIMIT_SMTP_RECIPIENTS);
}

static guint code_of(guint answer)
{
	static const guint codes[] = {250, 354, 334, 550, 220, 235, 503, 250};

	return codes[answer % G_N_ELEMENTS(codes)];
}

static char *converse(uint8_t answers, Span left, gsize step)
{
	const SmtpObserver observer = {.event = hear, .paced = TRUE};
	Heard heard = {.sum = g_checksum_new(G_CHECKSUM_MD5)};
	g_autoptr(SmtpSession) session = smtp_session_new(&observer, &heard);
	guint answer = answers;

	if (answers == 0)
		smtp_session_guess(session);
	while (left.length > 0) {
		gsize count =
			smtp_session_read(session, span_new(left.data, MIN(step, left.length)));

		left = span_from(left, count);
		if (count == 0) {
			smtp_session_answer(session, code_of(answer));
			answer = answer * 5 + answers;
		}
	}
	smtp_session_end(session);
	char *sum = g_strdup(g_checksum_get_string(heard.sum));

	g_checksum_free(heard.sum);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	Span bytes = span_new(data + 1, size - 1);
	g_autofree char *whole = converse(data[0], bytes, bytes.length);
	g_autofree char *single = converse(data[0], bytes, 1);

	g_assert_cmpstr(whole, ==, single);
	return 0;
}
