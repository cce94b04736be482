/* SPDX-License-Identifier: Apache-2.0
 *
 * Digest: what forged replies reached the people of an organisation or department in a period, and
 * in the one of the same length before. Counts only: nobody who received one is named.
 */
#pragma once

#include "base/settings.h"
#include "ledger/query/ledger-query.h"
#include "report/awareness/department.h"

typedef struct DigestFigures {
	guint64 messages;
	guint64 people; /* who received at least one */
	guint64 traits[LEDGER_TRAITS];
	guint64 bare; /* messages that bring nothing to open */
	/* Messages by what was done with them: the mildest thing for anybody who is counted. */
	guint64 handlings[LEDGER_HANDLINGS];
} DigestFigures;

/* An organisation that mail was stolen from. */
typedef struct DigestRobbed {
	char *organisation; /* plain_domain */
	guint64 messages;
} DigestRobbed;

typedef struct Digest {
	const Department *department; /* as asked for; NULL: all of our own */
	gint64 since, until;          /* Unix seconds, UNTIL not included */
	DigestFigures now, before;
	gboolean compared; /* the ledger reaches back over the whole period before */
	gboolean empty;    /* nothing at all was recorded yet */
	guint64 known;     /* people who are known to receive mail */
	guint64 others;    /* and those of our own who are not of the department */
	guint days;
	guint64 *each_day;  /* messages by the day of the period they first came in on */
	GPtrArray *robbed;  /* of DigestRobbed, other organisations, the most messages first */
	guint64 persons;    /* robbed mailboxes at free-mail providers, which are persons */
	guint64 own_robbed; /* mailboxes of our own; 0 for a department */
} Digest;

/* Is ADDRESS, lower-cased, one of our own people by SETTINGS, and of DEPARTMENT (NULL: of any)?
 * Where SETTINGS name no organisation everybody is. */
gboolean digest_concerns(
	const Settings *settings, const Department *department, const char *address);

/* Count what arrived by mail from SINCE to before UNTIL at those of our own people by SETTINGS who
 * are of DEPARTMENT (borrowed; NULL: all). LEDGER is by attribution_open. NULL with ERROR when it
 * fails. */
Digest *digest_count(Ledger *ledger, const Settings *settings, const Department *department,
	gint64 since, gint64 until, GError **error);
void digest_free(Digest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

/* Has it too few people to tell of, or would it leave too few of all, whose figures are the
 * difference? Never of all of our own. */
gboolean digest_is_small(const Digest *digest);
