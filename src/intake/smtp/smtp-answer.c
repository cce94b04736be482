/* SPDX-License-Identifier: Apache-2.0
 *
 * Steps that wait for an answer, and what holds once they got it.
 */
#include <string.h>

#include "intake/smtp/smtp-session-internal.h"

static void waiting_free(Waiting *waiting)
{
	g_free(waiting->text);
	g_free(waiting);
}

/* Memory that a string takes, about. */
static gsize text_bytes(const char *text)
{
	return sizeof(Waiting) + (text != NULL ? strlen(text) : 0);
}

static void clear_envelope(SmtpSession *session)
{
	g_clear_pointer(&session->envelope.mail_from, g_free);
	g_ptr_array_set_size(session->envelope.rcpt_to, 0);
	session->envelope.refused = 0;
	session->envelope_bytes = 0;
}

void smtp_session_emit(SmtpSession *session, SmtpEvent event)
{
	session->observer.event(&event, session->user_data);
}

void smtp_session_fault(SmtpSession *session, SmtpFault kind)
{
	smtp_session_emit(session, (SmtpEvent){.kind = SMTP_EVENT_FAULT, .fault = kind});
}

/* ---- answers ---- */

static gboolean consents(guint code)
{
	return code == 0 || (code >= 200 && code < 400);
}

static void take_mail(SmtpSession *session, const char *path)
{
	if (session->envelope.mail_from != NULL)
		smtp_session_fault(session, SMTP_FAULT_NESTED);
	clear_envelope(session);
	session->envelope.mail_from = g_strdup(path);
	session->envelope_bytes += text_bytes(path);
}

static void take_recipient(SmtpSession *session, const char *path, guint code)
{
	if (!consents(code) || session->envelope.rcpt_to->len >= LIMIT_SMTP_RECIPIENTS) {
		session->envelope.refused++;
		return;
	}
	g_ptr_array_add(session->envelope.rcpt_to, g_strdup(path));
	session->envelope_bytes += text_bytes(path);
}

static void answer_auth(SmtpSession *session, guint code)
{
	gboolean more = code == 0 ? !session->auth.complete : code / 100 == 3;

	session->reading = more ? READING_AUTH : READING_COMMAND;
	if (more && code == 0)
		session->reading = READING_AUTH_DOUBT;
	if (!more)
		smtp_session_emit(session,
			(SmtpEvent){.kind = SMTP_EVENT_ANSWERED,
				.step = SMTP_STEP_AUTH,
				.code = code,
				.text = span_new(session->auth.user, strlen(session->auth.user))});
}

static void answer_data(SmtpSession *session, guint code)
{
	if (!consents(code))
		return;
	smtp_content_begin(&session->content);
	session->reading = code == 0 ? READING_CONTENT_DOUBT : READING_CONTENT;
	session->content_open = session->content_open || code != 0;
}

static void answer_message(SmtpSession *session, const Waiting *waiting, guint code)
{
	smtp_session_emit(session, (SmtpEvent){.kind = SMTP_EVENT_MESSAGE,
					   .step = SMTP_STEP_MESSAGE,
					   .code = code,
					   .cut = waiting->cut,
					   .envelope = &session->envelope});
	clear_envelope(session);
}

void smtp_session_begin_tls(SmtpSession *session)
{
	session->reading = READING_ENCRYPTED;
	smtp_session_emit(session, (SmtpEvent){.kind = SMTP_EVENT_TLS});
}

static void apply(SmtpSession *session, const Waiting *waiting, guint code)
{
	switch (waiting->step) {
	case SMTP_STEP_AUTH:
		answer_auth(session, code);
		return;
	case SMTP_STEP_MESSAGE:
		answer_message(session, waiting, code);
		return;
	case SMTP_STEP_HELLO:
	case SMTP_STEP_RSET:
		if (consents(code))
			clear_envelope(session);
		break;
	case SMTP_STEP_MAIL:
		if (consents(code))
			take_mail(session, waiting->text);
		break;
	case SMTP_STEP_RCPT:
		take_recipient(session, waiting->text, code);
		break;
	case SMTP_STEP_DATA:
		answer_data(session, code);
		break;
	default:
		break;
	}
	Span text = span_new(waiting->text, waiting->text != NULL ? strlen(waiting->text) : 0);

	smtp_session_emit(session, (SmtpEvent){.kind = SMTP_EVENT_ANSWERED,
					   .step = waiting->step,
					   .code = code,
					   .text = text});
	if (waiting->step == SMTP_STEP_STARTTLS && code == 220)
		smtp_session_begin_tls(session);
}

static void apply_silent(SmtpSession *session)
{
	Waiting *waiting;

	while ((waiting = g_queue_peek_head(&session->waiting)) != NULL && waiting->silent) {
		(void)g_queue_pop_head(&session->waiting);
		apply(session, waiting, 0);
		waiting_free(waiting);
	}
}

static void answer_oldest(SmtpSession *session, guint code)
{
	Waiting *waiting = g_queue_pop_head(&session->waiting);

	session->waiting_bytes -= MIN(session->waiting_bytes, text_bytes(waiting->text));
	if (session->waiting.length == 0)
		session->stopped = FALSE;
	apply(session, waiting, code);
	waiting_free(waiting);
	apply_silent(session);
}

static Waiting *add_waiting(SmtpSession *session, SmtpStep step)
{
	Waiting *waiting = g_new0(Waiting, 1);

	waiting->step = step;
	g_queue_push_tail(&session->waiting, waiting);
	return waiting;
}

void smtp_session_expect(SmtpSession *session, SmtpStep step, char *take_text, gboolean cut)
{
	Waiting *waiting = add_waiting(session, step);

	waiting->text = take_text;
	session->waiting_bytes += text_bytes(take_text);
	waiting->cut = cut;
	session->stopped = step == SMTP_STEP_DATA || step == SMTP_STEP_AUTH ||
			   step == SMTP_STEP_STARTTLS ||
			   (step == SMTP_STEP_MESSAGE && session->observer.paced) ||
			   session->waiting.length >= LIMIT_SMTP_UNANSWERED;
	if (session->guessing) {
		answer_oldest(session, 0);
	} else if (session->early->len > 0) {
		guint code = g_array_index(session->early, guint, 0);

		g_array_remove_index(session->early, 0);
		answer_oldest(session, code);
	} else if (session->observer.expect != NULL) {
		session->observer.expect(step, session->user_data);
	}
}

void smtp_session_answer(SmtpSession *session, guint code)
{
	if (session->guessing || session->ended)
		return;
	if (session->waiting.length > 0)
		answer_oldest(session, code);
	else if (session->early->len < LIMIT_SMTP_UNANSWERED)
		g_array_append_val(session->early, code);
}

void smtp_session_guess(SmtpSession *session)
{
	session->guessing = TRUE;
	g_array_set_size(session->early, 0);
	while (session->waiting.length > 0)
		answer_oldest(session, 0);
}

void smtp_session_expect_greeting(SmtpSession *session)
{
	(void)add_waiting(session, SMTP_STEP_GREETING);
}

void smtp_session_expect_nothing(SmtpSession *session)
{
	Waiting *waiting = add_waiting(session, SMTP_STEP_MESSAGE);

	waiting->cut = waiting->silent = TRUE;
	apply_silent(session);
}

void smtp_session_clear(SmtpSession *session)
{
	g_queue_clear_full(&session->waiting, (GDestroyNotify)waiting_free);
	session->waiting_bytes = 0;
	session->stopped = FALSE;
	clear_envelope(session);
}
