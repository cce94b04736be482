/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords pass through the house's buffer, the session's line and what follows a message in the
 * same packet; each is wiped when it was read.
 */
#include "service/sink/client.h"

#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "service/sink/answer.h"
#include "service/sink/tls-authority.h"
#include "service/sink/transport.h"

/* What OpenSSL holds for a connection, about. */
#define TLS_BYTES LIMIT_KIB(32)

struct Client {
	const ClientHouse *house;
	Transport transport;
	struct event *readable;
	struct event *writable; /* NULL until it is needed */
	BudgetShare *share;
	gsize held; /* bytes of the budget */
	SmtpSession *session;
	SessionNotes notes;
	GByteArray *out;  /* answers */
	gsize sent;       /* bytes of them that are gone */
	GByteArray *rest; /* what came behind a message that waits; or NULL */
	SmtpFault fault;  /* the last one */
	guint faults;
	guint transactions;
	guint64 content; /* bytes of the message being sent, kept or not */
	gint64 deadline; /* of this step, monotonic microseconds */
	gint64 last;     /* of the session */
	gboolean begins_tls;
	gboolean greeted;
	gboolean waiting; /* a message, to be durable */
	gboolean kept;    /* the house has it */
	gboolean starved; /* there was no room for the message */
	gboolean turning; /* TLS begins once the answers are gone */
	gboolean leaving; /* the connection ends once the answers are gone */
	gboolean ended;
};

static void renew(Client *client)
{
	client->deadline = g_get_monotonic_time() + (gint64)client->house->seconds * G_USEC_PER_SEC;
}

/* ---- what the session asks for and tells ---- */

/* The connection ends after a last answer; what the client still says is not read. */
static void leave(Client *client)
{
	client->leaving = TRUE;
	smtp_session_end(client->session);
}

static void take_leave(Client *client, const char *reason)
{
	answer_append_farewell(client->out, client->house->name, reason);
	leave(client);
}

static gboolean is_too_much(Client *client, SmtpStep step)
{
	client->faults += step == SMTP_STEP_ERROR;
	client->transactions += step == SMTP_STEP_MAIL;
	return client->faults > LIMIT_SINK_FAULTS || client->transactions > LIMIT_SINK_TRANSACTIONS;
}

/* Never the same twice, and tells nothing. */
static char *new_token(void)
{
	return g_strdup_printf("%08x%08x.%" G_GINT64_FORMAT, g_random_int(), g_random_int(),
		g_get_real_time() / G_USEC_PER_SEC);
}

static guint append_answer(Client *client, SmtpStep step)
{
	g_autofree char *token = step == SMTP_STEP_AUTH ? new_token() : NULL;
	AnswerScene scene = {.name = client->house->name,
		.tls = client->transport.tls != NULL,
		.fault = client->fault,
		.token = token};

	return answer_append(client->out, step, client->session, &scene);
}

static gboolean must_wait(const Client *client, SmtpStep step)
{
	return step == SMTP_STEP_MESSAGE && !client->starved &&
	       smtp_session_envelope(client->session)->rcpt_to->len > 0;
}

static void take_step(SmtpStep step, gpointer user_data)
{
	Client *client = user_data;

	renew(client);
	if (is_too_much(client, step)) {
		take_leave(client, "Too much for one session");
		return;
	}
	if (must_wait(client, step)) {
		client->waiting = TRUE;
		client->house->waiting(client, client->house->user_data);
		return;
	}
	guint code = step == SMTP_STEP_MESSAGE && client->starved
			     ? answer_append_no_room(client->out)
			     : append_answer(client, step);

	client->turning = client->turning || (step == SMTP_STEP_STARTTLS && code == 220);
	smtp_session_answer(client->session, code);
	if (step == SMTP_STEP_QUIT)
		leave(client);
}

/* A message that goes on gets more time for each part of it. */
static void note_progress(Client *client, gsize bytes)
{
	guint64 parts = client->content / LIMIT_SINK_STEP_BYTES;

	client->content += bytes;
	if (client->content / LIMIT_SINK_STEP_BYTES > parts)
		renew(client);
}

/* One that was refused is not kept: the client has it still. */
static void take_message(Client *client, const RawMessage *message)
{
	gboolean refused = message->delivery->code >= 400;

	client->kept = !refused && !client->starved &&
		       client->house->message(message, client->house->user_data);
	client->starved = FALSE;
	client->content = 0;
}

