/* SPDX-License-Identifier: Apache-2.0
 *
 * Prefixes of addresses, each as 16 bytes: IPv4 as it is mapped into IPv6 (RFC 4291, 2.5.5.2).
 */
#include "service/guard/networks.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"

enum { mapped_bits = 96 };
/* Bytes of an address that tell networks_around apart. */
enum { around_ipv4 = 15, around_ipv6 = 6 };

typedef struct Network {
	struct in6_addr prefix;
	guint bits;
} Network;

struct Networks {
	GArray *list; /* of Network */
};

static struct in6_addr map_ipv4(const struct in_addr *address)
{
	struct in6_addr mapped = {0};
	mapped.s6_addr[10] = mapped.s6_addr[11] = 0xff;
	memcpy(mapped.s6_addr + 12, address, sizeof *address);
	return mapped;
}

static gboolean read_network(const char *word, Network *ret)
{
	g_auto(GStrv) pieces = g_strsplit(word, "/", 2);
	struct in_addr address;
	guint64 bits = 0;
	guint most = 128, shift = 0;
	if (pieces[0] == NULL)
		return FALSE;
	if (inet_pton(AF_INET, pieces[0], &address) == 1) {
		ret->prefix = map_ipv4(&address);
		most = 32;
		shift = mapped_bits;
	} else if (inet_pton(AF_INET6, pieces[0], &ret->prefix) != 1) {
		return FALSE;
	}
	if (pieces[1] == NULL)
		bits = most;
	else if (!g_ascii_string_to_unsigned(pieces[1], 10, 0, most, &bits, NULL))
		return FALSE;
	ret->bits = (guint)bits + shift;
	return TRUE;
}

Networks *networks_new(const char *const *words, GError **error)
{
	g_autoptr(Networks) networks = g_new0(Networks, 1);
	networks->list = g_array_new(FALSE, FALSE, sizeof(Network));
	for (guint i = 0; words[i] != NULL; i++) {
		Network network = {0};
		if (!read_network(words[i], &network)) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
				_("\"%s\" is no network in CIDR notation"), words[i]);
			return NULL;
		}
		g_array_append_val(networks->list, network);
	}
	return g_steal_pointer(&networks);
}

void networks_free(Networks *networks)
{
	if (networks == NULL)
		return;
	g_array_unref(networks->list);
	g_free(networks);
}

static gboolean begins_with(const struct in6_addr *address, const Network *network)
{
	guint bytes = network->bits / 8, rest = network->bits % 8;
	if (memcmp(address->s6_addr, network->prefix.s6_addr, bytes) != 0)
		return FALSE;
	guint8 mask = (guint8)(0xff00 >> rest);
	return rest == 0 ||
	       ((address->s6_addr[bytes] ^ network->prefix.s6_addr[bytes]) & mask) == 0;
}

gboolean networks_hold(const Networks *networks, const struct sockaddr *address)
{
	struct in6_addr bytes;
	if (address != NULL && address->sa_family == AF_INET)
		bytes = map_ipv4(&((const struct sockaddr_in *)(gconstpointer)address)->sin_addr);
	else if (address != NULL && address->sa_family == AF_INET6)
		bytes = ((const struct sockaddr_in6 *)(gconstpointer)address)->sin6_addr;
	else
		return FALSE;
	for (guint i = 0; i < networks->list->len; i++)
		if (begins_with(&bytes, &g_array_index(networks->list, Network, i)))
			return TRUE;
	return FALSE;
}

char *networks_around(const char *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr bytes = {0};
	struct in_addr short_address;
	if (address != NULL && inet_pton(AF_INET, address, &short_address) == 1)
		bytes = map_ipv4(&short_address);
	else if (address == NULL || inet_pton(AF_INET6, address, &bytes) != 1)
		return g_strdup("");
	guint kept = IN6_IS_ADDR_V4MAPPED(&bytes) ? around_ipv4 : around_ipv6;
	memset(bytes.s6_addr + kept, 0, sizeof bytes - kept);
	(void)inet_ntop(AF_INET6, &bytes, text, sizeof text);
	return g_strdup(text);
}
