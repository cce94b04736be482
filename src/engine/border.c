/* SPDX-License-Identifier: Apache-2.0
 *
 * What a client says of itself is not asked, only what the server found out: its address, and the
 * name that belongs to it.
 */
#include "engine/border.h"

#include <arpa/inet.h>

#include "mail/domain.h"

/* Is HOST one of our servers, or in one of our domains? */
static gboolean is_ours(const char *host, const Settings *settings)
{
	for (guint i = 0; settings->authserv[i] != NULL; i++)
		if (g_ascii_strcasecmp(host, settings->authserv[i]) == 0)
			return TRUE;
	for (guint i = 0; settings->organisation[i] != NULL; i++)
		if (domain_is_within(host, settings->organisation[i]))
			return TRUE;
	return FALSE;
}

/* Addresses that mean nothing outside a network: RFC 1918, RFC 4193, loopback, link-local. */
static gboolean is_private(const char *address)
{
	static const struct {
		guint32 network, mask;
	} ranges[] = {{0x0a000000, 0xff000000}, {0xac100000, 0xfff00000}, {0xc0a80000, 0xffff0000},
		{0x7f000000, 0xff000000}, {0xa9fe0000, 0xffff0000}};
	struct in_addr four;
	struct in6_addr six;
	if (inet_pton(AF_INET6, address, &six) == 1)
		return IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_LINKLOCAL(&six) ||
		       (six.s6_addr[0] & 0xfe) == 0xfc;
	if (inet_pton(AF_INET, address, &four) != 1)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(ranges); i++)
		if ((ntohl(four.s_addr) & ranges[i].mask) == ranges[i].network)
			return TRUE;
	return FALSE;
}

/* From one of our machines to another. */
static gboolean is_inside(const Hop *hop, const Settings *settings)
{
	return hop->ip[0] == '\0' || is_private(hop->ip) || is_ours(hop->name, settings);
}

const char *border_peer(const Facts *facts, const Settings *settings)
{
	for (guint i = 0; i < facts->hops->len; i++) {
		const Hop *hop = facts->hops->pdata[i];
		if (!is_ours(hop->by, settings))
			return "";
		if (!is_inside(hop, settings))
			return hop->ip;
	}
	return "";
}
