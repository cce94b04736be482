/* SPDX-License-Identifier: Apache-2.0
 *
 * IP and TCP headers. No length in them is believed beyond what was captured.
 */
#include "intake/capture/packet.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/limits.h"
#include "intake/capture/link.h"

enum {
	PROTOCOL_HOP_BY_HOP = 0,
	PROTOCOL_TCP = 6,
	PROTOCOL_ROUTING = 43,
	PROTOCOL_FRAGMENT = 44,
	PROTOCOL_AUTHENTICATION = 51,
	PROTOCOL_DESTINATION = 60,
	PROTOCOL_MOBILITY = 135,
};

static const guint8 mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/* What IP carries. */
typedef struct Carried {
	guint8 from[16];
	guint8 to[16];
	guint8 protocol;
	gsize length; /* as sent */
	Span bytes;
} Carried;

static guint8 byte_at(Span span, gsize at)
{
	return (guint8)span.data[at];
}

static void cut_to(Span *span, gsize length)
{
	span->length = MIN(span->length, length);
}

/* The datagram that a fragment completes. One that the capture cut short is none. */
static gboolean complete(Carried *carried, Fragment *fragment, Datagrams *datagrams, gint64 time)
{
	memcpy(fragment->from, carried->from, sizeof fragment->from);
	memcpy(fragment->to, carried->to, sizeof fragment->to);
	fragment->protocol = carried->protocol;
	fragment->bytes = carried->bytes;
	if (carried->bytes.length < carried->length ||
		!datagrams_add(datagrams, fragment, time, &carried->bytes))
		return FALSE;
	carried->length = carried->bytes.length;
	return TRUE;
}

static gboolean read_ipv4(Carried *carried, Span span, Datagrams *datagrams, gint64 time)
{
	gsize header = span.length >= 20 ? (gsize)(byte_at(span, 0) & 15) * 4 : 0;

	if (header < 20 || header > span.length || byte_at(span, 0) >> 4 != 4)
		return FALSE;
	gsize total = link_number16(span_from(span, 2));

	/* 0: the network card was to cut the packet up and fill the length in. */
	if (total == 0)
		total = span.length;
	if (total < header)
		return FALSE;
	memcpy(carried->from, mapped_prefix, sizeof mapped_prefix);
	memcpy(carried->from + 12, span.data + 12, 4);
	memcpy(carried->to, mapped_prefix, sizeof mapped_prefix);
	memcpy(carried->to + 12, span.data + 16, 4);
	carried->protocol = byte_at(span, 9);
	carried->length = total - header;
	carried->bytes = span_from(span, header);
	cut_to(&carried->bytes, carried->length);
	guint16 place = link_number16(span_from(span, 6));
	Fragment fragment = {.identification = link_number16(span_from(span, 4)),
		.offset = (guint32)(place & 0x1fff) * 8,
		.more = (place & 0x2000) != 0};

	return (fragment.offset == 0 && !fragment.more) ||
	       complete(carried, &fragment, datagrams, time);
}

/* The length of the extension header at SPAN; 0 when PROTOCOL is none or it is cut. */
static gsize extension_length(guint8 protocol, Span span)
{
	if (span.length < 8)
		return 0;
	gsize length;

	switch (protocol) {
	case PROTOCOL_HOP_BY_HOP:
	case PROTOCOL_ROUTING:
	case PROTOCOL_DESTINATION:
	case PROTOCOL_MOBILITY:
		length = (gsize)(byte_at(span, 1) + 1) * 8;
		break;
	case PROTOCOL_AUTHENTICATION:
		length = (gsize)(byte_at(span, 1) + 2) * 4;
		break;
	case PROTOCOL_FRAGMENT:
		length = 8;
		break;
	default:
		return 0;
	}
	return length <= span.length ? length : 0;
}

static gboolean read_fragment(Carried *carried, Span header, Datagrams *datagrams, gint64 time)
{
	guint16 place = link_number16(span_from(header, 2));
	Fragment fragment = {.identification = link_number32(span_from(header, 4)),
		.offset = place & 0xfff8,
		.more = (place & 1) != 0};

	return (fragment.offset == 0 && !fragment.more) ||
	       complete(carried, &fragment, datagrams, time);
}

