/* SPDX-License-Identifier: Apache-2.0
 *
 * Files inside plain text. A file that does not end is taken to the end of the text when its first
 * line is right; a "begin" in prose is left alone.
 */
#include "mail/body/inline-file.h"

#include <gmime/gmime-filter-yenc.h>

#include "base/limits.h"
#include "mail/attachment/attachment.h"
#include "mail/body/transfer.h"
#include "mail/bytes.h"
#include "mail/header/header.h"

typedef struct InlineFile {
	Span lines; /* between its first and last line */
	char *name;
	gsize end; /* offset in the text behind its last line */
	gboolean yenc;
} InlineFile;

/* "begin 644 name": the mode is three or four octal digits. */
static gboolean uu_begin(Span line, Span *ret_name)
{
	gsize i = 6;
	if (line.length < 11 || memcmp(line.data, "begin ", 6) != 0)
		return FALSE;
	while (i < line.length && line.data[i] >= '0' && line.data[i] <= '7')
		i++;
	if (i < 9 || i > 10 || i >= line.length || line.data[i] != ' ')
		return FALSE;
	*ret_name = bytes_trim(span_from(line, i));
	return ret_name->length > 0;
}

/* A uuencoded line says its length in its first byte. */
static gboolean uu_line(Span line)
{
	if (line.length == 0 || line.data[0] < ' ' || line.data[0] > '`')
		return FALSE;
	gsize bytes = (gsize)(line.data[0] - ' ') & 0x3f;
	gsize wanted = (bytes + 2) / 3 * 4 + 1;
	return line.length + 3 >= wanted && line.length <= wanted + 4;
}

static gboolean yenc_begin(Span line, Span *ret_name)
{
	gsize at = 0;
	if (!bytes_begin(line, "=ybegin ") || !bytes_find(line, " name=", &at))
		return FALSE;
	*ret_name = bytes_trim(span_from(line, at + strlen(" name=")));
	return TRUE;
}

static gboolean is_last_line(Span line, gboolean yenc)
{
	return yenc ? bytes_begin(line, "=yend") : bytes_equal(bytes_trim(line), "end");
}

/* The file that begins with LINE, whose next line is at AT. */
static gboolean read_file(Span text, Span line, gsize at, InlineFile *file)
{
	Span name;
	Span next;
	file->yenc = FALSE;
	if (line.length < 9 || (line.data[0] != 'b' && line.data[0] != '='))
		return FALSE;
	if (!uu_begin(line, &name)) {
		file->yenc = yenc_begin(line, &name);
		if (!file->yenc)
			return FALSE;
	}
	gsize start = at;
	gsize end = at;
	gsize peek = at;
	if (!bytes_next_line(text, &peek, &next) || (!file->yenc && !uu_line(next)))
		return FALSE;
	while (bytes_next_line(text, &at, &next)) {
		if (is_last_line(next, file->yenc))
			break;
		end = at;
	}
	file->lines = bytes_part(text, start, end);
	file->end = at;
	file->name = header_text(name);
	return TRUE;
}

static Span decode_yenc(Span lines, char **ret_owned)
{
	/* A part of several names its place in a line of its own. */
	Span first;
	gsize at = 0;
	if (bytes_next_line(lines, &at, &first) && bytes_begin(first, "=ypart"))
		lines = span_from(lines, at);
	int state = GMIME_YDECODE_STATE_DECODE;
	guint32 part_sum = 0;
	guint32 sum = 0;
	guchar *out = g_malloc(lines.length + 4);
	gsize length = lines.length == 0 ? 0
					 : g_mime_ydecode_step((const guchar *)lines.data,
						   lines.length, out, &state, &part_sum, &sum);
	*ret_owned = (char *)out;
	return span_new(out, length);
}

static void attach(Facts *facts, InlineFile *file)
{
	g_autofree char *owned = NULL;
	Span content = file->yenc ? decode_yenc(file->lines, &owned)
				  : transfer_decode_uu(file->lines, &owned);
	attachment_add(facts, file->name, "application/octet-stream", content, FALSE);
	g_clear_pointer(&file->name, g_free);
}

Span inline_file_take(Facts *facts, Span text, char **ret_owned)
{
	*ret_owned = NULL;
	/* "=ybegin " holds it, too. */
	if (text.length == 0 || memmem(text.data, text.length, "begin ", 6) == NULL)
		return text;
	GString *rest = NULL;
	gsize copied = 0;
	gsize at = 0;
	Span line;
	for (gsize before = 0; bytes_next_line(text, &at, &line); before = at) {
		InlineFile file = {0};
		if (!read_file(text, line, at, &file))
			continue;
		if (rest == NULL)
			rest = g_string_new(NULL);
		g_string_append_len(rest, text.data + copied, (gssize)(before - copied));
		attach(facts, &file);
		copied = at = file.end;
	}
	if (rest == NULL)
		return text;
	g_string_append_len(rest, text.data + copied, (gssize)(text.length - copied));
	Span result = span_new(rest->str, rest->len);
	*ret_owned = g_string_free(rest, FALSE);
	return result;
}
