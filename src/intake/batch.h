/* SPDX-License-Identifier: Apache-2.0
 *
 * A batch: messages one after another in one file that only kith writes. A mark, then of each its
 * length and CRC-32 (both 32 bits, least byte first) and its bytes. format-batch.c reads it.
 */
#pragma once

#include "base/span.h"

/* "kithba" and the version of the format. */
#define BATCH_MARK         "kithba\0\1"
#define BATCH_MARK_BYTES   8
#define BATCH_HEADER_BYTES 8

/* Write what stands before MESSAGE, which has 1 to LIMIT_MESSAGE bytes. */
void batch_write_header(guint8 header[BATCH_HEADER_BYTES], Span message);
/* How many bytes follow HEADER; 0 when it is none. */
gsize batch_length(const guint8 header[BATCH_HEADER_BYTES]);
/* How many messages the file DESCRIPTOR holds; one when it is no batch, but a message. */
guint batch_count(int descriptor);
