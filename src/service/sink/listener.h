/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a sinkhole listens, and where a connection that reaches it wanted to go.
 */
#pragma once

#include <glib.h>
#include <sys/socket.h>

#include "intake/capture/packet.h"

typedef struct Listener {
	Endpoint endpoint;
	gboolean tls; /* at once */
	int socket;   /* listening, non-blocking; -1 until it is opened */
} Listener;

/* Ports of an address that is named without one. */
#define LISTENER_USUAL_PORTS 3

/* Add what TEXT names to LISTENERS (of Listener): ADDRESS:PORT, [ADDRESS]:PORT, each also with
 * "/tls" behind it, which port 465 has without being told; or ADDRESS alone for the ports 25, 465
 * and 587. FALSE with KITH_ERROR_USAGE when it is none of these, or one too many. */
gboolean listener_add(GArray *listeners, const char *text, GError **error);
/* Bind and listen. TRANSPARENT: also take what is routed here for others' addresses (TPROXY), where
 * the privilege allows. KITH_ERROR_IO when the address cannot be had. */
gboolean listener_open(Listener *listener, gboolean transparent, GError **error);
/* ADDRESS of the kernel as an endpoint; all zero when it is of neither IPv4 nor IPv6. */
Endpoint listener_endpoint(const struct sockaddr *address);
/* Where the connection SOCKET was meant to go: its own end, or with TRANSPARENT what it was before
 * a redirection by nftables or iptables. */
Endpoint listener_destination(int socket, gboolean transparent);
