/* SPDX-License-Identifier: Apache-2.0
 *
 * What a sinkhole answers: as a server that takes everything for everybody, in the order that the
 * standard wants (RFC 5321, RFC 4954, RFC 3030, RFC 2034). Pure.
 */
#pragma once

#include "intake/smtp/smtp-session.h"

/* What an answer depends on besides the session. */
typedef struct AnswerScene {
	const char *name;  /* of the server */
	gboolean tls;      /* the connection is encrypted */
	SmtpFault fault;   /* of an SMTP_STEP_ERROR */
	const char *token; /* for a challenge: never the same twice */
} AnswerScene;

/* Append the answer to STEP of SESSION to OUT, with its line ends. Returns its code. For
 * SMTP_STEP_MESSAGE it is the refusal of one that is for nobody. */
guint answer_append(
	GByteArray *out, SmtpStep step, const SmtpSession *session, const AnswerScene *scene);
/* A message is durable; it is not taken for want of room; it could not be made durable. */
guint answer_append_stored(GByteArray *out);
guint answer_append_no_room(GByteArray *out);
guint answer_append_not_stored(GByteArray *out);
/* The server takes its leave, REASON in words. */
void answer_append_farewell(GByteArray *out, const char *name, const char *reason);
