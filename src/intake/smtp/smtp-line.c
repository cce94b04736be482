/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines out of pieces.
 */
#include "intake/smtp/smtp-line.h"

#include <string.h>

#include "base/limits.h"

void smtp_line_init(SmtpLine *line)
{
	*line = (SmtpLine){.kept = g_byte_array_new()};
}

void smtp_line_drop(SmtpLine *line)
{
	if (line->kept->len > 0)
		explicit_bzero(line->kept->data, line->kept->len);
	g_byte_array_set_size(line->kept, 0);
	line->overlong = FALSE;
	line->whole = FALSE;
}

gsize smtp_line_held(const SmtpLine *line)
{
	return line->whole ? 0 : line->kept->len;
}

void smtp_line_clear(SmtpLine *line)
{
	smtp_line_drop(line);
	g_clear_pointer(&line->kept, g_byte_array_unref);
}

static void keep(SmtpLine *line, Span input)
{
	gsize room = LIMIT_SMTP_LINE - line->kept->len;

	/* Its whole size at once: growing would leave copies that are not wiped. */
	if (line->kept->len == 0) {
		g_byte_array_unref(line->kept);
		line->kept = g_byte_array_sized_new(LIMIT_SMTP_LINE);
	}
	if (input.length > room)
		line->overlong = TRUE;
	if (room > 0)
		g_byte_array_append(
			line->kept, (const guint8 *)input.data, (guint)MIN(room, input.length));
}

gsize smtp_line_read(SmtpLine *line, Span input, Span *ret, gboolean *ret_whole)
{
	const char *end = memchr(input.data, '\n', input.length);
	gsize count = end != NULL ? (gsize)(end - input.data) + 1 : input.length;
	Span part = span_new(input.data, count);

	if (line->whole)
		smtp_line_drop(line);
	*ret_whole = end != NULL;
	if (end != NULL && line->kept->len == 0 && count <= LIMIT_SMTP_LINE) {
		line->overlong = FALSE;
		*ret = part;
		return count;
	}
	keep(line, part);
	line->whole = end != NULL;
	*ret = span_new(line->kept->data, line->kept->len);
	return count;
}
