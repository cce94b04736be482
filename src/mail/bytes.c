/* SPDX-License-Identifier: Apache-2.0
 *
 * Small questions about runs of bytes. Nothing here copies but bytes_lower.
 */
#include "mail/bytes.h"

Span bytes_trim(Span span)
{
	while (span.length > 0 && bytes_is_space(span.data[0]))
		span = span_from(span, 1);
	while (span.length > 0 && bytes_is_space(span.data[span.length - 1]))
		span.length--;
	return span;
}

gboolean bytes_find(Span span, const char *word, gsize *ret_at)
{
	char first = bytes_fold(word[0]);
	for (gsize i = 0; i < span.length; i++) {
		if (bytes_fold(span.data[i]) != first || !bytes_begin(span_from(span, i), word))
			continue;
		if (ret_at != NULL)
			*ret_at = i;
		return TRUE;
	}
	return FALSE;
}

gboolean bytes_next_line(Span span, gsize *at, Span *ret_line)
{
	if (*at >= span.length)
		return FALSE;
	const char *start = span.data + *at;
	const char *end = memchr(start, '\n', span.length - *at);
	gsize length = end != NULL ? (gsize)(end - start) : span.length - *at;
	*at += length + (end != NULL ? 1 : 0);
	if (length > 0 && start[length - 1] == '\r')
		length--;
	*ret_line = span_new(start, length);
	return TRUE;
}

gboolean bytes_next_word(Span span, gsize *at, Span *ret_word)
{
	gsize i = *at;
	while (i < span.length && bytes_is_space(span.data[i]))
		i++;
	gsize start = i;
	while (i < span.length && !bytes_is_space(span.data[i]))
		i++;
	*at = i;
	*ret_word = bytes_part(span, start, i);
	return i > start;
}

gboolean bytes_are_ascii(Span span)
{
	guint64 all = 0;
	gsize i = 0;
	for (; i + sizeof all <= span.length; i += sizeof all) {
		guint64 eight;
		memcpy(&eight, span.data + i, sizeof eight);
		all |= eight;
	}
	for (; i < span.length; i++)
		all |= (guchar)span.data[i];
	return (all & G_GUINT64_CONSTANT(0x8080808080808080)) == 0;
}

char *bytes_lower(Span span)
{
	return g_ascii_strdown(span.length > 0 ? span.data : "", (gssize)span.length);
}
