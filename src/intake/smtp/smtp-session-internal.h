/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the SMTP state machine share: smtp-session.c reads the client, smtp-answer.c
 * draws the conclusions from answers.
 */
#pragma once

#include "intake/smtp/smtp-content.h"
#include "intake/smtp/smtp-line.h"
#include "intake/smtp/smtp-session.h"

typedef enum Reading {
	READING_COMMAND,
	READING_AUTH,
	READING_AUTH_DOUBT, /* an answer to AUTH, or a command because AUTH was refused */
	READING_CONTENT,
	READING_CONTENT_DOUBT, /* a message, or a command because DATA was refused */
	READING_CHUNK,
	READING_ENCRYPTED,
} Reading;

typedef struct Waiting {
	SmtpStep step;
	char *text; /* name or path, or NULL */
	gboolean cut;
	gboolean silent; /* its turn comes, but no answer */
} Waiting;

struct SmtpSession {
	SmtpObserver observer;
	gpointer user_data;
	Reading reading;
	gboolean stopped; /* the answer to the newest step decides how to go on */
	gboolean guessing;
	gboolean ended;
	gboolean extended; /* the last greeting was EHLO */
	SmtpLine line;
	SmtpContent content;
	gboolean content_open; /* a content began and has not ended */
	gboolean content_cut;
	guint64 chunk_left;
	gboolean chunk_last;
	SmtpAuth auth;
	SmtpEnvelope envelope;
	gsize envelope_bytes;
	GQueue waiting; /* of Waiting, owned */
	gsize waiting_bytes;
	GArray *early; /* of guint: answers that came before their step */
};

/* STEP waits for an answer from now on, TAKE_TEXT is the name or path in it. A step that decides on
 * what follows it stops the reading. Must be the last thing done for a command: the answer may come
 * at once. */
void smtp_session_expect(SmtpSession *session, SmtpStep step, char *take_text, gboolean cut);
/* The greeting waits from the start, without being asked for. */
void smtp_session_expect_greeting(SmtpSession *session);
/* A message was cut, and the server does not answer it: its envelope is known when its turn comes.
 */
void smtp_session_expect_nothing(SmtpSession *session);
void smtp_session_emit(SmtpSession *session, SmtpEvent event);
void smtp_session_fault(SmtpSession *session, SmtpFault fault);
/* What follows is encrypted. */
void smtp_session_begin_tls(SmtpSession *session);
/* Nothing is begun, nothing waits. */
void smtp_session_clear(SmtpSession *session);
