/* SPDX-License-Identifier: Apache-2.0
 *
 * Address fields as mail servers and attackers write them. One tolerant scan of our own for good
 * and bad forms alike: GMime's gives no address for "Name a@known <b@evil>" and drops what is
 * hidden in display names.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Append the Addresses in the raw field VALUE to ADDRESSES: of a mailbox with several "<…>" the
 * last is the sender. To HIDDEN (NULL when not wanted) go the addresses inside display names or
 * left over, without those that are in ADDRESSES. TRUE when VALUE is by RFC 5322, or of a web
 * archive's form ("user at host"), and hides nothing.
 * At most LIMIT_ADDRESSES are kept in each. */
gboolean address_scan(Span value, GPtrArray *addresses, GPtrArray *hidden);
/* Append to FOUND an Address for every address in TEXT (valid UTF-8), which may be any prose. */
void address_find(const char *text, GPtrArray *found);
/* NAME (a decoded display name) without the addresses in it, quotes and surrounding punctuation.
 * New string. */
char *address_clean_name(const char *name);
/* The address RAW ("<A@B.Example>", "mailto:a@b.example", …) as Facts spells it, new string; ""
 * when it is none. */
char *address_normal(Span raw);
/* Is one of ADDRESSES (of Address) ADDRESS? */
gboolean address_in(const GPtrArray *addresses, const char *address);

/* For address-scan.c. SPEC as address_normal gives it, but SPEC is valid UTF-8 already. */
char *address_normal_utf8(Span spec);
/* "local@host", lower-cased, an international host in A-labels; new string. */
char *address_join(Span local, Span host);
/* Can HOST be one: a name, or an address in brackets? */
gboolean address_good_host(Span host);
/* Append a new Address unless ADDRESSES is full; takes both strings. */
void address_take(GPtrArray *addresses, char *take_name, char *take_address);
