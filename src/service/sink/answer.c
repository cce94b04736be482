/* SPDX-License-Identifier: Apache-2.0
 *
 * One function for each step that needs more than a fixed line.
 */
#include "service/sink/answer.h"

#include <string.h>

#include "base/limits.h"

static const char need_recipients[] = "5.5.1 Need RCPT before a message";

static void append(GByteArray *out, const char *text)
{
	g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

/* The line "CODE TEXT". */
static guint say(GByteArray *out, guint code, const char *text)
{
	char digits[5] = {(char)('0' + code / 100 % 10), (char)('0' + code / 10 % 10),
		(char)('0' + code % 10), ' ', '\0'};

	append(out, digits);
	append(out, text);
	append(out, "\r\n");
	return code;
}

static guint say_named(GByteArray *out, guint code, const char *name, const char *text)
{
	g_autofree char *line = g_strconcat(name, text, NULL);

	return say(out, code, line);
}

static guint answer_hello(GByteArray *out, const SmtpSession *session, const AnswerScene *scene)
{
	g_autofree char *size = g_strdup_printf("250-SIZE %" G_GSIZE_FORMAT "\r\n", LIMIT_MESSAGE);

	if (!smtp_session_extended(session))
		return say(out, 250, scene->name);
	append(out, "250-");
	append(out, scene->name);
	append(out, "\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-CHUNKING\r\n");
	append(out, size);
	append(out, "250-DSN\r\n250-AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2\r\n");
	/* As old clients look for it. */
	append(out, "250-AUTH=PLAIN LOGIN CRAM-MD5 XOAUTH2\r\n");
	if (!scene->tls)
		append(out, "250-STARTTLS\r\n");
	return say(out, 250, "ENHANCEDSTATUSCODES");
}

/* A challenge and the name of the server, as RFC 2195 has it. */
static guint challenge(GByteArray *out, const AnswerScene *scene)
{
	g_autofree char *text = g_strdup_printf("<%s@%s>", scene->token, scene->name);
	g_autofree char *encoded = g_base64_encode((const guchar *)text, strlen(text));

	return say(out, 334, encoded);
}

static guint answer_auth(GByteArray *out, const SmtpAuth *auth, const AnswerScene *scene)
{
	if (auth->mechanism == SMTP_MECHANISM_OTHER)
		return say(out, 504, "5.5.4 Unrecognized authentication type");
	if (auth->cancelled)
		return say(out, 501, "5.7.0 Authentication cancelled");
	if (auth->complete)
		return say(out, 235, "2.7.0 Authentication successful");
	if (auth->mechanism == SMTP_MECHANISM_CRAM_MD5)
		return challenge(out, scene);
	if (auth->mechanism == SMTP_MECHANISM_LOGIN)
		return say(out, 334, auth->lines == 0 ? "VXNlcm5hbWU6" : "UGFzc3dvcmQ6");
	return say(out, 334, "");
}

static guint answer_recipient(GByteArray *out, const SmtpEnvelope *envelope)
{
	if (envelope->mail_from == NULL)
		return say(out, 503, "5.5.1 Need MAIL before RCPT");
	if (envelope->rcpt_to->len >= LIMIT_SMTP_RECIPIENTS)
		return say(out, 452, "4.5.3 Too many recipients");
	return say(out, 250, "2.1.5 Ok");
}

/* What asks for recipients first: CODE and TEXT when there are some. */
static guint answer_content(
	GByteArray *out, const SmtpEnvelope *envelope, guint code, const char *text)
{
	if (envelope->rcpt_to->len == 0)
		return say(out, 503, need_recipients);
	return say(out, code, text);
}

static guint answer_error(GByteArray *out, SmtpFault fault)
{
	if (fault == SMTP_FAULT_LINE)
		return say(out, 500, "5.5.6 Line too long");
	if (fault == SMTP_FAULT_ARGUMENT)
		return say(out, 501, "5.5.4 Syntax error in parameters");
	return say(out, 500, "5.5.2 Command unrecognized");
}

guint answer_append(
	GByteArray *out, SmtpStep step, const SmtpSession *session, const AnswerScene *scene)
{
	const SmtpEnvelope *envelope = smtp_session_envelope(session);

	switch (step) {
	case SMTP_STEP_GREETING:
		return say_named(out, 220, scene->name, " ESMTP");
	case SMTP_STEP_HELLO:
		return answer_hello(out, session, scene);
	case SMTP_STEP_STARTTLS:
		return scene->tls ? say(out, 503, "5.5.1 TLS is active")
				  : say(out, 220, "2.0.0 Ready to start TLS");
	case SMTP_STEP_AUTH:
		return answer_auth(out, smtp_session_auth(session), scene);
	case SMTP_STEP_MAIL:
		return say(out, 250, "2.1.0 Ok");
	case SMTP_STEP_RCPT:
		return answer_recipient(out, envelope);
	case SMTP_STEP_DATA:
		return answer_content(out, envelope, 354, "End data with <CR><LF>.<CR><LF>");
	case SMTP_STEP_CHUNK:
		return answer_content(out, envelope, 250, "2.0.0 Ok");
	case SMTP_STEP_MESSAGE:
		return say(out, 503, need_recipients);
	case SMTP_STEP_QUIT:
		return say(out, 221, "2.0.0 Bye");
	case SMTP_STEP_ERROR:
		return answer_error(out, scene->fault);
	default:
		return say(out, 250, "2.0.0 Ok");
	}
}

guint answer_append_stored(GByteArray *out)
{
	return say(out, 250, "2.0.0 Ok: queued");
}

guint answer_append_no_room(GByteArray *out)
{
	return say(out, 452, "4.3.1 Insufficient system storage");
}

guint answer_append_not_stored(GByteArray *out)
{
	return say(out, 451, "4.3.0 Local error in processing");
}

void answer_append_farewell(GByteArray *out, const char *name, const char *reason)
{
	g_autofree char *line = g_strconcat("4.3.2 ", name, " ", reason, NULL);

	(void)say(out, 421, line);
}
