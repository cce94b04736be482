/* SPDX-License-Identifier: Apache-2.0
 *
 * The situation a message is judged in: Facts and Recall, and what follows from both that more than
 * one signal asks for. Made once per message; everything in it is borrowed or plain.
 */
#pragma once

#include "judge/payload.h"
#include "judge/policy.h"
#include "mail/author.h"
#include "mail/facts.h"
#include "memory/memory.h"

typedef struct Situation {
	const Facts *facts;
	const Recall *recall;
	const Policy *policy;
	const Author *author;
	PayloadSummary payload;

	gboolean continues; /* it claims to answer or forward something */
	const Continued *
		quoted; /* the conversation of ours that it quotes most; NULL when it quotes none */
	const Continued
		*parent; /* the conversation its reply headers name; NULL when none is known */
	const Continued
		*joined; /* what it continues by any sign: quoted, else parent, else by subject */
	double quote_surety; /* 0 to 1: that the shared text is no accident */
	/* It took part unproven, under the name of another participant or of their organisation. */
	gboolean joined_unproven;
	gboolean sender_took_part; /* the sending account is in what it continues */
	gboolean name_suits;  /* the sending address fits the name, or a known bearer of the name */
	gboolean name_theirs; /* the sending account used this name before */
	PersonNumber namesake; /* a person of this name with another address, who took part in what
				  is continued if there is one, else anyone; 0 when none */
	gboolean namesake_took_part;
	gboolean common_name; /* many bear it, or it is one word only */
	PersonNumber member; /* who took part in what is quoted and whose organisation, not name, is
				claimed; 0 when none */
	double woken_days;   /* since the last message of what is joined, 0 when unknown */
	gboolean taken_over; /* who sends took part, and a campaign runs through the account */
	gboolean machine;    /* bounce, receipt, automatic answer, calendar, ticket, notice */
} Situation;

/* Fill SITUATION in from what it borrows. MEMORY is asked for the addresses of persons of the
 * claimed name; may be NULL. */
void situation_init(Situation *situation, const Facts *facts, const Recall *recall,
	const Author *author, const Policy *policy, Memory *memory);

/* Does FACTS claim to answer or forward something? Did a machine send it: a bounce, a receipt, an
 * automatic answer, a calendar, a ticket system, a notice? */
gboolean situation_continues(const Facts *facts);
gboolean situation_is_machine(const Facts *facts);
/* Did PERSON write to or receive in CONTINUED? */
gboolean situation_took_part(const Continued *continued, PersonNumber person);
/* Is ADDRESS the sending account's, or one of the same organisation? */
gboolean situation_is_senders(const Situation *situation, const char *address);
/* How surely other messages share what is of KIND with this one, 0 to 1: by how many unrelated
 * conversations they stand in. */
double situation_campaign(const Situation *situation, CampaignKind kind);
/* Do two display names name one person? FALSE when either says nothing. */
gboolean situation_same_name(const char *one, const char *other);
