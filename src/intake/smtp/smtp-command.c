/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading one line of an SMTP client.
 */
#include "intake/smtp/smtp-command.h"

#include <string.h>

typedef struct VerbName {
	const char *name;
	SmtpVerb verb;
} VerbName;

static const VerbName verbs[] = {
	{"HELO", SMTP_HELO},
	{"EHLO", SMTP_EHLO},
	{"LHLO", SMTP_LHLO},
	{"MAIL", SMTP_MAIL},
	{"RCPT", SMTP_RCPT},
	{"DATA", SMTP_DATA},
	{"BDAT", SMTP_BDAT},
	{"RSET", SMTP_RSET},
	{"QUIT", SMTP_QUIT},
	{"AUTH", SMTP_AUTH},
	{"STARTTLS", SMTP_STARTTLS},
	{"NOOP", SMTP_OTHER},
	{"HELP", SMTP_OTHER},
	{"VRFY", SMTP_OTHER},
	{"EXPN", SMTP_OTHER},
	{"ETRN", SMTP_OTHER},
	{"XCLIENT", SMTP_OTHER},
	{"XFORWARD", SMTP_OTHER},
};

static gboolean is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Span smtp_command_trim(Span span)
{
	while (span.length > 0 && is_space(span.data[0]))
		span = span_from(span, 1);
	while (span.length > 0 && is_space(span.data[span.length - 1]))
		span.length--;
	return span;
}

gboolean smtp_command_begins(Span span, const char *word)
{
	gsize length = strlen(word);

	return span.length >= length && g_ascii_strncasecmp(span.data, word, length) == 0;
}

SmtpCommand smtp_command_parse(Span line)
{
	Span text = smtp_command_trim(line);
	gsize length = 0;

	while (length < text.length && !is_space(text.data[length]))
		length++;
	for (gsize at = 0; at < G_N_ELEMENTS(verbs); at++)
		if (strlen(verbs[at].name) == length && smtp_command_begins(text, verbs[at].name))
			return (SmtpCommand){
				verbs[at].verb, smtp_command_trim(span_from(text, length))};
	return (SmtpCommand){SMTP_UNKNOWN, text};
}

gboolean smtp_command_certain(Span line)
{
	SmtpCommand command = smtp_command_parse(line);
	Span path;

	switch (command.verb) {
	case SMTP_HELO:
	case SMTP_EHLO:
	case SMTP_LHLO:
		return command.argument.length > 0 &&
		       memchr(command.argument.data, ' ', command.argument.length) == NULL;
	case SMTP_MAIL:
		return smtp_command_path(command.argument, "FROM", &path);
	case SMTP_RCPT:
		return smtp_command_path(command.argument, "TO", &path);
	case SMTP_AUTH:
		return command.argument.length > 0;
	case SMTP_DATA:
	case SMTP_RSET:
	case SMTP_QUIT:
	case SMTP_STARTTLS:
		return command.argument.length == 0;
	default:
		return FALSE;
	}
}

/* The end of a path that begins at SPAN: past a quoted local part, at ">" or a space. */
static gsize path_end(Span span, char end)
{
	gboolean quoted = FALSE;

	for (gsize at = 0; at < span.length; at++) {
		char c = span.data[at];

		if (quoted && c == '\\')
			at++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == end || (end == ' ' && is_space(c))))
			return at;
	}
	return span.length;
}

gboolean smtp_command_path(Span argument, const char *keyword, Span *ret)
{
	if (!smtp_command_begins(argument, keyword))
		return FALSE;
	Span rest = smtp_command_trim(span_from(argument, strlen(keyword)));

	if (rest.length == 0 || rest.data[0] != ':')
		return FALSE;
	rest = smtp_command_trim(span_from(rest, 1));
	gboolean bracketed = rest.length > 0 && rest.data[0] == '<';

	if (bracketed)
		rest = span_from(rest, 1);
	else if (rest.length == 0)
		return FALSE;
	rest.length = path_end(rest, bracketed ? '>' : ' ');
	/* A source route, "@relay,@other:user@domain", has been without meaning since RFC 1123. */
	if (rest.length > 0 && rest.data[0] == '@') {
		const char *colon = memchr(rest.data, ':', rest.length);

		if (colon != NULL)
			rest = span_from(rest, (gsize)(colon - rest.data) + 1);
	}
	*ret = smtp_command_trim(rest);
	return TRUE;
}

gboolean smtp_command_chunk(Span argument, guint64 *ret_size, gboolean *ret_last)
{
	guint64 size = 0;
	gsize at = 0;

	for (; at < argument.length && g_ascii_isdigit(argument.data[at]); at++) {
		if (size > G_MAXINT64 / 10 - 1)
			return FALSE;
		size = size * 10 + (guint64)(argument.data[at] - '0');
	}
	Span rest = span_from(argument, at);
	Span word = smtp_command_trim(rest);

	if (at == 0 || (word.length > 0 && word.data == rest.data))
		return FALSE;
	*ret_size = size;
	*ret_last = word.length > 0;
	return word.length == 0 || (word.length == 4 && smtp_command_begins(word, "LAST"));
}
