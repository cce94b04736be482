/* SPDX-License-Identifier: Apache-2.0
 *
 * The thefts that the ledger tells of, in RAM: messages with their candidates, of which patient
 * zero (judge/patient-zero.h) chooses one each.
 */
#pragma once

#include "judge/patient-zero.h"
#include "ledger/query/ledger-query.h"

/* One message, and which of its candidates it was taken from. */
typedef struct Theft {
	gint64 message;
	gint64 time;
	gint64 before;   /* the mailbox that it was said to be taken from, 0: nobody's */
	guint32 robbed;  /* number of a mailbox */
	float posterior; /* 0: nobody's */
	LedgerSide side;
	gboolean wanted; /* the filter lets it through */
} Theft;

typedef struct Thefts {
	GArray *suspects;    /* of Suspect */
	GByteArray *sides;   /* of each suspect */
	GArray *list;        /* of Theft, by Suspect.message */
	GArray *victims;     /* of LedgerVictim, by Suspect.mailbox */
	GArray *best;        /* of double: the greatest weight of each, whose name it has */
	GHashTable *numbers; /* of a mailbox (gint64) to its index and 1 */
	GStringChunk *names;
	PatientHistory history;
} Thefts;

void thefts_init(Thefts *thefts);
void thefts_clear(Thefts *thefts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Thefts, thefts_clear)

/* Read what LEDGER holds after the message of number AFTER, once; what FILTER (NULL: nothing) keeps
 * out is weighed and not counted. */
gboolean thefts_read(
	Thefts *thefts, Ledger *ledger, gint64 after, const LedgerFilter *filter, GError **error);
/* Then, unless that was all: what LEDGER keeps of the messages before. */
gboolean thefts_recall(Thefts *thefts, Ledger *ledger, double concentration, GError **error);
/* Then choose a candidate for each, and count the victims' messages that the filter let through. */
void thefts_weigh(Thefts *thefts);

/* The mailboxes that at least one of these messages was taken from, the newest first: a new array
 * of LedgerVictim, names borrowed. */
GArray *thefts_victims(const Thefts *thefts);

/* The ledger's number of the mailbox NUMBER. */
static inline gint64 thefts_mailbox(const Thefts *thefts, guint number)
{
	return g_array_index(thefts->victims, LedgerVictim, number).mailbox;
}

/* The number of MAILBOX, or one more than there are. */
guint thefts_number(const Thefts *thefts, gint64 mailbox);

/* The mailbox that THEFT was taken from, 0: nobody's. */
static inline gint64 thefts_robbed(const Thefts *thefts, const Theft *theft)
{
	return theft->posterior > 0 ? thefts_mailbox(thefts, theft->robbed) : 0;
}
