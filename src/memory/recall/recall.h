/* SPDX-License-Identifier: Apache-2.0
 *
 * Recall: what memory knows that bears on one message, and nothing else. The judge reads it; it
 * never asks memory itself. Persons, conversations and messages are numbers, 0 is "none".
 */
#pragma once

#include "memory/campaign.h"

typedef guint32 PersonNumber;
typedef guint32 ConversationNumber;
typedef guint32 MessageNumber;

/* What memory knows of an account (one address). */
typedef struct Account {
	PersonNumber person; /* 0: this address is new */
	guint32 messages;    /* it wrote, as far as learned */
	gint64 first, last;  /* Unix seconds of what it wrote, 0 when it wrote nothing */
	gboolean proven;     /* one of our own answered it, or it is our own */
	/* Does this message look as the account's earlier ones did? TRUE also where nothing is
	 * known to compare with (then *_known is FALSE). */
	gboolean network_known, network_fits;
	gboolean program_known, program_fits;
	gboolean zone_known, zone_fits;
	gboolean hour_known, hour_fits; /* time of the author's day */
	gboolean message_id_known, message_id_fits;
	gboolean language_known, language_fits;
	gboolean file_fits; /* it sent files of these kinds before, or there are none */
	gboolean name_fits; /* it used this display name before */
} Account;

/* A conversation of ours that the message quotes, names as parent or continues by subject. Arrays
 * of PersonNumber ascend. */
typedef struct Continued {
	ConversationNumber conversation;
	guint32 messages;
	gint64 first, last;
	GArray *participants; /* of PersonNumber: who wrote or was written to, without lists */
	/* A list or too many were among the recipients, or none is known: others may hold it. */
	gboolean audience_open;
	gboolean sender_in_it; /* the sending account is a participant */
	/* In-Reply-To or References name a message of it, or one that its messages name too; or
	 * the Thread-Index is its own. */
	gboolean by_reference;
	gboolean by_subject;
	guint32 hits;        /* distinct fingerprints shared, boilerplate left out */
	guint32 quoted_hits; /* of these, within quotes */
	guint32 sole_hits;   /* of hits, known from no other conversation */
	/* The quoted message with most hits, or the parent; 0 when by subject only. */
	MessageNumber message;
	PersonNumber author; /* who wrote that message */
	GArray *holders;     /* of PersonNumber: who wrote or received that very message */
} Continued;

/* Somebody whom the message is written to. Lists are none. */
typedef struct Recipient {
	PersonNumber person; /* 0: this address is new */
	gboolean met;        /* the sender wrote to them before, or they to the sender */
} Recipient;

/* What somebody said of this very message. */
typedef enum { MARK_NONE, MARK_BENIGN, MARK_HIJACKED } MarkKind;

typedef struct Recall {
	gboolean empty;   /* nothing was ever learned: judge cold */
	gboolean learned; /* this very message was learned before */
	Account sender;   /* the author's account (mail/author.h) */
	/* Of PersonNumber: persons known by From's display name, the sender's own account left
	 * out; ascending. */
	GArray *name_bearers;
	/* Of PersonNumber: persons known by the addresses in Facts.hidden, then Facts.signature,
	 * each once and in that order, without the sender's own; 0 for an unknown one. */
	GArray *claimed;
	/* Of Continued, best first: most hits, then by reference, then by subject; at most
	 * LIMIT_CONTINUED. */
	GPtrArray *continued;
	guint32 fingerprints; /* looked up */
	guint32 found;        /* known to memory, boilerplate included */
	guint32 boilerplate;  /* of these, in LIMIT_FINGERPRINT_CONVERSATIONS conversations */
	guint32 wrote_to_us;  /* messages the sender wrote before to any recipient of this one */
	guint32 we_wrote;     /* messages recipients of this one wrote to the sender before */
	gint64 last_contact;  /* the later of both */
	GArray *recipients;   /* of Recipient */
	/* Parallel to Facts.links: 1 when an organisation of the site wrote before, or links to it
	 * came from two senders or in mail that was proven. */
	guint8 *site_known;
	MarkKind mark;
	char *mark_reason;           /* why, NULL without a mark; "" when nothing was said */
	Campaign campaign;           /* filled by memory_find_campaign */
	gboolean organisation_known; /* the sender's organisation wrote to us before */
} Recall;

Recall *recall_new(void);
void recall_free(Recall *recall);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recall, recall_free)

/* A new Continued with empty arrays. */
Continued *continued_new(void);
