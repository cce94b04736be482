/* SPDX-License-Identifier: Apache-2.0
 *
 * The loop, and what clients tell.
 */
#include "service/sink/receiver.h"

#include <errno.h>
#include <event2/listener.h>
#include <openssl/rand.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "service/sink/client.h"
#include "service/sink/listener.h"

/* Descriptors that are not clients: listeners, spool, the loop's own. */
#define OTHER_DESCRIPTORS (LIMIT_SINK_PORTS + 32)

typedef struct Receiver {
	const ReceiverOptions *options;
	ClientHouse house;
	GPtrArray *ports;    /* of Port */
	GHashTable *clients; /* a set of Client */
	GPtrArray *waiting;  /* clients with a message to be made durable */
	GPtrArray *gone;     /* clients to be freed */
	Spool *spool;        /* NULL while it cannot be had */
	gboolean unsynced;   /* something was appended */
	gint64 silent;       /* of the spool until then, monotonic microseconds */
	gboolean stopping;
	guint64 calls;
} Receiver;

/* One port of it. */
typedef struct Port {
	Receiver *receiver;
	struct evconnlistener *listener;
	gboolean tls;
} Port;

/* ---- the spool ---- */

/* A disk that is full stays so for a while, and whoever fills it sends on: a complaint in a minute
 * is enough. */
static void complain_of_spool(Receiver *receiver, const GError *error)
{
	gint64 now = g_get_monotonic_time();

	if (now < receiver->silent)
		return;
	receiver->options->complain(error->message);
	receiver->silent = now + 60 * G_USEC_PER_SEC;
}

static void open_spool(Receiver *receiver)
{
	g_autoptr(GError) error = NULL;

	receiver->spool = spool_new(receiver->options->spool, &error);
	if (receiver->spool == NULL)
		complain_of_spool(receiver, error);
}

/* After a failure the old one takes no more: what it could not make durable was not answered. */
static gboolean sync_spool(Receiver *receiver)
{
	g_autoptr(GError) error = NULL;

	if (receiver->spool == NULL)
		return FALSE;
	receiver->unsynced = FALSE;
	if (spool_sync(receiver->spool, &error))
		return TRUE;
	complain_of_spool(receiver, error);
	g_clear_pointer(&receiver->spool, spool_free);
	return FALSE;
}

static gboolean appended(Receiver *receiver, gboolean done, const GError *error)
{
	receiver->unsynced = TRUE;
	if (!done)
		complain_of_spool(receiver, error);
	return done;
}

/* ---- what clients tell ---- */

static void take_waiting(Client *client, gpointer user_data)
{
	g_ptr_array_add(((Receiver *)user_data)->waiting, client);
}

static gboolean take_message(const RawMessage *message, gpointer user_data)
{
	Receiver *receiver = user_data;
	g_autoptr(GError) error = NULL;
	gsize length;
	const void *bytes = g_bytes_get_data(message->bytes, &length);

	if (receiver->spool == NULL)
		return FALSE;
	gboolean done = spool_append_message(receiver->spool, message->delivery,
		&receiver->options->run, span_new(bytes, length), message->cut, &error);

	return appended(receiver, done, error);
}

static void take_session(const Session *session, gpointer user_data)
{
	Receiver *receiver = user_data;
	g_autoptr(GError) error = NULL;

	if (receiver->spool != NULL)
		(void)appended(receiver,
			spool_append_session(
				receiver->spool, session, &receiver->options->run, &error),
			error);
}

static void take_password(
	const Session *session, const char *account, Span password, gpointer user_data)
{
	Receiver *receiver = user_data;
	Session copy = session_copy(session);

	(void)password_hasher_take(
		receiver->options->hasher, account, password, g_memdup2(&copy, sizeof copy));
}

static void keep_hash(Receiver *receiver, PasswordHash *hash)
{
	g_autoptr(GError) error = NULL;

	if (receiver->spool != NULL)
		(void)appended(receiver,
			spool_append_password(
				receiver->spool, hash->context, hash->account, hash->text, &error),
			error);
	session_free(hash->context);
	g_free(hash->account);
	g_free(hash->text);
}

static void on_hash(int descriptor, short what, void *user_data)
{
	Receiver *receiver = user_data;
	PasswordHash hash;

	while (password_hasher_poll(receiver->options->hasher, &hash))
		keep_hash(receiver, &hash);
}

