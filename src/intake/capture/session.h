/* SPDX-License-Identifier: Apache-2.0
 *
 * What is known of an SMTP session besides its messages, and how one message was handed over in it.
 * Seen in a capture or by a sinkhole. Strings are bytes as they were sent. Holds no password.
 */
#pragma once

#include "intake/capture/packet.h"
#include "intake/smtp/smtp-auth.h"

/* What happened to a session; the bits are this process's own, the names are fixed. */
typedef enum SessionMark {
	SESSION_ENCRYPTED = 1 << 0,    /* turned to TLS, or began with it: the rest is not read */
	SESSION_CUT = 1 << 1,          /* neither side ended it within the capture */
	SESSION_BEGUN_BEFORE = 1 << 2, /* its beginning is not in the capture */
	SESSION_ONE_SIDED = 1 << 3,    /* the other side is not in the capture */
	SESSION_GAPS = 1 << 4,         /* bytes are missing */
	SESSION_CONFLICT = 1 << 5,     /* a byte was sent twice with different values */
	SESSION_LOOSE_END = 1 << 6,    /* a message ended as not all servers end it */
	SESSION_OVERFULL = 1 << 7,     /* more than LIMIT_SMTP_MESSAGES: the rest is counted only */
} SessionMark;

#define SESSION_MARKS 8

typedef enum SessionSource {
	SESSION_FROM_CAPTURE,
	SESSION_FROM_SINKHOLE,
} SessionSource;

#define SESSION_PROCESS_BYTES 16

typedef struct Session {
	SessionSource source;
	/* What tells a sinkhole's sessions apart, over its restarts too: random bytes of the
	 * process and the session's number in it. Zero in a capture, whose packets tell. */
	guint8 process[SESSION_PROCESS_BYTES];
	guint64 number;
	Endpoint client;
	Endpoint server;
	gint64 begun;      /* microseconds, by the capture's clock or the sinkhole's */
	gint64 ended;      /* 0 while it goes on */
	char *server_name; /* as it greeted, or NULL */
	char *helo;        /* or NULL */
	char *account;     /* of the last AUTH that was not refused: "" when unreadable, or NULL */
	SmtpMechanism mechanism; /* of the last AUTH */
	guint attempts;          /* to AUTH */
	guint messages;          /* as far as it was read */
	guint marks;             /* of SessionMark */
	char *tag;               /* the run it was seen in, or NULL */
	char *sample;            /* what ran: SHA-256, 64 hexadecimal digits; or NULL */
} Session;

/* A copy that owns its strings; session_clear frees them. */
Session session_copy(const Session *session);
void session_clear(Session *session);
/* Clears one that g_malloc made, and frees it; as a GDestroyNotify. */
void session_free(gpointer session);
/* "tls", "cut" …; static. NUMBER is below SESSION_MARKS. */
const char *session_mark_name(guint number);

/* "capture", "sinkhole"; static. */
const char *session_source_name(SessionSource source);

/* How one message was handed over. */
typedef struct Delivery {
	Session session;    /* as it was then */
	gint64 time;        /* when its last byte came, microseconds */
	guint transaction;  /* its number in the session, from 1 */
	guint code;         /* the server's answer to it; 0 when not known */
	char *mail_from;    /* NULL when there was no MAIL */
	GPtrArray *rcpt_to; /* of char *; the refused are not among them */
	guint refused;
} Delivery;

void delivery_free(Delivery *delivery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Delivery, delivery_free)
