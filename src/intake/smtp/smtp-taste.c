/* SPDX-License-Identifier: Apache-2.0
 *
 * Telling SMTP from other protocols. FTP and NNTP answer with three digits too: their clients tell.
 */
#include "intake/smtp/smtp-taste.h"

#include <string.h>

#include "base/limits.h"
#include "intake/smtp/smtp-command.h"
#include "intake/smtp/smtp-reply.h"

/* A TLS record of type handshake, version 3, that begins with a ClientHello. */
#define TLS_HELLO_BYTES 6

static gboolean holds_word(Span line, const char *word)
{
	for (; line.length > 0; line = span_from(line, 1))
		if (smtp_command_begins(line, word))
			return TRUE;
	return FALSE;
}

static gboolean opens_session(Span line)
{
	SmtpCommand command = smtp_command_parse(line);

	switch (command.verb) {
	case SMTP_HELO:
	case SMTP_EHLO:
	case SMTP_LHLO:
		return TRUE;
	case SMTP_MAIL:
	case SMTP_RCPT:
	case SMTP_AUTH:
	case SMTP_STARTTLS:
		return smtp_command_certain(line);
	default:
		return FALSE;
	}
}

static SmtpTaste taste_tls(Span head)
{
	if (head.length < TLS_HELLO_BYTES)
		return SMTP_TASTE_SHORT;
	return head.data[1] == 3 && head.data[5] == 1 ? SMTP_TASTE_TLS : SMTP_TASTE_OTHER;
}

SmtpTaste smtp_taste(Span head)
{
	if (head.length == 0)
		return SMTP_TASTE_SHORT;
	if (head.data[0] == 0x16)
		return taste_tls(head);
	if (!g_ascii_isalnum(head.data[0]))
		return SMTP_TASTE_OTHER;
	const char *end = memchr(head.data, '\n', MIN(head.length, LIMIT_TASTE));

	if (end == NULL)
		return head.length < LIMIT_TASTE ? SMTP_TASTE_SHORT : SMTP_TASTE_OTHER;
	Span line = span_new(head.data, (gsize)(end - head.data) + 1);
	guint code = smtp_reply_code(line);

	if (code == 220 && holds_word(line, "SMTP"))
		return SMTP_TASTE_SERVER;
	if (code != 0)
		return SMTP_TASTE_ANSWERS;
	return opens_session(line) ? SMTP_TASTE_CLIENT : SMTP_TASTE_OTHER;
}
