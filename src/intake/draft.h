/* SPDX-License-Identifier: Apache-2.0
 *
 * A message that is still being read. It never holds more than LIMIT_MESSAGE: what comes above that
 * is counted and dropped. One draft serves all messages of a reader, so that its memory is reused.
 */
#pragma once

#include "base/span.h"
#include "intake/source.h"

typedef struct Draft {
	GByteArray *kept;
	guint64 total; /* bytes added, kept or not */
} Draft;

/* An empty draft; draft_clear frees what it holds. */
void draft_init(Draft *draft);
void draft_clear(Draft *draft);

/* Add the bytes of SPAN, which are copied. */
void draft_add(Draft *draft, Span span);
/* Take back the last COUNT bytes added, unless some of them were dropped. */
void draft_trim(Draft *draft, gsize count);
/* TRUE when bytes were dropped. */
gboolean draft_overflows(const Draft *draft);
/* The message, owned by the caller; the draft is empty again. Takes PATH. UNFINISHED says that the
 * input broke off inside this message; that too is told as a cut. */
RawMessage *draft_finish(Draft *draft, char *path, gboolean unfinished);