static void take_event(const SmtpEvent *event, gpointer user_data)
{
	Client *client = user_data;

	if (event->kind == SMTP_EVENT_CONTENT)
		note_progress(client, event->text.length);
	if (event->kind == SMTP_EVENT_CONTENT && client->starved)
		return;
	if (event->kind == SMTP_EVENT_FAULT)
		client->fault = event->fault;
	/* A client that begins TLS unasked cannot be understood. */
	if (event->kind == SMTP_EVENT_TLS && !client->turning)
		client->leaving = TRUE;
	RawMessage *message =
		session_notes_event(&client->notes, event, smtp_session_auth(client->session));

	if (message == NULL)
		return;
	take_message(client, message);
	raw_message_free(message);
}

static void take_password(const char *account, Span password, gpointer user_data)
{
	Client *client = user_data;

	client->house->password(
		&client->notes.session, account, password, client->house->user_data);
}

/* ---- life ---- */

static void forget_events(Client *client)
{
	g_clear_pointer(&client->readable, event_free);
	g_clear_pointer(&client->writable, event_free);
}

static void report_session(Client *client)
{
	Session *session = &client->notes.session;

	session->ended = client->notes.time = g_get_real_time();
	if (!client->notes.quit)
		session->marks |= SESSION_CUT;
	if (session->helo != NULL || session->attempts > 0 || session->messages > 0)
		client->house->session(session, client->house->user_data);
}

static void end(Client *client)
{
	if (client->ended)
		return;
	client->ended = TRUE;
	forget_events(client);
	client->notes.time = g_get_real_time();
	/* What was sent of a message is kept, for it was seen. */
	smtp_session_end(client->session);
	report_session(client);
	transport_close(&client->transport);
	budget_leave(client->house->budget, client->share, client->held);
	client->house->ended(client, client->house->user_data);
}

static void forget_rest(Client *client)
{
	if (client->rest == NULL)
		return;
	explicit_bzero(client->rest->data, client->rest->len);
	g_clear_pointer(&client->rest, g_byte_array_unref);
}

void client_free(Client *client)
{
	forget_rest(client);
	smtp_session_free(client->session);
	session_notes_clear(&client->notes);
	g_byte_array_unref(client->out);
	g_free(client);
}

/* ---- memory ---- */

static gsize measure(const Client *client)
{
	return sizeof *client + smtp_session_held(client->session) +
	       session_notes_held(&client->notes) + client->out->len +
	       (client->rest != NULL ? client->rest->len : 0) +
	       (client->transport.tls != NULL ? TLS_BYTES : 0);
}

static gboolean hold(Client *client)
{
	return budget_hold(client->house->budget, client->share, &client->held, measure(client));
}

/* The message gives way first, then the client. */
static void account(Client *client)
{
	if (hold(client))
		return;
	client->starved = TRUE;
	session_notes_drop_draft(&client->notes);
	if (!hold(client) && !client->leaving)
		take_leave(client, "Out of memory");
}

/* ---- bytes ---- */

static void on_writable(int socket, short what, void *user_data);

static void want_to_write(Client *client)
{
	if (client->writable == NULL)
		client->writable = event_new(client->house->base, client->transport.socket,
			EV_WRITE, on_writable, client);
	(void)event_del(client->readable);
	(void)event_add(client->writable, NULL);
}

static void greet(Client *client)
{
	client->greeted = TRUE;
	smtp_session_answer(client->session, append_answer(client, SMTP_STEP_GREETING));
}

static void flush(Client *client);

static void note_tls(Client *client)
{
	Session *session = &client->notes.session;

	session->marks |= SESSION_ENCRYPTED;
	g_free(session->server_name);
	session->server_name = g_strdup(tls_authority_asked(client->transport.tls));
}

static void shake_hands(Client *client)
{
	gssize result = transport_handshake(&client->transport);

	if (result == TRANSPORT_ENDED) {
		end(client);
		return;
	}
	if (result == TRANSPORT_WAIT) {
		if (client->transport.writes)
			want_to_write(client);
		return;
	}
	note_tls(client);
	renew(client);
	if (client->greeted)
		smtp_session_decrypted(client->session);
	else
		greet(client);
	flush(client);
}

static void begin_tls(Client *client)
{
	client->turning = FALSE;
	if (transport_begin_tls(&client->transport, client->house->context))
		shake_hands(client);
	else
		end(client);
}

/* Everything that was answered is gone. */
static void answered(Client *client)
{
	client->sent = 0;
	g_byte_array_set_size(client->out, 0);
	if (client->leaving)
		end(client);
	else if (client->turning)
		begin_tls(client);
}

