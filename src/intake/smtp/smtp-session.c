/* SPDX-License-Identifier: Apache-2.0
 *
 * The state machine: what the client's next byte is, and what its commands ask for.
 */
#include "intake/smtp/smtp-session.h"

#include <string.h>

#include "intake/smtp/smtp-command.h"
#include "intake/smtp/smtp-session-internal.h"

/* Of an unfinished line, so much tells that it is no command. */
#define DOUBT_BYTES 1024

#define TLS_HANDSHAKE 0x16

/* ---- commands ---- */

/* A copy of TEXT up to its first NUL, of LIMIT_STRING bytes at most. */
static char *copy_text(Span text)
{
	return g_strndup(text.data != NULL ? text.data : "", MIN(text.length, LIMIT_STRING));
}

static void refuse(SmtpSession *session, SmtpFault kind)
{
	smtp_session_fault(session, kind);
	smtp_session_expect(session, SMTP_STEP_ERROR, NULL, FALSE);
}

static void end_content(SmtpSession *session, gboolean cut)
{
	cut = cut || session->content_cut;
	session->content_open = session->content_cut = FALSE;
	smtp_session_emit(session, (SmtpEvent){.kind = SMTP_EVENT_CONTENT_END, .cut = cut});
	smtp_session_expect(session, SMTP_STEP_MESSAGE, NULL, cut);
}

/* A transaction ends before the content that BDAT began: the server answers no message. */
static void abandon_content(SmtpSession *session)
{
	if (!session->content_open)
		return;
	session->content_open = session->content_cut = FALSE;
	smtp_session_emit(session, (SmtpEvent){.kind = SMTP_EVENT_CONTENT_END, .cut = TRUE});
	smtp_session_expect_nothing(session);
}

static void end_chunk(SmtpSession *session)
{
	session->reading = READING_COMMAND;
	if (session->chunk_last)
		end_content(session, FALSE);
	else
		smtp_session_expect(session, SMTP_STEP_CHUNK, NULL, FALSE);
}

static void begin_chunk(SmtpSession *session, Span argument)
{
	if (!smtp_command_chunk(argument, &session->chunk_left, &session->chunk_last)) {
		refuse(session, SMTP_FAULT_ARGUMENT);
		return;
	}
	session->content_open = TRUE;
	session->reading = READING_CHUNK;
	if (session->chunk_left == 0)
		end_chunk(session);
}

static void read_path(SmtpSession *session, Span argument, SmtpStep step)
{
	Span path;

	if (smtp_command_path(argument, step == SMTP_STEP_MAIL ? "FROM" : "TO", &path))
		smtp_session_expect(session, step, copy_text(path), FALSE);
	else
		refuse(session, SMTP_FAULT_ARGUMENT);
}

static void read_hello(SmtpSession *session, Span name)
{
	abandon_content(session);
	smtp_session_expect(session, SMTP_STEP_HELLO, copy_text(name), FALSE);
}

/* In LMTP each recipient gets an answer of its own: in a replay they are guessed, and who answers
 * itself speaks no LMTP. */
static void read_lmtp_hello(SmtpSession *session, Span name)
{
	if (session->observer.paced) {
		refuse(session, SMTP_FAULT_COMMAND);
		return;
	}
	smtp_session_guess(session);
	read_hello(session, name);
}

static void read_command(SmtpSession *session, Span line)
{
	SmtpCommand command = smtp_command_parse(line);

	switch (command.verb) {
	case SMTP_LHLO:
		read_lmtp_hello(session, command.argument);
		break;
	case SMTP_HELO:
	case SMTP_EHLO:
		session->extended = command.verb == SMTP_EHLO;
		read_hello(session, command.argument);
		break;
	case SMTP_MAIL:
		read_path(session, command.argument, SMTP_STEP_MAIL);
		break;
	case SMTP_RCPT:
		read_path(session, command.argument, SMTP_STEP_RCPT);
		break;
	case SMTP_DATA:
		smtp_session_expect(session, SMTP_STEP_DATA, NULL, FALSE);
		break;
	case SMTP_BDAT:
		begin_chunk(session, command.argument);
		break;
	case SMTP_RSET:
		abandon_content(session);
		smtp_session_expect(session, SMTP_STEP_RSET, NULL, FALSE);
		break;
	case SMTP_QUIT:
		smtp_session_expect(session, SMTP_STEP_QUIT, NULL, FALSE);
		break;
	case SMTP_AUTH:
		smtp_auth_begin(&session->auth, command.argument);
		smtp_session_expect(session, SMTP_STEP_AUTH, NULL, FALSE);
		break;
	case SMTP_STARTTLS:
		smtp_session_expect(session, SMTP_STEP_STARTTLS, NULL, FALSE);
		break;
	case SMTP_OTHER:
		smtp_session_expect(session, SMTP_STEP_OTHER, NULL, FALSE);
		break;
	default:
		refuse(session, SMTP_FAULT_COMMAND);
	}
}

static void read_auth(SmtpSession *session, Span line)
{
	if (session->reading == READING_AUTH_DOUBT && smtp_command_certain(line)) {
		session->reading = READING_COMMAND;
		read_command(session, line);
		return;
	}
	session->reading = READING_COMMAND;
	smtp_auth_line(&session->auth, line);
	smtp_session_expect(session, SMTP_STEP_AUTH, NULL, FALSE);
}

/* ---- bytes ---- */

