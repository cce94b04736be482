/* SPDX-License-Identifier: Apache-2.0
 *
 * A message that is still being read, bounded by LIMIT_MESSAGE.
 */
#include "intake/draft.h"

#include "base/limits.h"
#include "intake/raw-message.h"

/* Above this the memory itself is handed on, instead of a copy that leaves it in use here as well.
 */
#define REUSED_BYTES LIMIT_KIB(256)

void draft_init(Draft *draft)
{
	*draft = (Draft){.kept = g_byte_array_new()};
}

void draft_clear(Draft *draft)
{
	g_clear_pointer(&draft->kept, g_byte_array_unref);
}

void draft_add(Draft *draft, Span span)
{
	gsize room = LIMIT_MESSAGE - draft->kept->len;
	gsize count = MIN(room, span.length);

	if (count > 0)
		g_byte_array_append(draft->kept, (const guint8 *)span.data, (guint)count);
	draft->total += span.length;
}

gboolean draft_overflows(const Draft *draft)
{
	return draft->total > draft->kept->len;
}

void draft_trim(Draft *draft, gsize count)
{
	if (draft_overflows(draft) || count > draft->kept->len)
		return;
	g_byte_array_set_size(draft->kept, draft->kept->len - (guint)count);
	draft->total -= count;
}

static GBytes *draft_take_bytes(Draft *draft)
{
	if (draft->kept->len > REUSED_BYTES) {
		GBytes *bytes = g_byte_array_free_to_bytes(draft->kept);

		draft->kept = g_byte_array_new();
		return bytes;
	}
	GBytes *bytes = g_bytes_new(draft->kept->data, draft->kept->len);

	g_byte_array_set_size(draft->kept, 0);
	return bytes;
}

RawMessage *draft_finish(Draft *draft, char *path, gboolean unfinished)
{
	gboolean cut = unfinished || draft_overflows(draft);
	RawMessage *message = raw_message_new(draft_take_bytes(draft), path, cut);

	draft->total = 0;
	return message;
}
