/* SPDX-License-Identifier: Apache-2.0
 *
 * format=flowed: a line that ends in a space goes on with the next one of the same quote depth.
 */
#include "mail/body/flowed.h"

#include "mail/bytes.h"

static guint quote_depth(Span *line)
{
	guint depth = 0;
	while (line->length > 0 && line->data[0] == '>') {
		*line = span_from(*line, 1);
		depth++;
	}
	if (line->length > 0 && line->data[0] == ' ')
		*line = span_from(*line, 1);
	return depth;
}

static void start_line(GString *out, guint depth)
{
	for (guint i = 0; i < depth; i++)
		g_string_append_c(out, '>');
	if (depth > 0)
		g_string_append_c(out, ' ');
}

char *flowed_join(Span text, gboolean delsp, gsize *ret_length)
{
	GString *out = g_string_sized_new(text.length + 16);
	gboolean open = FALSE; /* the line written last goes on */
	guint last_depth = 0;
	Span line;
	for (gsize at = 0; bytes_next_line(text, &at, &line);) {
		guint depth = quote_depth(&line);
		gboolean signature = line.length == 3 && memcmp(line.data, "-- ", 3) == 0;
		if (open && (depth != last_depth || signature)) {
			g_string_append_c(out, '\n');
			open = FALSE;
		}
		if (!open)
			start_line(out, depth);
		open = !signature && line.length > 0 && line.data[line.length - 1] == ' ';
		last_depth = depth;
		if (open && delsp)
			line.length--;
		g_string_append_len(out, line.data, (gssize)line.length);
		if (!open)
			g_string_append_c(out, '\n');
	}
	if (open)
		g_string_append_c(out, '\n');
	*ret_length = out->len;
	return g_string_free(out, FALSE);
}
