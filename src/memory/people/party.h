/* SPDX-License-Identifier: Apache-2.0
 *
 * Who a message goes from and to, and what else it says in addresses: each once, as keys to ask
 * memory for.
 */
#pragma once

#include "mail/author.h"
#include "mail/facts.h"
#include "memory/keys.h"

/* One address of the message and what memory says of it. */
typedef struct Party {
	const char *address; /* borrowed from Facts or Author, not "" */
	const char *name;    /* the same; "" when none */
	Key key;             /* in TABLE_PERSON */
	gboolean named;      /* name_key is there */
	Key name_key;        /* in TABLE_NAME */
	guint32 person;      /* 0: not known */
	/* Questions */
	guint person_question;
	guint list_question;
	guint forgotten_question; /* learning only */
	guint name_question;
	guint account_question;
	guint to_question;   /* author to this one */
	guint from_question; /* this one to the author */
} Party;

/* PARTY for ADDRESS called NAME; borrows both. */
void party_set(Party *party, const Keys *keys, const char *address, const char *name);

/* The recipients of FACTS without the author and without what FACTS itself shows to be a list, as a
 * new array of Party, at most LIMIT_RECIPIENTS. *RET_OPEN: a list or more than these were among
 * them. */
GArray *party_recipients(
	const Facts *facts, const Author *author, const Keys *keys, gboolean *ret_open);
/* The addresses of Facts.hidden, then Facts.signature, without the author's, as a new array of
 * Party. */
GArray *party_claimed(const Facts *facts, const Author *author, const Keys *keys);
/* Is ADDRESS a list's by what FACTS says: its posting address, or its List-Id with the first dot
 * read as "@"? */
gboolean party_is_list(const Facts *facts, const char *address);