/* Those that were taken shortly before the end. */
static void await_hashes(Receiver *receiver)
{
	gint64 last = g_get_monotonic_time() + LIMIT_SINK_STOP_SECONDS * G_USEC_PER_SEC;
	PasswordHash hash;

	while (g_get_monotonic_time() < last &&
		password_hasher_wait(receiver->options->hasher, &hash))
		keep_hash(receiver, &hash);
}

static void take_end(Client *client, gpointer user_data)
{
	Receiver *receiver = user_data;

	g_hash_table_remove(receiver->clients, client);
	/* It may have brought one more message with the answer that it did not wait for. */
	g_ptr_array_remove(receiver->waiting, client);
	g_ptr_array_add(receiver->gone, client);
}

/* ---- connections ---- */

static void refuse(int socket)
{
	static const char answer[] = "421 4.3.2 Too many connections, try again later\r\n";

	(void)send(socket, answer, strlen(answer), MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)close(socket);
}

static void take_call(struct evconnlistener *listener, evutil_socket_t socket,
	struct sockaddr *address, int length, void *user_data)
{
	const Port *port = user_data;
	Receiver *receiver = port->receiver;
	ClientCall call = {.socket = socket,
		.tls = port->tls,
		.number = ++receiver->calls,
		.client = listener_endpoint(address),
		.server = listener_destination(socket, receiver->options->transparent)};
	Client *client = client_new(&receiver->house, &call);

	if (client == NULL) {
		refuse(socket);
		return;
	}
	g_hash_table_add(receiver->clients, client);
	client_begin(client);
}

/* Without descriptors nothing can be accepted, and the loop would spin on it: until the next tick
 * the callers wait. */
static void rest_port(struct evconnlistener *listener, void *user_data)
{
	(void)evconnlistener_disable(listener);
}

static gboolean open_port(Receiver *receiver, const Listener *listener)
{
	Port *port = g_new(Port, 1);

	*port = (Port){.receiver = receiver, .tls = listener->tls};
	port->listener = evconnlistener_new(
		receiver->house.base, take_call, port, LEV_OPT_CLOSE_ON_EXEC, 0, listener->socket);
	if (port->listener == NULL) {
		g_free(port);
		return FALSE;
	}
	evconnlistener_set_error_cb(port->listener, rest_port);
	g_ptr_array_add(receiver->ports, port);
	return TRUE;
}

static void port_free(gpointer data)
{
	Port *port = data;

	evconnlistener_free(port->listener);
	g_free(port);
}

/* ---- the loop ---- */

/* All messages that came to their end are made durable at once, then each is answered. What is
 * answered may end further ones, which wait for the next pass. */
static void commit(Receiver *receiver)
{
	if (receiver->waiting->len == 0)
		return;
	g_autoptr(GPtrArray) waiting = g_steal_pointer(&receiver->waiting);

	receiver->waiting = g_ptr_array_new();
	for (guint i = 0; i < waiting->len; i++)
		client_conclude(waiting->pdata[i]);
	gboolean durable = sync_spool(receiver);

	for (guint i = 0; i < waiting->len; i++)
		client_answer(waiting->pdata[i], durable);
}

/* Of clients only memory is left. */
static void free_gone(Receiver *receiver)
{
	for (guint i = 0; i < receiver->gone->len; i++)
		client_free(receiver->gone->pdata[i]);
	g_ptr_array_set_size(receiver->gone, 0);
}

static void on_tick(int socket, short what, void *user_data)
{
	Receiver *receiver = user_data;
	g_autoptr(GList) clients = g_hash_table_get_keys(receiver->clients);
	gint64 now = g_get_monotonic_time();

	for (GList *at = clients; at != NULL; at = at->next)
		client_check_time(at->data, now);
	for (guint i = 0; i < receiver->ports->len; i++)
		(void)evconnlistener_enable(((Port *)receiver->ports->pdata[i])->listener);
	if (receiver->spool == NULL)
		open_spool(receiver);
	if (receiver->unsynced && receiver->waiting->len == 0)
		(void)sync_spool(receiver);
}

static void on_stop(int number, short what, void *user_data)
{
	((Receiver *)user_data)->stopping = TRUE;
}

