/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdict: what kith says of one message, with the evidence and the people concerned. Plain data.
 */
#pragma once

#include <glib.h>

#include "mail/facts.h"

typedef enum {
	VERDICT_CLEAN,
	VERDICT_UNVERIFIED, /* a reply from somebody new, of which nothing is known to memory */
	VERDICT_SUSPICIOUS,
	VERDICT_HIJACKED,
	VERDICT_UNSCANNABLE, /* it killed or overran a worker twice */
} VerdictKind;

typedef enum { SIDE_UNKNOWN, SIDE_INSIDE, SIDE_OUTSIDE } Side;

typedef enum {
	CLAIM_NONE,
	CLAIM_PERSON,
	CLAIM_ORGANISATION, /* the person was scrubbed, only an organisation is claimed */
} ClaimKind;

typedef struct Evidence {
	const char *id;        /* the signal's */
	double strength;       /* how strongly it holds, 0 to 1 */
	double weight;         /* log-odds, for (positive) or against a hijack */
	const char *reason_en; /* static, one sentence */
	const char *reason_ja;
	char *detail; /* what it is about: an address, a name, a file; "" when nothing */
} Evidence;

typedef struct Victim {
	char *address;      /* "" when only the organisation is known */
	char *name;         /* "" when unknown */
	char *organisation; /* registrable domain, or the address at a free-mail provider */
	gboolean repaired;  /* the domain came cut and was completed from a known organisation */
	Side side;          /* of the first recipient's organisation */
	gboolean claimed;   /* the message claims to come from it */
	guint signs;        /* why it: LeadSign (judge/lead.h) */
	double probability; /* by this one message; what is missing to 1 is somebody not shown */
} Victim;

typedef struct RecipientSide {
	char *recipient;
	Side side; /* of the first victim, seen from this recipient */
} RecipientSide;

typedef struct Payload {
	const char *kind; /* "macro-document", "locked-archive", "program", "link" … */
	char *name;       /* file name or URL */
	gboolean hashed;  /* sha256 holds something: not for links */
	guint8 sha256[32];
} Payload;

typedef struct Verdict {
	VerdictKind kind;
	double score;      /* log-odds of a hijack; meaningless when unscannable */
	double prior;      /* of it, what every message starts from */
	gboolean doubtful; /* so close to an accusation, or accused, that nothing it shows of its
			      sender is to be believed */
	char *sender;      /* the account it came from */
	Address claimed;
	ClaimKind claim;
	struct {
		gboolean known;
		guint messages;
		gint64 last; /* Unix seconds */
	} conversation;
	GPtrArray *victims;  /* of Victim, most probable first, at most LIMIT_VICTIMS; empty below
				suspicious */
	GPtrArray *sides;    /* of RecipientSide */
	GPtrArray *evidence; /* of Evidence, heaviest first */
	GPtrArray *payload;  /* of Payload */
} Verdict;

/* A clean verdict without evidence. */
Verdict *verdict_new(void);
void verdict_free(Verdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Verdict, verdict_free)

/* The fixed names of the command line's JSON: "clean", "inside", "person" … */
const char *verdict_kind_name(VerdictKind kind);
const char *verdict_side_name(Side side);
const char *verdict_claim_name(ClaimKind kind);