static gboolean skip_extensions(Carried *carried, Datagrams *datagrams, gint64 time)
{
	for (guint count = 0; carried->protocol != PROTOCOL_TCP; count++) {
		Span header = carried->bytes;
		gboolean fragment = carried->protocol == PROTOCOL_FRAGMENT;
		gsize length = extension_length(carried->protocol, header);

		if (length == 0 || length > carried->length || count == LIMIT_EXTENSION_HEADERS)
			return FALSE;
		carried->protocol = byte_at(header, 0);
		carried->bytes = span_from(header, length);
		carried->length -= length;
		if (fragment && !read_fragment(carried, header, datagrams, time))
			return FALSE;
	}
	return TRUE;
}

static gboolean read_ipv6(Carried *carried, Span span, Datagrams *datagrams, gint64 time)
{
	if (span.length < 40 || byte_at(span, 0) >> 4 != 6)
		return FALSE;
	memcpy(carried->from, span.data + 8, 16);
	memcpy(carried->to, span.data + 24, 16);
	carried->protocol = byte_at(span, 6);
	carried->length = link_number16(span_from(span, 4));
	carried->bytes = span_from(span, 40);
	if (carried->length == 0)
		carried->length = carried->bytes.length;
	cut_to(&carried->bytes, carried->length);
	return skip_extensions(carried, datagrams, time);
}

static gboolean read_tcp(Packet *packet, const Carried *carried)
{
	enum { FLAG_FIN = 1, FLAG_SYN = 2, FLAG_RST = 4, FLAG_ACK = 16 };
	Span span = carried->bytes;
	gsize header = span.length >= 20 ? (gsize)(byte_at(span, 12) >> 4) * 4 : 0;

	if (header < 20 || header > carried->length)
		return FALSE;
	guint8 flags = byte_at(span, 13);

	memcpy(packet->from.address, carried->from, sizeof carried->from);
	memcpy(packet->to.address, carried->to, sizeof carried->to);
	packet->from.port = link_number16(span);
	packet->to.port = link_number16(span_from(span, 2));
	packet->segment = (TcpSegment){.sequence = link_number32(span_from(span, 4)),
		.syn = (flags & FLAG_SYN) != 0,
		.fin = (flags & FLAG_FIN) != 0,
		.length = carried->length - header,
		.bytes = span_from(span, header)};
	packet->acknowledged = link_number32(span_from(span, 8));
	packet->acknowledges = (flags & FLAG_ACK) != 0;
	packet->reset = (flags & FLAG_RST) != 0;
	return TRUE;
}

gboolean packet_read(Packet *packet, const Frame *frame, Datagrams *datagrams)
{
	Span payload;
	Carried carried;
	guint16 type = link_payload(frame->link, frame->bytes, &payload);

	if (type == LINK_IPV4) {
		if (!read_ipv4(&carried, payload, datagrams, frame->time))
			return FALSE;
	} else if (type != LINK_IPV6 || !read_ipv6(&carried, payload, datagrams, frame->time)) {
		return FALSE;
	}
	packet->time = frame->time;
	return carried.protocol == PROTOCOL_TCP && read_tcp(packet, &carried);
}

char *endpoint_address(const Endpoint *endpoint)
{
	char text[INET6_ADDRSTRLEN] = "";
	gboolean mapped = memcmp(endpoint->address, mapped_prefix, sizeof mapped_prefix) == 0;

	(void)inet_ntop(mapped ? AF_INET : AF_INET6, endpoint->address + (mapped ? 12 : 0), text,
		sizeof text);
	return g_strdup(text);
}

char *endpoint_text(const Endpoint *endpoint)
{
	g_autofree char *address = endpoint_address(endpoint);
	gboolean colons = strchr(address, ':') != NULL;

	return g_strdup_printf(colons ? "[%s]:%u" : "%s:%u", address, (guint)endpoint->port);
}
