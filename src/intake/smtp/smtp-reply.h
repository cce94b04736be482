/* SPDX-License-Identifier: Apache-2.0
 *
 * The answers of an SMTP server: three digits, lines that continue have "-" behind them. What does
 * not look like one is passed over.
 */
#pragma once

#include "intake/smtp/smtp-line.h"

typedef struct SmtpReply {
	SmtpLine line; /* the one being read */
} SmtpReply;

/* CODE from 100 to 599; TEXT is what its last line says, borrowed. */
typedef void (*SmtpReplyTaker)(guint code, Span text, gpointer user_data);

void smtp_reply_init(SmtpReply *reply);
void smtp_reply_clear(SmtpReply *reply);
/* Read INPUT, and hand each answer that is whole to TAKE. */
void smtp_reply_read(SmtpReply *reply, Span input, SmtpReplyTaker take, gpointer user_data);
/* The code that LINE begins with; 0 when it is no line of an answer. */
guint smtp_reply_code(Span line);
