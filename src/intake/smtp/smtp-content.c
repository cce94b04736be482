/* SPDX-License-Identifier: Apache-2.0
 *
 * DATA in one pass: parts as long as possible go out without being copied.
 */
#include "intake/smtp/smtp-content.h"

#include <string.h>

enum { PLACE_INSIDE, PLACE_START, PLACE_DOT, PLACE_DOT_CR, PLACE_CR };

void smtp_content_begin(SmtpContent *content)
{
	*content = (SmtpContent){.place = PLACE_START};
}

void smtp_content_gap(SmtpContent *content)
{
	content->place = PLACE_INSIDE;
}

/* The rest of a line from AT on; returns where the next line that begins with a dot begins, or END.
 */
static const char *read_lines(SmtpContent *content, const char *at, const char *end)
{
	while (at < end) {
		const char *line_end = memchr(at, '\n', (gsize)(end - at));

		if (line_end == NULL) {
			content->place = end[-1] == '\r' ? PLACE_CR : PLACE_INSIDE;
			return end;
		}
		content->bare = line_end > at ? line_end[-1] != '\r' : content->place != PLACE_CR;
		content->place = PLACE_START;
		at = line_end + 1;
		if (at < end && *at == '.')
			break;
	}
	return at;
}

/* After a dot at the start of a line; TRUE at the end of the content. */
static gboolean read_after_dot(
	SmtpContent *content, char c, SmtpContentPart part, gpointer user_data)
{
	if (c == '\n') {
		content->loose = content->bare || content->place == PLACE_DOT;
		return TRUE;
	}
	if (content->place == PLACE_DOT && c == '\r') {
		content->place = PLACE_DOT_CR;
		return FALSE;
	}
	if (content->place == PLACE_DOT_CR)
		part(span_new("\r", 1), user_data);
	content->place = content->place == PLACE_DOT_CR ? PLACE_CR : PLACE_INSIDE;
	return FALSE;
}

gsize smtp_content_read(SmtpContent *content, Span input, SmtpContentPart part, gpointer user_data,
	gboolean *ret_end)
{
	const char *at = input.data;
	const char *end = input.data + input.length;

	*ret_end = FALSE;
	while (at < end) {
		if (content->place == PLACE_START && *at == '.') {
			content->place = PLACE_DOT;
			at++;
			continue;
		}
		if (content->place == PLACE_DOT || content->place == PLACE_DOT_CR) {
			char c = *at;

			*ret_end = read_after_dot(content, c, part, user_data);
			if (*ret_end)
				return (gsize)(at + 1 - input.data);
			if (content->place == PLACE_DOT_CR) {
				at++;
				continue;
			}
		}
		const char *from = at;

		at = read_lines(content, at, end);
		part(span_new(from, (gsize)(at - from)), user_data);
	}
	return input.length;
}
