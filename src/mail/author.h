/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose account a message speaks for. Mailing lists rewrite From ("Bob via list <list@host>") for
 * DMARC; then the author is in Reply-To or X-Original-From, and the list's address belongs to
 * nobody.
 */
#pragma once

#include "mail/facts.h"

typedef struct Author {
	char *name;       /* without "via list", "(list)", addresses and quotes; "" when none */
	char *address;    /* the sending account, "" when the list hides it */
	gboolean by_list; /* From was rewritten by a list */
} Author;

/* The author of FACTS, owned by the caller. */
Author *author_of(const Facts *facts);
void author_free(Author *author);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Author, author_free)

/* NAME as memory keys it: without "via list" and "(External)", as a skeleton with its words sorted
 * ("Doe, John" is "John Doe"); "" when fewer than two letters, or when it names a function rather
 * than a person ("info", "support", "noreply"). New string. */
char *author_name_key(const char *name);
/* Could ADDRESS be a further address of one called NAME: is a word of its local part made of words
 * of three letters of NAME and initials, does it hold a long one, or is the whole of it initials or
 * the beginning of a word? Transliteration is not attempted. */
gboolean author_name_suits(const char *name, const char *address);
/* Have two addresses one local part but for digits and punctuation, as a person's have when their
 * organisation moves to another domain? FALSE for parts that name a function ("info") or have fewer
 * than three letters. */
gboolean author_same_mailbox(const char *one, const char *other);