static gsize read_line(SmtpSession *session, Span input)
{
	Span line;
	gboolean whole;

	if (smtp_line_held(&session->line) == 0 && (guint8)input.data[0] == TLS_HANDSHAKE) {
		smtp_session_begin_tls(session);
		return 0;
	}
	gsize count = smtp_line_read(&session->line, input, &line, &whole);

	if (!whole)
		return count;
	if (session->line.overlong) {
		session->reading = READING_COMMAND;
		refuse(session, SMTP_FAULT_LINE);
	} else if (session->reading == READING_COMMAND) {
		read_command(session, line);
	} else {
		read_auth(session, line);
	}
	return count;
}

static void take_content(Span part, gpointer user_data)
{
	smtp_session_emit(user_data, (SmtpEvent){.kind = SMTP_EVENT_CONTENT, .text = part});
}

static gsize read_content(SmtpSession *session, Span input)
{
	gboolean end;
	gsize count = smtp_content_read(&session->content, input, take_content, session, &end);

	if (!end)
		return count;
	session->reading = READING_COMMAND;
	if (session->content.loose)
		smtp_session_fault(session, SMTP_FAULT_LOOSE_END);
	end_content(session, FALSE);
	return count;
}

static gsize read_content_doubt(SmtpSession *session, Span input)
{
	Span line;
	gboolean whole;
	gsize room = DOUBT_BYTES - smtp_line_held(&session->line);
	gsize count = smtp_line_read(
		&session->line, span_new(input.data, MIN(input.length, room)), &line, &whole);

	if (!whole && line.length < DOUBT_BYTES)
		return count;
	if (whole && smtp_command_certain(line)) {
		session->reading = READING_COMMAND;
		read_command(session, line);
		return count;
	}
	session->reading = READING_CONTENT;
	session->content_open = TRUE;
	(void)read_content(session, line);
	smtp_line_drop(&session->line);
	return count;
}

static gsize read_chunk(SmtpSession *session, Span input)
{
	gsize count = (gsize)MIN(session->chunk_left, input.length);

	take_content(span_new(input.data, count), session);
	session->chunk_left -= count;
	if (session->chunk_left == 0)
		end_chunk(session);
	return count;
}

static gsize read_some(SmtpSession *session, Span input)
{
	switch (session->reading) {
	case READING_CONTENT:
		return read_content(session, input);
	case READING_CONTENT_DOUBT:
		return read_content_doubt(session, input);
	case READING_CHUNK:
		return read_chunk(session, input);
	case READING_ENCRYPTED:
		return input.length;
	default:
		return read_line(session, input);
	}
}

gsize smtp_session_read(SmtpSession *session, Span input)
{
	Span left = input;

	while (left.length > 0 && !session->stopped && !session->ended)
		left = span_from(left, read_some(session, left));
	return input.length - left.length;
}

static void skip_in_chunk(SmtpSession *session, guint64 count)
{
	session->chunk_left -= MIN(count, session->chunk_left);
	if (session->chunk_left == 0)
		end_chunk(session);
}

void smtp_session_gap(SmtpSession *session, guint64 count)
{
	smtp_session_guess(session);
	smtp_line_drop(&session->line);
	smtp_auth_gap(&session->auth);
	session->content_cut = session->content_open;
	if (session->reading == READING_AUTH)
		session->reading = READING_AUTH_DOUBT;
	if (session->reading == READING_CONTENT_DOUBT) {
		session->reading = READING_CONTENT;
		session->content_open = session->content_cut = TRUE;
	}
	if (session->reading == READING_CONTENT)
		smtp_content_gap(&session->content);
	else if (session->reading == READING_CHUNK)
		skip_in_chunk(session, count);
}

void smtp_session_end(SmtpSession *session)
{
	if (session->ended)
		return;
	smtp_session_guess(session);
	if (session->content_open)
		end_content(session, TRUE);
	session->ended = TRUE;
}

/* ---- life ---- */

static void begin(SmtpSession *session)
{
	session->reading = READING_COMMAND;
	session->extended = FALSE;
	session->auth =
		(SmtpAuth){.password = session->observer.password, .user_data = session->user_data};
	smtp_line_drop(&session->line);
	smtp_session_clear(session);
}

SmtpSession *smtp_session_new(const SmtpObserver *observer, gpointer user_data)
{
	SmtpSession *session = g_new0(SmtpSession, 1);

	session->observer = *observer;
	session->user_data = user_data;
	session->envelope.rcpt_to = g_ptr_array_new_with_free_func(g_free);
	session->early = g_array_new(FALSE, FALSE, sizeof(guint));
	smtp_line_init(&session->line);
	begin(session);
	smtp_session_expect_greeting(session);
	return session;
}

void smtp_session_free(SmtpSession *session)
{
	if (session == NULL)
		return;
	smtp_session_clear(session);
	g_array_unref(session->early);
	g_ptr_array_unref(session->envelope.rcpt_to);
	smtp_line_clear(&session->line);
	g_free(session);
}

gsize smtp_session_held(const SmtpSession *session)
{
	return sizeof(SmtpSession) + LIMIT_SMTP_LINE + session->envelope_bytes +
	       session->waiting_bytes;
}

const SmtpAuth *smtp_session_auth(const SmtpSession *session)
{
	return &session->auth;
}

const SmtpEnvelope *smtp_session_envelope(const SmtpSession *session)
{
	return &session->envelope;
}

gboolean smtp_session_extended(const SmtpSession *session)
{
	return session->extended;
}

gboolean smtp_session_encrypted(const SmtpSession *session)
{
	return session->reading == READING_ENCRYPTED;
}

void smtp_session_decrypted(SmtpSession *session)
{
	begin(session);
}
