/* SPDX-License-Identifier: Apache-2.0
 *
 * One captured packet, from the link header to the TCP payload. Reads Ethernet with VLAN tags,
 * Linux cooked captures, loopback and raw IP; IPv4 and IPv6 with extension headers and fragments.
 * What is no TCP is passed over. Checksums are not looked at: network cards fill them in after the
 * capture.
 */
#pragma once

#include "intake/capture/datagrams.h"
#include "intake/capture/tcp-stream.h"

/* One end of a connection; IPv4 stands in IPv6 as ::ffff:a.b.c.d. */
typedef struct Endpoint {
	guint8 address[16];
	guint16 port;
} Endpoint;

/* A record of a capture. */
typedef struct Frame {
	gint64 time;  /* microseconds since 1970 */
	guint32 link; /* LINKTYPE_… (www.tcpdump.org/linktypes.html) */
	Span bytes;   /* borrowed */
} Frame;

typedef struct Packet {
	gint64 time;
	Endpoint from;
	Endpoint to;
	TcpSegment segment; /* its bytes are borrowed from the frame, or from the datagrams until
			       they are given the next one */
	guint32 acknowledged;
	gboolean acknowledges;
	gboolean reset;
} Packet;

/* Read FRAME; fragments are kept in DATAGRAMS until all are there. FALSE when it holds no TCP
 * segment, none that is whole, or cannot be read. */
gboolean packet_read(Packet *packet, const Frame *frame, Datagrams *datagrams);
/* "192.0.2.1:25", "[2001:db8::1]:25"; new string. */
char *endpoint_text(const Endpoint *endpoint);
/* The same without the port. */
char *endpoint_address(const Endpoint *endpoint);
