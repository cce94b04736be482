/* SPDX-License-Identifier: Apache-2.0
 *
 * A borrowed run of bytes with its length. Everything that comes out of mail travels as one:
 * it may hold NUL bytes and need not be UTF-8.
 */
#pragma once

#include <glib.h>

typedef struct Span {
	const char *data; /* not owned; may be NULL only when length is 0 */
	gsize length;     /* in bytes */
} Span;

static inline Span span_new(const void *data, gsize length)
{
	return (Span){.data = (const char *)data, .length = length};
}

/* The bytes of SPAN from OFFSET on; empty when OFFSET is past the end. */
static inline Span span_from(Span span, gsize offset)
{
	if (offset >= span.length)
		return span_new(NULL, 0);
	return span_new(span.data + offset, span.length - offset);
}
