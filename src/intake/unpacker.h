/* SPDX-License-Identifier: Apache-2.0
 *
 * Decompression of gzip, zstd and xz as a stream. Refuses everything else: one layer only, and no
 * program is run for it, whatever the bytes claim to be.
 */
#pragma once

#include "base/span.h"

/* Fills BUFFER like read(2): the number of bytes, 0 at the end, -1 and errno when it failed. */
typedef gssize (*StreamRead)(gpointer user_data, void *buffer, gsize size);

/* So many bytes at the start of a file tell how it is compressed. */
#define UNPACKER_SIGHT 6

typedef struct Unpacker Unpacker;

/* TRUE when HEAD, the first bytes of an input, are those of a compressed file that can be unpacked
 * here. */
gboolean unpacker_recognises(Span head);
/* An unpacker over READ, for an input that begins with HEAD, which unpacker_recognises; READ gives
 * HEAD once more. READ and USER_DATA must outlive it. */
Unpacker *unpacker_new(Span head, StreamRead read, gpointer user_data);
void unpacker_free(Unpacker *unpacker);

/* At most SIZE bytes of the content into BUFFER: their number, 0 at the end, -1 when the input is
 * damaged or broke off; what came before then was read. */
gssize unpacker_read(Unpacker *unpacker, void *buffer, gsize size);
/* Why the last read failed: static or owned by UNPACKER; NULL when it did not fail. */
const char *unpacker_failure(const Unpacker *unpacker);
