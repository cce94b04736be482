/* SPDX-License-Identifier: Apache-2.0
 *
 * Small questions about runs of bytes. Nothing here copies but bytes_copy and
 * bytes_lower.
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
	gsize length = strlen(word);
	char bit = bytes_is_letter(word[0]) ? 0x20 : 0; /* which tells the cases apart */
	char first = (char)(word[0] | bit);
	for (gsize i = 0; i + length <= span.length; i++) {
		if ((span.data[i] | bit) != first ||
			!bytes_same(span.data + i + 1, word + 1, length - 1))
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

/* How many of the eight bytes at DATA come before the first one from 0x80 on. */
static gsize ascii_of_eight(const char *data)
{
	guint64 eight;
	memcpy(&eight, data, sizeof eight);
	guint64 high = GUINT64_FROM_LE(eight) & G_GUINT64_CONSTANT(0x8080808080808080);
	return high != 0 ? (gsize)__builtin_ctzll(high) / 8 : sizeof eight;
}

gsize bytes_ascii_length(Span span)
{
	const gsize step = sizeof(guint64);
	gsize i = 0;
	if (span.length < step) {
		while (i < span.length && (guchar)span.data[i] < 0x80)
			i++;
		return i;
	}
	/* The last eight overlap those before them, so that no single bytes are left. */
	for (; i < span.length; i += step) {
		i = MIN(i, span.length - step);
		gsize ascii = ascii_of_eight(span.data + i);
		if (ascii < step)
			return i + ascii;
	}
	return span.length;
}

char *bytes_copy(Span span)
{
	char *copy = g_malloc(span.length + 1);
	if (span.length > 0)
		memcpy(copy, span.data, span.length);
	copy[span.length] = '\0';
	return copy;
}

char *bytes_lower(Span span)
{
	char *lower = bytes_copy(span);
	for (gsize i = 0; i < span.length; i++)
		lower[i] = bytes_fold(lower[i]);
	return lower;
}
