/* SPDX-License-Identifier: Apache-2.0
 *
 * Domains and organisations by the public suffix list (libpsl, built-in data). Hosts may come in
 * any case, with trailing dots, in Unicode or as A-labels (UTS #46, non-transitional); everything
 * given back is lower-cased A-labels.
 */
#pragma once

#include <glib.h>

/* Load what the other functions need (ICU's IDNA data), before files are out of reach. */
void domain_warm(void);
/* HOST lower-cased, as A-labels, without dots and without white space around it. What
 * cannot be turned into A-labels stays as it is, lower-cased. Of a host over 300 bytes
 * only the end is kept. New string. */
char *domain_normalise(const char *host);
/* The registrable domain of HOST ("mail.a.co.jp" gives "a.co.jp"), or HOST itself, normalised, when
 * it has none: an address literal, a single label, a public suffix. New string. */
char *domain_site(const char *host);
/* The organisation of ADDRESS: its registrable domain; the whole address, lower-cased, at a
 * free-mail provider or ISP that gives mailboxes to the public, each of whose mailboxes is its own
 * organisation; "" for "". New string. */
char *domain_organisation(const char *address);
/* Is DOMAIN, or a domain it lies in, a free-mail provider? */
gboolean domain_is_freemail(const char *domain);
/* Is DOMAIN the domain PARENT or one below it? Any case; "" is in none. */
gboolean domain_is_within(const char *domain, const char *parent);
/* Is DOMAIN something registered below a public suffix that the list names? "army.mil" and
 * "us.af.mil" are, "army.mi", "mil" and "localhost" are not. "us.af" is, since the list has "af"
 * (Afghanistan): a cut name can be a whole one. */
gboolean domain_is_complete(const char *domain);
/* Does HOST, normalised, lie below a public suffix, whether or not the list names that? "a.co.jp"
 * and "a.example" do, "co.jp", "example" and address literals do not. */
gboolean domain_is_registrable(const char *host);
