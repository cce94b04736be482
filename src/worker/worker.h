/* SPDX-License-Identifier: Apache-2.0
 *
 * A worker's own loop, inside the sandbox. Both ways each item is a frame: its length in four
 * bytes, little-endian, then that many bytes. One answer comes back for each message, in order.
 */
#pragma once

#include "base/span.h"

#define WORKER_FRAME_HEADER 4

/* Turn MESSAGE into an answer, appended to ANSWER. Tests bring their own. */
typedef void (*WorkerAnswer)(Span message, GByteArray *answer);

/* Answer every message that comes through SOCKET until its other end closes. *STARTED, which the
 * parent sees, counts the messages begun: answers are written in batches, and a dead worker could
 * not tell otherwise what it died on. */
_Noreturn void worker_run(int socket, WorkerAnswer answer, guint32 *started);
/* What real workers answer: the encoded Facts of MESSAGE. */
void worker_answer(Span message, GByteArray *answer);
/* A frame's header for LENGTH, and the length in HEADER. */
void worker_write_length(guint8 header[WORKER_FRAME_HEADER], guint32 length);
guint32 worker_read_length(const guint8 header[WORKER_FRAME_HEADER]);
