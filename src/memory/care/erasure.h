/* SPDX-License-Identifier: Apache-2.0
 *
 * Erasing messages and who is named by no other: which rows are to go is planned by walking the
 * tables, then the store is written anew without them. What it costs does not depend on how much is
 * to go.
 */
#pragma once

#include "base/bits.h"
#include "memory/memory-internal.h"

/* What is to be erased. */
typedef struct ErasureOrder {
	const char *const *addresses; /* and what was said of their mail; NULL: none */
	GHashTable *turns; /* person whose one of these is, and all it wrote → its place among
			      them, the first being 1; NULL: nobody */
	const GArray *messages; /* of MessageNumber, and whom they alone proved; NULL: none */
	const GArray *unproven; /* of MessageNumber: that stay, and prove nobody any more; NULL:
				   none */
	gint64 before;          /* all that came in earlier; 0: no bound */
} ErasureOrder;

/* What is left of a conversation, an author's messages or a pair's, some of which go. */
typedef struct Remainder {
	guint32 messages;
	gint64 first, last;
} Remainder;

typedef struct Erasure {
	Memory *memory;
	ErasureOrder order;
	Bits messages, persons, conversations; /* that go */
	Bits named;                            /* persons that messages which go name; scratch */
	Bits staying;                          /* persons that messages which stay name; scratch */
	GHashTable *named_last;   /* such a person → the last turn whose messages name it */
	GHashTable *emptied_last; /* conversation that messages go from → the last such turn */
	Bits unproven;            /* messages, as ordered */
	Bits doubted, vouched;    /* persons whose proof may go; whom messages that stay prove */
	Bits touched;             /* conversations that messages go from, or the person */
	Bits stand_ins;           /* persons in TABLE_CUT */
	GHashTable *remainders;   /* touched conversation that stays → Remainder */
	GHashTable *written;      /* author of messages that go → Remainder */
	GHashTable *exchanged;    /* of guint64: author and recipient of such → Remainder */
	GHashTable *present;      /* of guint64: touched conversation and a person in what stays */
	GHashTable *sites;        /* of guint64: keys of TABLE_SITE that go */
	GHashTable *domains;      /* of guint64: keys there whose SITE_DOMAIN goes */
	GHashTable *orphans;      /* domain that has lost its stand-in → nothing */
	GHashTable *authors;      /* of guint64: hashes in TABLE_MARK of addresses that go */
	GHashTable *accounts;     /* of guint32: accounts in TABLE_CAMPAIGN that go */
	GHashTable *taught;       /* of GBytes: members of TABLE_TAUGHT of messages as ordered */
	Bits misled;              /* persons in these */
	MemoryErased *erased;     /* what goes, for each address of the order, or one for all */
	GError *failure;          /* met while walking */
} Erasure;

/* Erase what ORDER says, in a view without lessons, which ends; CHANGES made in it so far are kept.
 * RET counts what went: for each address as if they went one after the other, or once for what is
 * old or ordered. FALSE with ERROR: nothing has changed. */
gboolean erasure_run(Memory *memory, const ErasureOrder *order, MemoryErased *ret, GError **error);

/* Fill in what is to go; in erasure-plan.c. */
gboolean erasure_plan(Erasure *self, GError **error);
/* The turn of PERSON in the order; 0 when it is in none. */
guint erasure_turn(const Erasure *self, PersonNumber person);
/* The FLAGS of message NUMBER, which stays, without a proof that was taken back. */
guint32 erasure_proof(const Erasure *self, guint32 number, guint32 flags);
