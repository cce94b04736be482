/* SPDX-License-Identifier: Apache-2.0
 *
 * One SMTP session, without a socket: it reads what the client sends and is told what was answered.
 * A sinkhole answers itself; a capture shows the answers of the server; where nothing tells them
 * they are guessed. What the client sends twice, out of turn or malformed is data, never an error.
 *
 * The client's bytes are read as they come. What a command means (an envelope, an account) holds
 * once it is answered, in the order of the commands, so that clients that do not wait (PIPELINING,
 * BDAT) get what the server understood.
 */
#pragma once

#include "base/span.h"
#include "intake/smtp/smtp-auth.h"

/* What stands to be answered. */
typedef enum SmtpStep {
	SMTP_STEP_GREETING, /* the connection itself */
	SMTP_STEP_HELLO,
	SMTP_STEP_STARTTLS,
	SMTP_STEP_AUTH, /* the command or a further line of the exchange */
	SMTP_STEP_MAIL,
	SMTP_STEP_RCPT,
	SMTP_STEP_DATA,
	SMTP_STEP_CHUNK,   /* BDAT that is not the last */
	SMTP_STEP_MESSAGE, /* the end of a content */
	SMTP_STEP_RSET,
	SMTP_STEP_QUIT,
	SMTP_STEP_OTHER,
	SMTP_STEP_ERROR, /* no command */
} SmtpStep;

typedef enum SmtpFault {
	SMTP_FAULT_COMMAND,   /* not a command */
	SMTP_FAULT_LINE,      /* longer than LIMIT_SMTP_LINE */
	SMTP_FAULT_ARGUMENT,  /* a path or chunk size that is none */
	SMTP_FAULT_LOOSE_END, /* a content that ended between line ends that are not CRLF */
	SMTP_FAULT_NESTED,    /* MAIL within a transaction, which it ends */
	SMTP_FAULTS,
} SmtpFault;

/* Whom a message is from and for, as far as it was not refused. */
typedef struct SmtpEnvelope {
	char *mail_from;    /* bytes as sent, NULL before MAIL, "" for "<>" */
	GPtrArray *rcpt_to; /* of char *, at most LIMIT_SMTP_RECIPIENTS */
	guint refused;      /* recipients that were refused or too many */
} SmtpEnvelope;

typedef enum SmtpEventKind {
	SMTP_EVENT_ANSWERED,    /* STEP was answered with CODE; for HELLO, MAIL and RCPT text is the
				   name or path, for AUTH the user when the exchange is over */
	SMTP_EVENT_CONTENT,     /* text: more of the message being sent, unstuffed */
	SMTP_EVENT_CONTENT_END, /* all of it was sent; cut: not all, the client went on or away */
	SMTP_EVENT_MESSAGE,     /* the oldest ended content was answered with CODE: its envelope */
	SMTP_EVENT_TLS,         /* what follows is encrypted */
	SMTP_EVENT_FAULT,       /* fault */
} SmtpEventKind;

/* All is borrowed until the handler returns. */
typedef struct SmtpEvent {
	SmtpEventKind kind;
	SmtpStep step;
	guint code; /* of the answer; 0: not known, taken as consent */
	Span text;
	gboolean cut;
	SmtpFault fault;
	const SmtpEnvelope *envelope;
} SmtpEvent;

typedef struct SmtpObserver {
	void (*event)(const SmtpEvent *event, gpointer user_data);
	/* STEP waits for smtp_session_answer, which may be called from here; the greeting waits
	 * from the start without being asked for. NULL in a replay. */
	void (*expect)(SmtpStep step, gpointer user_data);
	/* May be NULL. */
	SmtpPassword password;
	/* Read nothing after a message before it was answered, and speak no LMTP: for a server. */
	gboolean paced;
} SmtpObserver;

typedef struct SmtpSession SmtpSession;

/* OBSERVER is copied; USER_DATA outlives the session. */
SmtpSession *smtp_session_new(const SmtpObserver *observer, gpointer user_data);
void smtp_session_free(SmtpSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SmtpSession, smtp_session_free)

/* Bytes of the client. Returns how many were read: fewer than all when what follows depends on an
 * answer. The caller keeps the rest and gives it again after that answer. */
gsize smtp_session_read(SmtpSession *session, Span input);
/* CODE answers the oldest step that waits; an answer that is ahead of its command is kept. */
void smtp_session_answer(SmtpSession *session, guint code);
/* COUNT bytes of the client are lost here. From now on answers are guessed. */
void smtp_session_gap(SmtpSession *session, guint64 count);
/* From now on nothing is answered: what waits was consented to, what follows is told by its looks.
 */
void smtp_session_guess(SmtpSession *session);
/* The client is gone: what was not finished is reported, once. */
void smtp_session_end(SmtpSession *session);

/* Memory in use, about. */
gsize smtp_session_held(const SmtpSession *session);
/* The exchange that the last AUTH began; borrowed. */
const SmtpAuth *smtp_session_auth(const SmtpSession *session);
/* The envelope as far as it was answered; borrowed until more is read or answered. */
const SmtpEnvelope *smtp_session_envelope(const SmtpSession *session);
/* The client's last greeting was EHLO: it understands extensions and the answer that lists them. */
gboolean smtp_session_extended(const SmtpSession *session);
/* After an answer to STARTTLS, the rest of what the client sent in clear must not be given. */
gboolean smtp_session_encrypted(const SmtpSession *session);
/* TLS was agreed on and is taken off by the caller: a new session begins within (RFC 3207). */
void smtp_session_decrypted(SmtpSession *session);
