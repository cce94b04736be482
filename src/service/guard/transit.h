/* SPDX-License-Identifier: Apache-2.0
 *
 * Transit: a message on its way through the guard. A filter sees it before the mail server has
 * written its own fields; they are put in front as delivery will put them, so that the judge and
 * memory see what the mailbox will hold.
 */
#pragma once

#include <glib.h>

#include "base/span.h"

/* Who hands the message over; borrowed. */
typedef struct Peer {
	const char *server;  /* our own name */
	const char *helo;    /* what it said, NULL when nothing */
	const char *name;    /* its reverse name or "[address]" */
	const char *address; /* NULL when it is no internet address */
	const char *login;   /* the account that logged in, or NULL */
} Peer;

typedef struct Transit Transit;

/* A message from MAIL_FROM ("<a@b>"). */
Transit *transit_new(const char *mail_from);
void transit_free(Transit *transit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Transit, transit_free)

/* RECIPIENT as the sender wrote it, and RESOLVED, the address that the mail server made of it, NULL
 * when it does not tell. Above LIMIT_SMTP_RECIPIENTS they are kept, but not told to judge and
 * memory. */
void transit_add_recipient(Transit *transit, const char *recipient, const char *resolved);
/* The envelope is complete: write PEER's trace. Must be called once, before the next two. */
void transit_begin(Transit *transit, const Peer *peer);
/* VALUE as the server sent it, with its leading space and folds. */
void transit_add_header(Transit *transit, const char *name, const char *value);
void transit_end_header(Transit *transit);
/* Above LIMIT_MESSAGE the rest is dropped, and where all messages together are above
 * LIMIT_GUARD_MEMORY all of this one. */
void transit_add_body(Transit *transit, const void *data, gsize length);

/* Put LINES, each with its CR LF, in front of the trace. What is above LIMIT_MESSAGE then is
 * dropped from the end. */
void transit_put_in_front(Transit *transit, const char *lines);

const char *transit_mail_from(const Transit *transit);
const GPtrArray *transit_recipients(const Transit *transit); /* of char *, as written */
/* What the server made of the recipient NUMBER, NULL when it does not tell. */
const char *transit_resolved(const Transit *transit, guint number);
/* The mailbox of the recipient NUMBER, normalised (recipient.h), however the sender wrote it. */
const char *transit_mailbox(const Transit *transit, guint number);
/* The message as it came, borrowed until it changes. */
Span transit_message(const Transit *transit);
/* The same behind its trace. */
Span transit_traced(const Transit *transit);
gboolean transit_is_cut(const Transit *transit);
/* TRUE when it was dropped for want of memory: there is nothing to judge. */
gboolean transit_is_lost(const Transit *transit);
