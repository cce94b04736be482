/* SPDX-License-Identifier: Apache-2.0
 *
 * From packets to messages. Which side is the client is told by what it says, not by who called.
 */
#include "intake/capture/connection.h"

#include <string.h>

#include "base/limits.h"
#include "intake/raw-message.h"
#include "intake/session-notes.h"
#include "intake/smtp/smtp-replay.h"
#include "intake/smtp/smtp-taste.h"

typedef enum Kind { KIND_UNKNOWN, KIND_SMTP, KIND_TLS, KIND_OTHER } Kind;

typedef struct Side {
	struct Connection *connection;
	Endpoint endpoint;
	TcpStream stream;
	GByteArray *head; /* while the kind is not known, or NULL */
	guint32 syn;      /* its sequence number, when the stream begins with it */
} Side;

struct Connection {
	const ConnectionObserver *observer;
	gpointer user_data;
	Side sides[2];
	Side *client; /* once known */
	Kind kind;
	gboolean reset;
	gint64 time;
	SmtpReplay *replay;
	SessionNotes notes;
};

static gboolean same_endpoint(const Endpoint *left, const Endpoint *right)
{
	return left->port == right->port &&
	       memcmp(left->address, right->address, sizeof left->address) == 0;
}

static Side *other_side(const Side *side)
{
	Connection *connection = side->connection;

	return side == &connection->sides[0] ? &connection->sides[1] : &connection->sides[0];
}

/* ---- what the session says ---- */

static void mark_streams(Connection *connection)
{
	for (guint i = 0; i < 2; i++) {
		const TcpStream *stream = &connection->sides[i].stream;

		if (stream->gaps > 0)
			connection->notes.session.marks |= SESSION_GAPS;
		if (stream->conflict)
			connection->notes.session.marks |= SESSION_CONFLICT;
		if (!stream->begun)
			connection->notes.session.marks |= SESSION_ONE_SIDED;
		else if (!stream->from_start)
			connection->notes.session.marks |= SESSION_BEGUN_BEFORE;
	}
}

/* A session may hold millions of empty messages: above the bound they are counted. */
static void report_message(Connection *connection, RawMessage *take_message)
{
	Session *session = &connection->notes.session;

	if (session->messages <= LIMIT_SMTP_MESSAGES) {
		connection->observer->message(take_message, connection->user_data);
		return;
	}
	session->marks |= SESSION_OVERFULL;
	raw_message_free(take_message);
}

static void take_event(const SmtpEvent *event, gpointer user_data)
{
	Connection *connection = user_data;

	if (event->kind == SMTP_EVENT_MESSAGE)
		mark_streams(connection);
	connection->notes.time = connection->time;
	RawMessage *message = session_notes_event(&connection->notes, event,
		smtp_session_auth(smtp_replay_session(connection->replay)));

	if (message != NULL)
		report_message(connection, message);
}

static void take_password(const char *user, Span password, gpointer user_data)
{
	Connection *connection = user_data;
	Session session = connection->notes.session;

	session.account = (char *)user;
	session.mechanism = smtp_session_auth(smtp_replay_session(connection->replay))->mechanism;
	connection->observer->password(&session, password, connection->user_data);
}

static void take_greeting(Span name, gpointer user_data)
{
	Connection *connection = user_data;

	if (name.length == 0 || memchr(name.data, '.', name.length) == NULL)
		return;
	g_free(connection->notes.session.server_name);
	connection->notes.session.server_name =
		g_strndup(name.data, MIN(name.length, LIMIT_STRING));
}

/* ---- which protocol ---- */

static void drop_heads(Connection *connection)
{
	for (guint i = 0; i < 2; i++)
		g_clear_pointer(&connection->sides[i].head, g_byte_array_unref);
}

static void forget(Connection *connection)
{
	connection->kind = KIND_OTHER;
	drop_heads(connection);
	tcp_stream_clear(&connection->sides[0].stream);
	tcp_stream_clear(&connection->sides[1].stream);
}

static Span head_of(const Side *side)
{
	return side->head != NULL ? span_new(side->head->data, side->head->len) : span_new(NULL, 0);
}

static void begin_session(Side *client, Kind kind)
{
	Connection *connection = client->connection;

	connection->kind = kind;
	connection->client = client;
	connection->notes.session.client = client->endpoint;
	connection->notes.session.server = other_side(client)->endpoint;
	connection->observer->begin(&connection->notes.session, connection->user_data);
}

/* Answers can be told apart when both sides are there from the start. */
static gboolean is_paired(const Side *client, const Side *server)
{
	return smtp_reply_code(head_of(server)) == 220 ||
	       (client->stream.from_start && server->stream.from_start);
}

static void begin_smtp(Side *client)
{
	static const SmtpObserver observer = {.event = take_event, .password = take_password};
	Connection *connection = client->connection;
	Side *server = other_side(client);

	begin_session(client, KIND_SMTP);
	connection->replay = smtp_replay_new(&observer, take_greeting, connection);
	if (!is_paired(client, server))
		smtp_replay_guess(connection->replay);
	tcp_stream_remember(&client->stream);
	tcp_stream_remember(&server->stream);
	smtp_replay_server(connection->replay, head_of(server));
	smtp_replay_client(connection->replay, head_of(client));
	drop_heads(connection);
}

/* Nothing in TLS tells what it carries: the ports for mail do. */
static void begin_tls(Side *client)
{
	static const guint16 ports[] = {25, 465, 587, 2525};
	guint16 port = other_side(client)->endpoint.port;

	for (gsize i = 0; i < G_N_ELEMENTS(ports); i++)
		if (port == ports[i]) {
			begin_session(client, KIND_TLS);
			client->connection->notes.session.marks |= SESSION_ENCRYPTED;
			drop_heads(client->connection);
			return;
		}
	forget(client->connection);
}

