/* SPDX-License-Identifier: Apache-2.0
 *
 * Domains and organisations by the public suffix list (libpsl, built-in data).
 */
#pragma once

#include <glib.h>

/* The registrable domain of HOST ("mail.a.co.jp" gives "a.co.jp"), lower-cased, or HOST itself when it has none. New string. */
char *domain_site(const char *host);
/* The organisation of ADDRESS: its registrable domain; the whole address at a free-mail provider or ISP that gives mailboxes
 * to the public, each of whose mailboxes is its own organisation; "" for "". New string. */
char *domain_organisation(const char *address);
/* Is DOMAIN (or its registrable domain) a free-mail provider? */
gboolean domain_is_freemail(const char *domain);
/* Does DOMAIN end in a public suffix that the list names (so "us.af" does not, "us.af.mil" does)? */
gboolean domain_is_complete(const char *domain);
