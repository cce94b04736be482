/* SPDX-License-Identifier: Apache-2.0
 *
 * Aliases: stand-ins for everything in a message that tells a person, an organisation or a machine,
 * so that it can be shown to others. The same thing always has the same stand-in, and nothing of
 * what it stands for is in it: persons are letters, organisations and hosts numbers below the
 * reserved domain "example" (RFC 2606), IP addresses those of documentation (RFC 5737, RFC 3849).
 */
#pragma once

#include "mail/facts.h"

typedef struct Aliases Aliases;

Aliases *aliases_new(void);
void aliases_free(Aliases *aliases);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Aliases, aliases_free)

/* NAME and ADDRESS (either may be "") belong to one person. What is known of either from an earlier
 * call stays, so that a name which first came with its own address keeps that person's letter. */
void aliases_meet(Aliases *aliases, const char *name, const char *address);

/* Stand-ins, made when they are first asked for; "" for "". Borrowed until ALIASES is freed.
 * "Person A", or an address when NAME is one that is known. */
const char *aliases_name(Aliases *aliases, const char *name);
const char *aliases_address(Aliases *aliases, const char *address); /* "person-a@org-1.example" */
/* "org-1.example", "host-2.org-1.example", "freemail-1.example", "192.0.2.1", "[192.0.2.1]". */
const char *aliases_host(Aliases *aliases, const char *host);
const char *aliases_message_id(Aliases *aliases, const char *message_id);
const char *aliases_file(Aliases *aliases, const char *name); /* "file-1" */
const char *aliases_link(Aliases *aliases, const Link *link); /* "http://org-2.example/…" */

/* The detail of a piece of evidence: the stand-in of what it names, days ("12 d") as they are, and
 * a mask for anything else. */
const char *aliases_detail(Aliases *aliases, const char *detail);

/* As many "█" as TEXT has characters, at most MOST. New string. */
char *aliases_mask(const char *text, guint most);
