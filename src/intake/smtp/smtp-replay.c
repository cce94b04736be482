/* SPDX-License-Identifier: Apache-2.0
 *
 * Bringing a client's commands and a server's answers together.
 */
#include "intake/smtp/smtp-replay.h"

#include <string.h>

#include "base/limits.h"

struct SmtpReplay {
	SmtpSession *session;
	SmtpReply reply;
	SmtpGreeted greeted; /* NULL once called */
	gpointer user_data;
	GByteArray *held; /* of the client: what follows depends on an answer */
	gsize held_start; /* what lies before it was read */
};

SmtpReplay *smtp_replay_new(const SmtpObserver *observer, SmtpGreeted greeted, gpointer user_data)
{
	SmtpReplay *replay = g_new0(SmtpReplay, 1);

	replay->session = smtp_session_new(observer, user_data);
	smtp_reply_init(&replay->reply);
	replay->greeted = greeted;
	replay->user_data = user_data;
	replay->held = g_byte_array_new();
	return replay;
}

static void drop_held(SmtpReplay *replay)
{
	if (replay->held->len > 0)
		explicit_bzero(replay->held->data, replay->held->len);
	g_byte_array_set_size(replay->held, 0);
	replay->held_start = 0;
}

gsize smtp_replay_held(const SmtpReplay *replay)
{
	return replay->held->len;
}

static gsize unread(const SmtpReplay *replay)
{
	return replay->held->len - replay->held_start;
}

void smtp_replay_free(SmtpReplay *replay)
{
	if (replay == NULL)
		return;
	smtp_session_free(replay->session);
	smtp_reply_clear(&replay->reply);
	drop_held(replay);
	g_byte_array_unref(replay->held);
	g_free(replay);
}

/* The client goes on as far as the answers so far let it. */
static void read_held(SmtpReplay *replay)
{
	if (unread(replay) == 0)
		return;
	Span held = span_new(replay->held->data + replay->held_start, unread(replay));

	replay->held_start += smtp_session_read(replay->session, held);
	if (unread(replay) == 0)
		drop_held(replay);
}

void smtp_replay_guess(SmtpReplay *replay)
{
	smtp_session_guess(replay->session);
	read_held(replay);
}

void smtp_replay_client(SmtpReplay *replay, Span bytes)
{
	if (unread(replay) == 0)
		bytes = span_from(bytes, smtp_session_read(replay->session, bytes));
	if (bytes.length == 0)
		return;
	/* What was read counts too: it goes when all was, so that nothing is moved about. */
	if (replay->held->len + bytes.length > LIMIT_SMTP_HELD) {
		smtp_replay_guess(replay);
		(void)smtp_session_read(replay->session, bytes);
	} else {
		g_byte_array_append(replay->held, (const guint8 *)bytes.data, (guint)bytes.length);
	}
}

static void take_reply(guint code, Span text, gpointer user_data)
{
	SmtpReplay *replay = user_data;

	if (replay->greeted != NULL) {
		const char *end = text.length > 0 ? memchr(text.data, ' ', text.length) : NULL;

		if (end != NULL)
			text.length = (gsize)(end - text.data);
		replay->greeted(text, replay->user_data);
		replay->greeted = NULL;
	}
	smtp_session_answer(replay->session, code);
	read_held(replay);
}

void smtp_replay_server(SmtpReplay *replay, Span bytes)
{
	if (!smtp_session_encrypted(replay->session))
		smtp_reply_read(&replay->reply, bytes, take_reply, replay);
}

void smtp_replay_client_gap(SmtpReplay *replay, guint64 count)
{
	smtp_replay_guess(replay);
	smtp_session_gap(replay->session, count);
}

void smtp_replay_end(SmtpReplay *replay)
{
	smtp_replay_guess(replay);
	smtp_session_end(replay->session);
}

const SmtpSession *smtp_replay_session(const SmtpReplay *replay)
{
	return replay->session;
}
