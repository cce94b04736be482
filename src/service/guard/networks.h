/* SPDX-License-Identifier: Apache-2.0
 *
 * Networks in CIDR notation ("192.0.2.0/24", "2001:db8::/32", a single address).
 */
#pragma once

#include <glib.h>
#include <sys/socket.h>

typedef struct Networks Networks;

/* The networks in WORDS (NULL-terminated); NULL with KITH_ERROR_USAGE when one is none. */
Networks *networks_new(const char *const *words, GError **error);
void networks_free(Networks *networks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Networks, networks_free)

/* The network that ADDRESS (text, NULL allowed) is likely one customer's of: 24 bits of IPv4, 48 of
 * IPv6. New string; "" for what is no address. */
char *networks_around(const char *address);

/* Does one of NETWORKS hold ADDRESS? An IPv4 address mapped into IPv6 is one of IPv4; NULL and what
 * is no internet address stand in none. */
gboolean networks_hold(const Networks *networks, const struct sockaddr *address);
