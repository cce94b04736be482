/* SPDX-License-Identifier: Apache-2.0
 *
 * Lead: a mailbox that may be the one robbed, and every sign that points to it or away from it.
 * What the signs are worth is said in victim.c.
 */
#pragma once

#include "judge/situation.h"

typedef enum {
	LEAD_SENDER = 1 << 0,       /* the sending account, which looks taken over */
	LEAD_HIDDEN = 1 << 1,       /* From's display name holds its address */
	LEAD_SIGNATURE = 1 << 2,    /* the signature shows it with the claimed name */
	LEAD_QUOTED = 1 << 3,       /* a quoted header block shows it with the claimed name */
	LEAD_NAME = 1 << 4,         /* memory knows it by the claimed name */
	LEAD_ORGANISATION = 1 << 5, /* the claimed name is its organisation's */
	LEAD_PARTICIPANT = 1 << 6,  /* it took part in the conversation that is continued */
	LEAD_AUTHOR = 1 << 7,       /* it wrote the message that is quoted */
	LEAD_SHOWN = 1 << 8,        /* a quoted header block shows it, by whatever name */
	LEAD_RECIPIENT = 1 << 9,    /* this message goes to it */
	LEAD_BARE = 1 << 10, /* claimed, while nothing is quoted and no conversation is known */
	LEAD_SUBJECT =
		1 << 11, /* it took part in a conversation that has no more than the subject */
	LEAD_LAST = LEAD_SUBJECT,
} LeadSign;

/* One of them: the message claims to come from this mailbox. */
#define LEAD_CLAIMED                                                                               \
	(LEAD_SENDER | LEAD_HIDDEN | LEAD_SIGNATURE | LEAD_QUOTED | LEAD_NAME | LEAD_ORGANISATION)

typedef struct Lead {
	char *address;
	char *name;
	guint signs;       /* LeadSign */
	gboolean repaired; /* its domain came cut and was completed from a known organisation's */
} Lead;

/* The leads of a message as a new array of Lead, none without a sign, at most LIMIT_CANDIDATES:
 * those that memory knows come first, for a message can name any number of mailboxes. MEMORY may be
 * NULL. */
GPtrArray *leads_of(const Situation *situation, Memory *memory);

/* "participant", "name" …; of the one bit SIGN. */
const char *lead_sign_name(guint sign);
