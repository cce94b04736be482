/* SPDX-License-Identifier: Apache-2.0
 *
 * One connection to a sinkhole: its bytes, its SMTP session, its answers, and how long it may take.
 * It is read no further while its answers are not taken, or a message of it is not durable.
 */
#pragma once

#include <event2/event.h>
#include <openssl/ssl.h>

#include "intake/session-notes.h"
#include "service/sink/budget.h"

typedef struct Client Client;

/* What all clients of a sinkhole share, and whom they tell. Everything that is told is borrowed. */
typedef struct ClientHouse {
	struct event_base *base;
	Budget *budget;
	SSL_CTX *context; /* of TLS */
	const char *name; /* of the server */
	guint seconds;    /* that a command may take, or LIMIT_SINK_STEP_BYTES of a message */
	guint8 process[SESSION_PROCESS_BYTES];
	guint8 *buffer; /* of LIMIT_SINK_READ bytes, wiped after each use */
	/* A whole message came: client_conclude and client_answer must follow, not from here. */
	void (*waiting)(Client *client, gpointer user_data);
	/* Keep MESSAGE; not durable yet. FALSE when that is not possible. */
	gboolean (*message)(const RawMessage *message, gpointer user_data);
	/* A session ended in which something was said. */
	void (*session)(const Session *session, gpointer user_data);
	void (*password)(
		const Session *session, const char *account, Span password, gpointer user_data);
	/* The connection ended: client_free must follow, not from here. */
	void (*ended)(Client *client, gpointer user_data);
	gpointer user_data;
} ClientHouse;

/* Where a connection comes from and goes to. */
typedef struct ClientCall {
	int socket;     /* non-blocking; the client owns it */
	gboolean tls;   /* at once */
	guint64 number; /* unique in this process */
	Endpoint client;
	Endpoint server;
} ClientCall;

/* A client of HOUSE (borrowed). NULL when the budget has no room for it: then CALL's socket is
 * still the caller's. */
Client *client_new(const ClientHouse *house, const ClientCall *call);
/* It is greeted, and may end at once. */
void client_begin(Client *client);
/* Only after it ended. */
void client_free(Client *client);

/* The message that waited is handed to the house. */
void client_conclude(Client *client);
/* It is answered, and the session goes on; DURABLE: what the house kept cannot be lost any more. */
void client_answer(Client *client, gboolean durable);
/* End the connection when it took too long; NOW is g_get_monotonic_time. */
void client_check_time(Client *client, gint64 now);
/* End it because the service stops. */
void client_dismiss(Client *client);
