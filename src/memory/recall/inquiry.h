/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything memory is asked about one message, in three batches: by what the message says, by the
 * numbers that gave, by the conversations these lead to. Recall and learning both work from the
 * result. It never changes memory.
 */
#pragma once

#include "mail/author.h"
#include "mail/facts.h"
#include "memory/fingerprint.h"
#include "memory/keys.h"
#include "memory/people/party.h"
#include "memory/recall/recall.h"
#include "memory/row.h"

/* A reference of the message, in Facts.parents' order. */
typedef struct Parent {
	Key message_id_key;
	Key reference_key;
	guint message_question;
	guint reference_question;
	MessageNumber message;           /* 0: not learned */
	ConversationNumber conversation; /* 0: neither it nor another reply to it was learned */
} Parent;

/* A message of memory that shares text with this one or is its parent. */
typedef struct Held {
	MessageNumber number;
	guint question;
	guint32 hits;
	guint32 quoted_hits;
	guint32 sole_hits;
	MessageRow row;
} Held;

/* A conversation that the message may continue. */
typedef struct Candidate {
	ConversationNumber number;
	guint32 hits;
	guint32 quoted_hits;
	guint32 sole_hits;
	gboolean by_reference; /* a parent, or the Thread-Index */
	gboolean by_subject;
	guint best;   /* index into held: the message with most hits */
	guint parent; /* index into held: the nearest parent; NO_HELD when none */
	guint row_question;
	guint participant_question;
	ConversationRow row;
} Candidate;

#define NO_HELD G_MAXUINT

/* What one inquiry leaves to the next: its batches, and the fingerprints of its message, because
 * learning often follows recall. The identity covers all text that they stand for. */
typedef struct InquiryRoom {
	KvAsk *asks[3];
	Key identity;
	GArray *fingerprints; /* NULL at first */
} InquiryRoom;

void inquiry_room_init(InquiryRoom *room);
void inquiry_room_clear(InquiryRoom *room);

typedef struct Inquiry {
	const Facts *facts; /* borrowed */
	const Keys *keys;   /* borrowed */
	gboolean learning;
	Author *author;
	gint64 time;
	Key identity;
	MessageNumber learned; /* its number if it was learned before */
	MessageRow learned_row;
	MarkRow mark; /* its reason borrows from the batch */
	gboolean has_sender;
	gboolean forgotten; /* learning: the author is to be forgotten */
	Party sender;
	GArray *recipients; /* of Party, without known lists */
	gboolean open;      /* audience */
	GArray *claimed;    /* of Party */
	GArray *parents;    /* of Parent */
	GArray *fingerprints;
	GArray *held;        /* of Held */
	GHashTable *held_by; /* number → index + 1 */
	GArray *candidates;  /* of Candidate, best first */
	AccountRow sender_row;
	GArray *profile; /* of Key: what this message shows */
	gboolean has_subject, has_thread;
	Key subject_key, thread_key;
	char *organisation;
	gboolean organisation_known;
	Key own_message_id_key, own_reference_key; /* learning; valid when Message-ID is not "" */
	guint found, boilerplate;
	GArray *crowded; /* of guint: fingerprints known from as many messages as are kept */
	/* The batches and where in them the answers are. Borrowed; valid until the next inquiry. */
	KvAsk *first, *second, *third;
	guint identity_question, mark_question, organisation_question, subject_question,
		thread_question;
	guint own_message_id_question, own_reference_question;
	guint first_link_question;
	guint profile_question, sender_row_question, learned_question;
} Inquiry;

/* Ask KV, within a view, about FACTS. LEARNING asks what only learning needs as well. NULL and
 * ERROR when the store fails or is damaged. FACTS, KEYS and ROOM are borrowed for the life of the
 * result, and ROOM serves one at a time. */
Inquiry *inquiry_new(const Facts *facts, const Keys *keys, Kv *kv, InquiryRoom *room,
	gboolean learning, GError **error);
void inquiry_free(Inquiry *inquiry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inquiry, inquiry_free)

/* The participants of CANDIDATE in numbers, borrowed from the batches. */
Span inquiry_participants(const Inquiry *inquiry, const Candidate *candidate);
gboolean inquiry_is_participant(
	const Inquiry *inquiry, const Candidate *candidate, PersonNumber person);
/* The candidate that is CONVERSATION, or NULL. */
Candidate *inquiry_candidate(const Inquiry *inquiry, ConversationNumber conversation);
const Held *inquiry_held(const Inquiry *inquiry, MessageNumber message);

/* Whose a message is, the more the later. What strangers write can be sent to us in any number, to
 * make a text look common. */
typedef enum {
	STANDING_STRANGER,
	STANDING_KNOWN, /* by somebody one of ours had written to */
	STANDING_OURS,  /* one of ours wrote, vouched for or answered it */
} Standing;

static inline Standing inquiry_standing(const Held *held)
{
	if ((held->row.flags & (ROW_PROVEN | ROW_ANSWERED)) != 0)
		return STANDING_OURS;
	return (held->row.flags & ROW_KNOWN) != 0 ? STANDING_KNOWN : STANDING_STRANGER;
}

/* Set ERROR for a row of TABLE that cannot be read, and give FALSE. */
gboolean inquiry_damaged(MemoryTable table, GError **error);
