/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading what an SMTP server answers.
 */
#include "intake/smtp/smtp-reply.h"

#include "intake/smtp/smtp-command.h"

void smtp_reply_init(SmtpReply *reply)
{
	*reply = (SmtpReply){0};
	smtp_line_init(&reply->line);
}

void smtp_reply_clear(SmtpReply *reply)
{
	smtp_line_clear(&reply->line);
}

guint smtp_reply_code(Span line)
{
	if (line.length < 3 || line.data[0] < '1' || line.data[0] > '5' ||
		!g_ascii_isdigit(line.data[1]) || !g_ascii_isdigit(line.data[2]))
		return 0;
	if (line.length > 3 && g_ascii_isalnum(line.data[3]))
		return 0;
	return (guint)(line.data[0] - '0') * 100 + (guint)(line.data[1] - '0') * 10 +
	       (guint)(line.data[2] - '0');
}

void smtp_reply_read(SmtpReply *reply, Span input, SmtpReplyTaker take, gpointer user_data)
{
	while (input.length > 0) {
		Span line;
		gboolean whole;
		gsize count = smtp_line_read(&reply->line, input, &line, &whole);

		input = span_from(input, count);
		guint code = whole ? smtp_reply_code(line) : 0;

		if (code == 0)
			continue;
		if (line.length <= 3 || line.data[3] != '-')
			take(code, smtp_command_trim(span_from(line, 4)), user_data);
	}
}
