/* SPDX-License-Identifier: Apache-2.0
 *
 * What an SMTP session reports, written down as text, so that tests can compare it: one line an
 * event, the parts of a content joined.
 */
#pragma once

#include <glib.h>
#include <string.h>

#include "intake/smtp/smtp-session.h"

typedef struct SmtpLog {
	GString *lines;
	GString *content; /* of the message being sent */
	GString *passwords;
} SmtpLog;

static inline void smtp_log_init(SmtpLog *log)
{
	*log = (SmtpLog){g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)};
}

static inline void smtp_log_clear(SmtpLog *log)
{
	g_string_free(log->lines, TRUE);
	g_string_free(log->content, TRUE);
	g_string_free(log->passwords, TRUE);
}

static inline void smtp_log_message(SmtpLog *log, const SmtpEvent *event)
{
	const SmtpEnvelope *envelope = event->envelope;

	g_string_append_printf(log->lines, "message %u%s <%s>", event->code,
		event->cut ? " cut" : "", envelope->mail_from != NULL ? envelope->mail_from : "?");
	for (guint i = 0; i < envelope->rcpt_to->len; i++)
		g_string_append_printf(log->lines, " <%s>", (char *)envelope->rcpt_to->pdata[i]);
	g_string_append_printf(log->lines, " -%u\n", envelope->refused);
}

static inline void smtp_log_event(const SmtpEvent *event, gpointer user_data)
{
	static const char *const steps[] = {"greeting", "hello", "starttls", "auth", "mail", "rcpt",
		"data", "chunk", "message", "rset", "quit", "other", "error"};
	static const char *const faults[] = {"command", "line", "argument", "loose-end", "nested"};
	SmtpLog *log = user_data;

	switch (event->kind) {
	case SMTP_EVENT_ANSWERED:
		g_string_append_printf(log->lines, "%s %u %.*s\n", steps[event->step], event->code,
			(int)event->text.length, event->text.data);
		break;
	case SMTP_EVENT_CONTENT:
		g_string_append_len(log->content, event->text.data, (gssize)event->text.length);
		break;
	case SMTP_EVENT_CONTENT_END:
		g_string_append_printf(
			log->lines, "[%s]%s\n", log->content->str, event->cut ? " cut" : "");
		g_string_set_size(log->content, 0);
		break;
	case SMTP_EVENT_MESSAGE:
		smtp_log_message(log, event);
		break;
	case SMTP_EVENT_TLS:
		g_string_append(log->lines, "tls\n");
		break;
	case SMTP_EVENT_FAULT:
		g_string_append_printf(log->lines, "fault %s\n", faults[event->fault]);
		break;
	}
}

static inline void smtp_log_password(const char *user, Span password, gpointer user_data)
{
	SmtpLog *log = user_data;

	g_string_append_printf(
		log->passwords, "%s:%.*s\n", user, (int)password.length, password.data);
}
