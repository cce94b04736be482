/* SPDX-License-Identifier: Apache-2.0
 *
 * Small questions about runs of bytes, as header fields and MIME structure ask them. Case is
 * ASCII's alone: the C library's answers depend on the locale.
 */
#pragma once

#include "base/span.h"

#include <string.h>

static inline gboolean bytes_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* C in lower case if it is an ASCII letter; inline, for loops over whole texts. */
static inline char bytes_fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Is C an ASCII letter? */
static inline gboolean bytes_is_letter(char c)
{
	return (guint8)((c | 0x20) - 'a') < 26;
}

/* Is C an ASCII digit? */
static inline gboolean bytes_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is C one of SET, which holds neither letters nor digits? Most bytes are one, and cost no call. */
static inline gboolean bytes_is_sign(char c, const char *set)
{
	return !g_ascii_isalnum(c) && c != '\0' && strchr(set, c) != NULL;
}

/* SPAN from START up to, not including, END; the caller has checked both. */
static inline Span bytes_part(Span span, gsize start, gsize end)
{
	/* An empty span may point nowhere, and nowhere plus nothing is undefined. */
	return span_new(start > 0 ? span.data + start : span.data, end - start);
}

/* The first C in SPAN, NULL when there is none; an empty span need not point anywhere. */
static inline const char *bytes_first(Span span, char c)
{
	return span.length > 0 ? (const char *)memchr(span.data, c, span.length) : NULL;
}

/* The last C in SPAN, NULL when there is none. */
static inline const char *bytes_last(Span span, char c)
{
	return span.length > 0 ? (const char *)memrchr(span.data, c, span.length) : NULL;
}

/* Are LENGTH bytes of A and B the same, but for case? */
static inline gboolean bytes_same(const char *a, const char *b, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (bytes_fold(a[i]) != bytes_fold(b[i]))
			return FALSE;
	return TRUE;
}

/* Does SPAN begin with the ASCII WORD, but for case? Inline: the length of a literal costs nothing.
 */
static inline gboolean bytes_begin(Span span, const char *word)
{
	gsize length = strlen(word);
	return span.length >= length && bytes_same(span.data, word, length);
}

/* Is SPAN the ASCII WORD, but for case? */
static inline gboolean bytes_equal(Span span, const char *word)
{
	return span.length == strlen(word) && bytes_same(span.data, word, span.length);
}

/* SPAN without white space at both ends. */
Span bytes_trim(Span span);
/* Does SPAN hold the ASCII WORD (not ""), but for case? RET_AT (may be NULL) is where. */
gboolean bytes_find(Span span, const char *word, gsize *ret_at);
/* The line of SPAN at *AT without its line break (LF or CR LF); *AT moves behind it. FALSE at the
 * end. */
gboolean bytes_next_line(Span span, gsize *at, Span *ret_line);
/* The next run without white space at *AT; *AT moves behind it. FALSE at the end. */
gboolean bytes_next_word(Span span, gsize *at, Span *ret_word);
/* How many bytes below 0x80 SPAN begins with. */
gsize bytes_ascii_length(Span span);
/* Nothing but bytes below 0x80? */
static inline gboolean bytes_are_ascii(Span span)
{
	return bytes_ascii_length(span) == span.length;
}
/* SPAN as a new string, for bytes without NUL; g_strndup looks for one at every byte. */
char *bytes_copy(Span span);
/* SPAN as a new string, ASCII letters in lower case, ending at the first NUL; for words already
 * known to be ASCII. */
char *bytes_lower(Span span);
