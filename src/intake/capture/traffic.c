/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of connections. They stand in the order of their last packets; those that closed wait a
 * little in a queue of their own, for what is late.
 */
#include "intake/capture/traffic.h"

#include <string.h>

#include "base/limits.h"
#include "intake/capture/seeded-hash.h"

typedef struct FlowKey {
	guint8 addresses[2][16];
	guint16 ports[2]; /* the smaller endpoint first */
} FlowKey;

typedef struct Flow {
	FlowKey key;
	Connection *connection;
	GList link;
	GQueue *queue; /* the one it stands in */
	gsize held;
} Flow;

struct Traffic {
	ConnectionObserver observer;
	SourceEvents events;
	char *tag; /* of the run, or NULL */
	char *sample;
	Datagrams *datagrams;
	GHashTable *flows; /* of Flow, owned, its own key */
	GQueue open;
	GQueue closing;
	gsize held;
	GQueue ready; /* of RawMessage */
	guint64 frames;
	guint64 segments;
};

static guint flow_hash(gconstpointer key)
{
	return seeded_hash(key, sizeof(FlowKey));
}

static gboolean flow_equal(gconstpointer left, gconstpointer right)
{
	return memcmp(left, right, sizeof(FlowKey)) == 0;
}

static void take_message(RawMessage *take_message, gpointer user_data)
{
	Traffic *traffic = user_data;

	g_queue_push_tail(&traffic->ready, take_message);
}

static void begin_session(Session *session, gpointer user_data)
{
	Traffic *traffic = user_data;

	session->tag = g_strdup(traffic->tag);
	session->sample = g_strdup(traffic->sample);
}

static void take_session(const Session *session, gpointer user_data)
{
	Traffic *traffic = user_data;

	traffic->events.session(session, traffic->events.user_data);
}

static void take_password(const Session *session, Span password, gpointer user_data)
{
	Traffic *traffic = user_data;

	if (traffic->events.password != NULL)
		traffic->events.password(session, password, traffic->events.user_data);
}

Traffic *traffic_new(const SourceEvents *events)
{
	Traffic *traffic = g_new0(Traffic, 1);

	traffic->observer = (ConnectionObserver){.begin = begin_session,
		.message = take_message,
		.session = take_session,
		.password = take_password};
	traffic->events = *events;
	traffic->datagrams = datagrams_new();
	traffic->flows = g_hash_table_new(flow_hash, flow_equal);
	return traffic;
}

static FlowKey key_of(const Packet *packet)
{
	const Endpoint *low = &packet->from;
	const Endpoint *high = &packet->to;
	int order = memcmp(low->address, high->address, sizeof low->address);

	if (order > 0 || (order == 0 && low->port > high->port)) {
		low = &packet->to;
		high = &packet->from;
	}
	FlowKey key = {.ports = {low->port, high->port}};

	memcpy(key.addresses[0], low->address, sizeof low->address);
	memcpy(key.addresses[1], high->address, sizeof high->address);
	return key;
}

static void end_flow(Traffic *traffic, Flow *flow)
{
	g_hash_table_remove(traffic->flows, &flow->key);
	g_queue_unlink(flow->queue, &flow->link);
	traffic->held -= flow->held;
	connection_free(flow->connection);
	g_free(flow);
}

static gboolean is_late(const GQueue *queue, gint64 now, gint64 seconds)
{
	const Flow *oldest = g_queue_peek_head((GQueue *)queue);

	return oldest != NULL &&
	       now - connection_time(oldest->connection) > seconds * G_USEC_PER_SEC;
}

static void end_late(Traffic *traffic, gint64 now)
{
	while (is_late(&traffic->closing, now, LIMIT_CLOSING_SECONDS))
		end_flow(traffic, g_queue_peek_head(&traffic->closing));
	while (is_late(&traffic->open, now, LIMIT_CONNECTION_SECONDS))
		end_flow(traffic, g_queue_peek_head(&traffic->open));
}

static void end_surplus(Traffic *traffic)
{
	while (traffic->held > LIMIT_CONNECTION_MEMORY ||
		g_hash_table_size(traffic->flows) > LIMIT_CONNECTIONS) {
		Flow *flow = g_queue_peek_head(&traffic->closing);

		end_flow(traffic, flow != NULL ? flow : g_queue_peek_head(&traffic->open));
	}
}

static Flow *add_flow(Traffic *traffic, const FlowKey *key, const Packet *packet)
{
	Flow *flow = g_new0(Flow, 1);

	flow->key = *key;
	flow->link.data = flow;
	flow->queue = &traffic->open;
	flow->connection = connection_new(packet, &traffic->observer, traffic);
	g_queue_push_tail_link(flow->queue, &flow->link);
	g_hash_table_add(traffic->flows, flow);
	return flow;
}

/* The flow that PACKET belongs to; NULL when it tells nothing and there is none. */
static Flow *find_flow(Traffic *traffic, const Packet *packet)
{
	FlowKey key = key_of(packet);
	Flow *flow = g_hash_table_lookup(traffic->flows, &key);

	if (flow != NULL && connection_is_replaced(flow->connection, packet)) {
		end_flow(traffic, flow);
		flow = NULL;
	}
	if (flow == NULL && (packet->segment.syn || packet->segment.bytes.length > 0))
		flow = add_flow(traffic, &key, packet);
	return flow;
}

static void account_for(Traffic *traffic, Flow *flow)
{
	gsize held = connection_held(flow->connection);

	traffic->held = traffic->held - flow->held + held;
	flow->held = held;
	g_queue_unlink(flow->queue, &flow->link);
	flow->queue = connection_is_closed(flow->connection) ? &traffic->closing : &traffic->open;
	g_queue_push_tail_link(flow->queue, &flow->link);
}

void traffic_set_run(Traffic *traffic, const char *tag, const char *sample)
{
	g_free(traffic->tag);
	g_free(traffic->sample);
	traffic->tag = g_strdup(tag);
	traffic->sample = g_strdup(sample);
}

void traffic_read(Traffic *traffic, const Frame *frame)
{
	Packet packet;

	traffic->frames++;
	if (!packet_read(&packet, frame, traffic->datagrams))
		return;
	traffic->segments++;
	end_late(traffic, packet.time);
	Flow *flow = find_flow(traffic, &packet);

	if (flow == NULL)
		return;
	connection_read(flow->connection, &packet);
	account_for(traffic, flow);
	end_surplus(traffic);
}

void traffic_end(Traffic *traffic)
{
	while (traffic->closing.length > 0)
		end_flow(traffic, g_queue_peek_head(&traffic->closing));
	while (traffic->open.length > 0)
		end_flow(traffic, g_queue_peek_head(&traffic->open));
}

RawMessage *traffic_take(Traffic *traffic)
{
	return g_queue_pop_head(&traffic->ready);
}

guint64 traffic_frames(const Traffic *traffic)
{
	return traffic->frames;
}

guint64 traffic_segments(const Traffic *traffic)
{
	return traffic->segments;
}

void traffic_free(Traffic *traffic)
{
	if (traffic == NULL)
		return;
	traffic_end(traffic);
	g_queue_clear_full(&traffic->ready, (GDestroyNotify)raw_message_free);
	g_hash_table_unref(traffic->flows);
	datagrams_free(traffic->datagrams);
	g_free(traffic->tag);
	g_free(traffic->sample);
	g_free(traffic);
}
