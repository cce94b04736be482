/* SPDX-License-Identifier: Apache-2.0
 *
 * An SMTP session as a capture shows it: both sides' bytes, in any order between them, or one side
 * alone. Where the server's answers are seen they decide.
 */
#pragma once

#include "intake/smtp/smtp-reply.h"
#include "intake/smtp/smtp-session.h"

typedef struct SmtpReplay SmtpReplay;

/* The first thing that the server said: its name, as in "220 NAME …"; borrowed. */
typedef void (*SmtpGreeted)(Span name, gpointer user_data);

/* OBSERVER is copied; GREETED is called once, before any event of an answer; USER_DATA outlives the
 * replay. */
SmtpReplay *smtp_replay_new(const SmtpObserver *observer, SmtpGreeted greeted, gpointer user_data);
void smtp_replay_free(SmtpReplay *replay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SmtpReplay, smtp_replay_free)

void smtp_replay_client(SmtpReplay *replay, Span bytes);
void smtp_replay_server(SmtpReplay *replay, Span bytes);
/* COUNT bytes of the client are missing here. */
void smtp_replay_client_gap(SmtpReplay *replay, guint64 count);
/* The answers cannot be told apart, or are not in the capture: they are guessed from now on. */
void smtp_replay_guess(SmtpReplay *replay);
/* Both sides are at their end: what was not finished is reported. */
void smtp_replay_end(SmtpReplay *replay);

const SmtpSession *smtp_replay_session(const SmtpReplay *replay);
/* Memory for bytes that wait for an answer, at most LIMIT_SMTP_HELD. */
gsize smtp_replay_held(const SmtpReplay *replay);
