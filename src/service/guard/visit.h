/* SPDX-License-Identifier: Apache-2.0
 *
 * Visit: one SMTP session that the mail server tells the guard of, and the message it is at.
 */
#pragma once

#include <libmilter/mfapi.h>

#include "service/guard/transit.h"

/* Header fields that begin so are ours alone; in mail that comes in they are forged. */
#define OUR_FIELDS "X-Kith-"

typedef struct Visit {
	char *name;    /* the client's reverse name or "[address]" */
	char *address; /* its address in text form; NULL when it has none */
	char *helo;    /* NULL before it said hello */
	gboolean ours; /* it comes from a network of ours */
	/* Of the message at hand; transit is NULL between messages. */
	Transit *transit;
	char *login;         /* who logged in, or NULL */
	gboolean begun;      /* the envelope is complete */
	GPtrArray *subjects; /* each Subject, as it stands: strings */
	char *release;       /* X-Kith-Release, or NULL */
	gboolean mime;       /* it has a MIME-Version */
	GHashTable *forged; /* header fields that only we may write: lower-cased name → how often */
	GHashTable *content;  /* those that begin with "Content-", likewise */
	guint forged_fields;  /* and subjects; above LIMIT_GUARD_FIELDS no more are noted */
	guint content_fields; /* likewise */
} Visit;

/* A visit by NAME from ADDRESS (NULL allowed). */
Visit *visit_new(const char *name, const struct sockaddr *address, gboolean ours);
void visit_free(Visit *visit);

/* A message begins, and what was of an earlier one is gone. LOGIN may be NULL or "". */
void visit_begin(Visit *visit, const char *mail_from, const char *login);
/* The content of the message begins, unless it has begun; CONTEXT tells our own name. */
void visit_begin_content(Visit *visit, SMFICTX *context);
/* The message has a header field NAME: keep what is asked for later. */
void visit_note_field(Visit *visit, const char *name, const char *value);
/* No message is at hand any more. */
void visit_end(Visit *visit);
/* Is it our own people's mail? */
gboolean visit_is_outgoing(const Visit *visit);
