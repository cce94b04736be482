/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses as text, as the kernel has them, and as they were before a redirection.
 */
#include "service/sink/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* linux/netfilter_ipv4.h and _ipv6.h, which cannot be had beside netinet/in.h. */
#define ORIGINAL_DESTINATION 80

static const guint8 mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/* ---- what was asked for ---- */

static gboolean refuse(GError **error, const char *text)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("%s is no place to listen: ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT, /tls behind "
		  "it"),
		text);
	return FALSE;
}

static gboolean read_address(const char *text, guint8 *ret)
{
	memcpy(ret, mapped, sizeof mapped);
	return inet_pton(AF_INET, text, ret + sizeof mapped) == 1 ||
	       inet_pton(AF_INET6, text, ret) == 1;
}

static gboolean add(
	GArray *listeners, const guint8 *address, guint64 port, gboolean tls, GError **error)
{
	Listener listener = {.socket = -1, .tls = tls || port == 465};

	if (listeners->len >= LIMIT_SINK_PORTS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, _("more than %d places to listen"),
			LIMIT_SINK_PORTS);
		return FALSE;
	}
	memcpy(listener.endpoint.address, address, sizeof listener.endpoint.address);
	listener.endpoint.port = (guint16)port;
	g_array_append_val(listeners, listener);
	return TRUE;
}

static gboolean add_usual(GArray *listeners, const guint8 *address, GError **error)
{
	return add(listeners, address, 25, FALSE, error) &&
	       add(listeners, address, 465, TRUE, error) &&
	       add(listeners, address, 587, FALSE, error);
}

/* PLACE, which is changed: the address in it without brackets; the port behind it, or NULL. */
static char *split(char *place, char **ret_port)
{
	char *end = strrchr(place, ']');
	char *colon = strrchr(place, ':');

	*ret_port = NULL;
	if (place[0] == '[' && end != NULL) {
		*ret_port = end[1] == ':' ? end + 2 : NULL;
		*end = '\0';
		return place + 1;
	}
	/* More than one colon is IPv6 without a port. */
	if (colon == NULL || strchr(place, ':') != colon)
		return place;
	*colon = '\0';
	*ret_port = colon + 1;
	return place;
}

gboolean listener_add(GArray *listeners, const char *text, GError **error)
{
	g_autofree char *place = g_strdup(text);
	gboolean tls = g_str_has_suffix(place, "/tls");
	guint8 address[16];
	guint64 port;
	char *digits;

	if (tls)
		place[strlen(place) - strlen("/tls")] = '\0';
	const char *host = split(place, &digits);

	if (!read_address(host, address) || (digits == NULL && tls))
		return refuse(error, text);
	if (digits == NULL)
		return add_usual(listeners, address, error);
	if (!g_ascii_string_to_unsigned(digits, 10, 1, G_MAXUINT16, &port, NULL))
		return refuse(error, text);
	return add(listeners, address, port, tls, error);
}

/* ---- sockets ---- */

static socklen_t to_kernel(const Endpoint *endpoint, struct sockaddr_storage *ret)
{
	struct sockaddr_in *four = (struct sockaddr_in *)ret;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret;

	memset(ret, 0, sizeof *ret);
	if (memcmp(endpoint->address, mapped, sizeof mapped) == 0) {
		four->sin_family = AF_INET;
		four->sin_port = htons(endpoint->port);
		memcpy(&four->sin_addr, endpoint->address + sizeof mapped, sizeof four->sin_addr);
		return sizeof *four;
	}
	six->sin6_family = AF_INET6;
	six->sin6_port = htons(endpoint->port);
	memcpy(&six->sin6_addr, endpoint->address, sizeof six->sin6_addr);
	return sizeof *six;
}

Endpoint listener_endpoint(const struct sockaddr *address)
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
	Endpoint endpoint = {0};

	if (address->sa_family == AF_INET) {
		memcpy(endpoint.address, mapped, sizeof mapped);
		memcpy(endpoint.address + sizeof mapped, &four->sin_addr, sizeof four->sin_addr);
		endpoint.port = ntohs(four->sin_port);
	} else if (address->sa_family == AF_INET6) {
		memcpy(endpoint.address, &six->sin6_addr, sizeof endpoint.address);
		endpoint.port = ntohs(six->sin6_port);
	}
	return endpoint;
}

static void be_transparent(int socket, gboolean six)
{
	int yes = 1;

	/* Without the privilege redirection still works, TPROXY does not. */
	if (six)
		(void)setsockopt(socket, SOL_IPV6, IPV6_TRANSPARENT, &yes, sizeof yes);
	else
		(void)setsockopt(socket, SOL_IP, IP_TRANSPARENT, &yes, sizeof yes);
}

static gboolean bind_and_listen(
	int socket, const struct sockaddr_storage *address, socklen_t length, gboolean transparent)
{
	gboolean six = address->ss_family == AF_INET6;
	int yes = 1;

	(void)setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (six)
		(void)setsockopt(socket, SOL_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
	if (transparent)
		be_transparent(socket, six);
	return bind(socket, (const struct sockaddr *)address, length) == 0 &&
	       listen(socket, SOMAXCONN) == 0;
}

gboolean listener_open(Listener *listener, gboolean transparent, GError **error)
{
	struct sockaddr_storage address;
	socklen_t length = to_kernel(&listener->endpoint, &address);
	int opened = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (opened >= 0 && bind_and_listen(opened, &address, length, transparent)) {
		listener->socket = opened;
		return TRUE;
	}
	int reason = errno;
	g_autofree char *shown = endpoint_text(&listener->endpoint);

	if (opened >= 0)
		(void)close(opened);
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", shown, g_strerror(reason));
	return FALSE;
}

Endpoint listener_destination(int socket, gboolean transparent)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof address;

	if (getsockname(socket, (struct sockaddr *)&address, &length) != 0)
		return (Endpoint){0};
	if (transparent) {
		struct sockaddr_storage original = {0};
		int level = address.ss_family == AF_INET6 ? SOL_IPV6 : SOL_IP;

		length = sizeof original;
		/* Fails where nothing was redirected. */
		if (getsockopt(socket, level, ORIGINAL_DESTINATION, &original, &length) == 0)
			address = original;
	}
	return listener_endpoint((const struct sockaddr *)&address);
}
