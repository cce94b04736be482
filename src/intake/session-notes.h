/* SPDX-License-Identifier: Apache-2.0
 *
 * What is written down of an SMTP session while it is watched: the Session, and each message with
 * its Delivery. The same for a session in a capture and for one that a sinkhole answers.
 */
#pragma once

#include "intake/capture/session.h"
#include "intake/draft.h"
#include "intake/smtp/smtp-session.h"

typedef struct SessionNotes {
	Session session; /* its endpoints and beginning are set by the owner */
	gint64 time;     /* now, microseconds; set by the owner before the session goes on */
	gboolean quit;   /* the client took its leave */
	guint transactions;
	Draft draft; /* the message being sent */
	GQueue sent; /* of RawMessage: sent, not yet answered */
	gsize sent_bytes;
} SessionNotes;

/* All zero is an empty one; this frees what it holds. */
void session_notes_clear(SessionNotes *notes);
/* Note EVENT of a session whose exchange is AUTH (smtp_session_auth). Returns the message that it
 * ended, with its delivery, owned by the caller; NULL for any other event. */
RawMessage *session_notes_event(SessionNotes *notes, const SmtpEvent *event, const SmtpAuth *auth);
/* Forget what was sent so far of the message being sent. */
void session_notes_drop_draft(SessionNotes *notes);
/* Memory that messages take, about. */
gsize session_notes_held(const SessionNotes *notes);
