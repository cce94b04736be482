/* SPDX-License-Identifier: Apache-2.0
 *
 * One raw message: its bytes and the path it is shown under.
 */
#include "intake/raw-message.h"

#include "intake/capture/session.h"

RawMessage *raw_message_new(GBytes *bytes, char *path, gboolean cut)
{
	RawMessage *message = g_new(RawMessage, 1);

	*message = (RawMessage){.bytes = bytes, .path = path, .cut = cut};
	return message;
}

void raw_message_free(RawMessage *message)
{
	if (message == NULL)
		return;
	g_bytes_unref(message->bytes);
	g_free(message->path);
	delivery_free(message->delivery);
	g_free(message);
}
