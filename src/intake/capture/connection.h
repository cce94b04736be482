/* SPDX-License-Identifier: Apache-2.0
 *
 * One TCP connection of a capture: both directions put together, and its SMTP session replayed when
 * it is one. Others are forgotten as soon as that is known.
 */
#pragma once

#include "intake/capture/session.h"
#include "intake/source.h"

/* Where what was found goes. */
typedef struct ConnectionObserver {
	/* SESSION begins; its run may be noted. */
	void (*begin)(Session *session, gpointer user_data);
	void (*message)(RawMessage *take_message, gpointer user_data);
	void (*session)(const Session *session, gpointer user_data); /* at its end */
	/* A password was sent in SESSION, whose account and mechanism are those asked for. */
	void (*password)(const Session *session, Span password, gpointer user_data);
} ConnectionObserver;

typedef struct Connection Connection;

/* The connection that PACKET belongs to. OBSERVER is borrowed. */
Connection *connection_new(
	const Packet *packet, const ConnectionObserver *observer, gpointer user_data);
/* Reports what is not finished, and the session. */
void connection_free(Connection *connection);

void connection_read(Connection *connection, const Packet *packet);
/* TRUE when PACKET begins another connection between the same endpoints. */
gboolean connection_is_replaced(const Connection *connection, const Packet *packet);
/* Both sides ended it, or one gave it up. */
gboolean connection_is_closed(const Connection *connection);
/* Time of its last packet, microseconds. */
gint64 connection_time(const Connection *connection);
/* Memory in use. */
gsize connection_held(const Connection *connection);