static void flush(Client *client)
{
	while (client->sent < client->out->len) {
		gssize count = transport_write(&client->transport, client->out->data + client->sent,
			client->out->len - client->sent);

		if (count == TRANSPORT_ENDED) {
			end(client);
			return;
		}
		if (count == TRANSPORT_WAIT) {
			want_to_write(client);
			return;
		}
		client->sent += (gsize)count;
	}
	answered(client);
}

static void on_writable(int socket, short what, void *user_data)
{
	Client *client = user_data;

	(void)event_add(client->readable, NULL);
	if (client->transport.shaking)
		shake_hands(client);
	else
		flush(client);
}

/* What follows a message that waits is read after it; in a packet of its own, not even received. */
static void keep_rest(Client *client, Span rest)
{
	if (rest.length == 0)
		return;
	client->rest = g_byte_array_sized_new((guint)rest.length);
	g_byte_array_append(client->rest, (const guint8 *)rest.data, (guint)rest.length);
}

static void feed(Client *client, Span input)
{
	client->notes.time = g_get_real_time();
	gsize count = smtp_session_read(client->session, input);

	if (client->waiting)
		keep_rest(client, span_from(input, count));
	else
		account(client);
	flush(client);
}

static void on_readable(int socket, short what, void *user_data)
{
	Client *client = user_data;

	if (client->waiting)
		return;
	if (client->transport.shaking) {
		shake_hands(client);
		return;
	}
	guint8 *buffer = client->house->buffer;
	gssize count = transport_read(&client->transport, buffer, LIMIT_SINK_READ);

	if (count == TRANSPORT_ENDED) {
		end(client);
	} else if (count > 0) {
		feed(client, span_new(buffer, (gsize)count));
		explicit_bzero(buffer, (gsize)count);
	} else if (client->transport.writes) {
		want_to_write(client);
	}
}

void client_begin(Client *client)
{
	client->readable = event_new(client->house->base, client->transport.socket,
		EV_READ | EV_PERSIST, on_readable, client);
	(void)event_add(client->readable, NULL);
	renew(client);
	client->last = client->deadline + G_USEC_PER_SEC * (gint64)LIMIT_SINK_SESSION_SECONDS;
	if (client->begins_tls) {
		begin_tls(client);
		return;
	}
	greet(client);
	flush(client);
}

Client *client_new(const ClientHouse *house, const ClientCall *call)
{
	static const SmtpObserver observer = {
		.event = take_event, .expect = take_step, .password = take_password, .paced = TRUE};
	BudgetShare *share = budget_enter(house->budget, &call->client);

	if (share == NULL)
		return NULL;
	Client *client = g_new0(Client, 1);
	Session *session = &client->notes.session;

	client->house = house;
	client->share = share;
	client->transport.socket = call->socket;
	client->out = g_byte_array_new();
	client->session = smtp_session_new(&observer, client);
	session->source = SESSION_FROM_SINKHOLE;
	memcpy(session->process, house->process, sizeof session->process);
	session->number = call->number;
	session->client = call->client;
	session->server = call->server;
	session->begun = g_get_real_time();
	client->begins_tls = call->tls;
	return client;
}

/* ---- what the house decides ---- */

void client_conclude(Client *client)
{
	client->notes.time = g_get_real_time();
	if (!client->ended)
		smtp_session_answer(client->session, 250);
}

void client_answer(Client *client, gboolean durable)
{
	client->waiting = FALSE;
	if (client->ended || client->leaving)
		return;
	renew(client);
	if (!client->kept)
		(void)answer_append_no_room(client->out);
	else if (durable)
		(void)answer_append_stored(client->out);
	else
		(void)answer_append_not_stored(client->out);
	if (client->rest == NULL) {
		account(client);
		flush(client);
		return;
	}
	GByteArray *rest = g_steal_pointer(&client->rest);

	feed(client, span_new(rest->data, rest->len));
	explicit_bzero(rest->data, rest->len);
	g_byte_array_unref(rest);
}

void client_dismiss(Client *client)
{
	if (client->ended)
		return;
	if (client->greeted && !client->transport.shaking && !client->leaving) {
		answer_append_farewell(client->out, client->house->name, "Closing connection");
		client->leaving = TRUE;
		flush(client);
	}
	end(client);
}

void client_check_time(Client *client, gint64 now)
{
	if (!client->waiting && (now > client->deadline || now > client->last))
		client_dismiss(client);
}