static void taste(Side *side, Span bytes)
{
	if (side->head == NULL)
		side->head = g_byte_array_new();
	g_byte_array_append(side->head, (const guint8 *)bytes.data, (guint)bytes.length);
	switch (smtp_taste(head_of(side))) {
	case SMTP_TASTE_CLIENT:
		begin_smtp(side);
		break;
	case SMTP_TASTE_SERVER:
		begin_smtp(other_side(side));
		break;
	case SMTP_TASTE_TLS:
		begin_tls(side);
		break;
	case SMTP_TASTE_OTHER:
		forget(side->connection);
		break;
	case SMTP_TASTE_ANSWERS:
		if (side->head->len > LIMIT_SMTP_HELD)
			forget(side->connection);
		break;
	case SMTP_TASTE_SHORT:
		break;
	}
}

/* ---- bytes ---- */

static void take_data(Span bytes, gpointer user_data)
{
	Side *side = user_data;
	Connection *connection = side->connection;

	if (connection->kind == KIND_UNKNOWN)
		taste(side, bytes);
	else if (connection->kind != KIND_SMTP)
		return;
	else if (side == connection->client)
		smtp_replay_client(connection->replay, bytes);
	else
		smtp_replay_server(connection->replay, bytes);
}

static void take_gap(guint64 count, gpointer user_data)
{
	Side *side = user_data;
	Connection *connection = side->connection;

	if (connection->kind == KIND_UNKNOWN)
		forget(connection);
	else if (connection->kind != KIND_SMTP)
		return;
	else if (side == connection->client)
		smtp_replay_client_gap(connection->replay, count);
	else
		smtp_replay_guess(connection->replay);
}

/* ---- packets ---- */

Connection *connection_new(
	const Packet *packet, const ConnectionObserver *observer, gpointer user_data)
{
	static const TcpStreamObserver streams = {.data = take_data, .gap = take_gap};
	Connection *connection = g_new0(Connection, 1);

	connection->observer = observer;
	connection->user_data = user_data;
	connection->notes.session.begun = packet->time;
	connection->sides[0].endpoint = packet->from;
	connection->sides[1].endpoint = packet->to;
	for (guint i = 0; i < 2; i++) {
		Side *side = &connection->sides[i];

		side->connection = connection;
		tcp_stream_init(&side->stream, &streams, side);
	}
	return connection;
}

static Side *sender(Connection *connection, const Packet *packet)
{
	gboolean first = same_endpoint(&connection->sides[0].endpoint, &packet->from);

	return &connection->sides[first ? 0 : 1];
}

void connection_read(Connection *connection, const Packet *packet)
{
	Side *side = sender(connection, packet);

	connection->time = packet->time;
	connection->reset = connection->reset || packet->reset;
	if (connection->kind == KIND_OTHER) {
		connection->reset = connection->reset || packet->segment.fin;
		return;
	}
	/* What a reset carries is a reason for people (RFC 9293 3.5.2). */
	if (packet->reset)
		return;
	if (packet->segment.syn)
		side->syn = packet->segment.sequence;
	tcp_stream_segment(&side->stream, &packet->segment);
	if (packet->acknowledges && connection->kind != KIND_OTHER)
		tcp_stream_acknowledge(&other_side(side)->stream, packet->acknowledged);
}

gboolean connection_is_replaced(const Connection *connection, const Packet *packet)
{
	if (!packet->segment.syn || packet->acknowledges)
		return FALSE;
	const Side *side = sender((Connection *)connection, packet);

	return connection->kind == KIND_OTHER ||
	       (side->stream.from_start ? side->syn != packet->segment.sequence
					: side->stream.flowing);
}

gboolean connection_is_closed(const Connection *connection)
{
	return connection->reset || (tcp_stream_finished(&connection->sides[0].stream) &&
					    tcp_stream_finished(&connection->sides[1].stream));
}

gint64 connection_time(const Connection *connection)
{
	return connection->time;
}

gsize connection_held(const Connection *connection)
{
	gsize held = sizeof(Connection) + session_notes_held(&connection->notes);

	for (guint i = 0; i < 2; i++) {
		const Side *side = &connection->sides[i];

		held += tcp_stream_held(&side->stream) + (side->head != NULL ? side->head->len : 0);
	}
	if (connection->replay != NULL)
		held += smtp_replay_held(connection->replay) +
			smtp_session_held(smtp_replay_session(connection->replay));
	return held;
}

/* ---- the end ---- */

static void report_session(Connection *connection)
{
	Session *session = &connection->notes.session;

	session->ended = connection->time;
	mark_streams(connection);
	if (!connection->notes.quit && !connection_is_closed(connection))
		session->marks |= SESSION_CUT;
	connection->observer->session(session, connection->user_data);
}

void connection_free(Connection *connection)
{
	/* The server first: its answers decide on what the client sent. */
	Side *server =
		connection->client != NULL ? other_side(connection->client) : &connection->sides[1];

	tcp_stream_flush(&server->stream);
	tcp_stream_flush(&other_side(server)->stream);
	if (connection->kind == KIND_SMTP)
		smtp_replay_end(connection->replay);
	if (connection->kind == KIND_SMTP || connection->kind == KIND_TLS)
		report_session(connection);
	forget(connection);
	smtp_replay_free(connection->replay);
	session_notes_clear(&connection->notes);
	g_free(connection);
}