static void dismiss_all(Receiver *receiver)
{
	g_autoptr(GList) clients = g_hash_table_get_keys(receiver->clients);

	for (GList *at = clients; at != NULL; at = at->next)
		client_dismiss(at->data);
}

static void loop(Receiver *receiver)
{
	while (!receiver->stopping) {
		int more = receiver->waiting->len > 0 ? EVLOOP_NONBLOCK : 0;

		(void)event_base_loop(receiver->house.base, EVLOOP_ONCE | more);
		commit(receiver);
		free_gone(receiver);
	}
	g_ptr_array_set_size(receiver->ports, 0);
	commit(receiver);
	dismiss_all(receiver);
	free_gone(receiver);
	await_hashes(receiver);
	(void)sync_spool(receiver);
}

/* ---- beginning and end ---- */

/* Descriptors for all clients that are served, or fewer clients. */
static guint most_clients(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1;
	limit.rlim_cur = MIN(limit.rlim_max, LIMIT_SINK_CLIENTS + OTHER_DESCRIPTORS);
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur > OTHER_DESCRIPTORS ? (guint)limit.rlim_cur - OTHER_DESCRIPTORS : 1;
}

static void prepare_house(Receiver *receiver)
{
	const ReceiverOptions *options = receiver->options;

	receiver->house = (ClientHouse){.base = event_base_new(),
		.budget = budget_new(most_clients(), LIMIT_SINK_MEMORY),
		.context = tls_authority_context(options->authority),
		.name = options->name,
		.seconds = options->seconds,
		.buffer = g_malloc0(LIMIT_SINK_READ),
		.waiting = take_waiting,
		.message = take_message,
		.session = take_session,
		.password = take_password,
		.ended = take_end,
		.user_data = receiver};
	receiver->ports = g_ptr_array_new_with_free_func(port_free);
	receiver->clients = g_hash_table_new(NULL, NULL);
	receiver->waiting = g_ptr_array_new();
	receiver->gone = g_ptr_array_new();
}

static gboolean begin(Receiver *receiver, GError **error)
{
	const GArray *listeners = receiver->options->listeners;
	gboolean ready = receiver->house.base != NULL &&
			 RAND_bytes(receiver->house.process, SESSION_PROCESS_BYTES) == 1;

	for (guint i = 0; ready && i < listeners->len; i++)
		ready = open_port(receiver, &g_array_index(listeners, Listener, i));
	if (!ready) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, g_strerror(errno));
		return FALSE;
	}
	receiver->spool = spool_new(receiver->options->spool, error);
	return receiver->spool != NULL;
}

static void clear(Receiver *receiver)
{
	g_ptr_array_unref(receiver->ports);
	g_ptr_array_unref(receiver->waiting);
	g_ptr_array_unref(receiver->gone);
	g_hash_table_unref(receiver->clients);
	budget_free(receiver->house.budget);
	g_clear_pointer(&receiver->spool, spool_free);
	g_free(receiver->house.buffer);
	g_clear_pointer(&receiver->house.base, event_base_free);
}

static void serve(Receiver *receiver)
{
	struct event_base *base = receiver->house.base;
	struct event *ends = evsignal_new(base, SIGTERM, on_stop, receiver);
	struct event *interrupts = evsignal_new(base, SIGINT, on_stop, receiver);
	struct event *ticks = event_new(base, -1, EV_PERSIST, on_tick, receiver);
	struct event *hashes =
		event_new(base, password_hasher_descriptor(receiver->options->hasher),
			EV_READ | EV_PERSIST, on_hash, receiver);

	(void)event_add(hashes, NULL);
	(void)event_add(ends, NULL);
	(void)event_add(interrupts, NULL);
	(void)event_add(ticks, &(struct timeval){.tv_sec = 1});
	loop(receiver);
	event_free(hashes);
	event_free(ticks);
	event_free(interrupts);
	event_free(ends);
}

gboolean receiver_run(const ReceiverOptions *options, GError **error)
{
	Receiver receiver = {.options = options};

	(void)signal(SIGPIPE, SIG_IGN);
	prepare_house(&receiver);
	gboolean begun = begin(&receiver, error);

	if (begun)
		serve(&receiver);
	clear(&receiver);
	return begun;
}
