/* SPDX-License-Identifier: Apache-2.0
 *
 * A stream of bytes that can be looked ahead in, decompressed on the way when its first bytes say
 * so. One Stream serves one input after another, so that its buffer is made once.
 */
#pragma once

#include "base/span.h"
#include "intake/unpacker.h"

/* The furthest one can look ahead. */
#define STREAM_SIGHT LIMIT_KIB(128)

typedef struct Stream Stream;

Stream *stream_new(void);
void stream_free(Stream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stream, stream_free)

/* Begin with the input that READ gives; READ and USER_DATA are used until the next stream_open or
 * stream_free. */
void stream_open(Stream *stream, StreamRead read, gpointer user_data);

/* Have WANTED bytes at hand (at most STREAM_SIGHT), or as many as there are before the end. FALSE
 * when there are none. */
gboolean stream_fill(Stream *stream, gsize wanted);
/* The bytes at hand: borrowed until the next call of another function. */
Span stream_sight(const Stream *stream);
/* Be done with the first COUNT of the bytes at hand. */
void stream_skip(Stream *stream, gsize count);

/* Why the input broke off before its end; NULL when it did not. Owned by STREAM until the next
 * stream_open. */
const char *stream_failure(const Stream *stream);
