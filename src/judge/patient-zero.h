/* SPDX-License-Identifier: Apache-2.0
 *
 * Patient zero: whose mailboxes were robbed, told from many messages together. Each message shows
 * several mailboxes that may be the robbed one; who stands behind many messages is likelier to
 * stand behind one more. So ten messages that name ten people, all continuing what one third person
 * took part in, tell of that third person, and two thefts at the same time come apart without a
 * look at the accounts that sent them. Pure: numbers in, numbers out.
 */
#pragma once

#include <glib.h>

/* One mailbox that one message may have come out of. */
typedef struct Suspect {
	guint32 message;  /* all suspects of a message stand together */
	guint32 mailbox;  /* small numbers: room is kept up to the largest */
	gboolean claimed; /* the message claims to come from it (LEAD_CLAIMED, judge/lead.h) */
	/* How likely by this message alone; what is missing to 1 is somebody whom it does not show.
	 * What is no probability counts as 0, a message's sum above 1 as 1, and a mailbox once. */
	float weight;
	float posterior; /* filled: how likely by all messages together */
} Suspect;

typedef struct Robbed {
	guint32 mailbox;
	guint32 messages;   /* that came likelier out of it than not */
	double probability; /* that it was robbed at all: what the message that tells most says */
} Robbed;

/* What messages say of a source: of a mailbox, and of whether they claim to come from it. */
typedef struct PatientSource {
	gint64 messages; /* that are its own, in parts of 2^-30 */
	gint64 unseen;   /* of those that show it, that are somebody's whom they do not show */
} PatientSource;

/* What is kept of messages, so that later ones can be reckoned without them. */
typedef struct PatientHistory {
	double concentration; /* 0: there were none */
	GArray *sources; /* of PatientSource, cleared: of each mailbox unclaimed, then claimed */
} PatientHistory;

/* Fill in the posteriors of COUNT SUSPECTS. Gives a new array of Robbed, one for each mailbox that
 * has a weight, by number. Neither the order of messages nor that within a message matters, and one
 * message alone keeps its weights. The work is COUNT times a bounded number of rounds. */
GArray *patient_zero(Suspect *suspects, gsize count);
/* The same after the messages of HISTORY, which stay as they were reckoned; HISTORY then holds
 * both. One without a concentration is made anew. The work is that of SUSPECTS alone. */
GArray *patient_zero_after(PatientHistory *history, Suspect *suspects, gsize count);
