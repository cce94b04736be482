/* SPDX-License-Identifier: Apache-2.0
 *
 * Corpus: what is to be judged. Labelled folders hold one mbox for each profile or class and a
 * truth.jsonl that says of each message what it is; a path of honest mail is a group of its own.
 * Keeps some thirty bytes a message and the victims' addresses, no mail.
 */
#pragma once

#include "judge/verdict.h"

typedef struct Group {
	char *name;
	char *path; /* of honest mail that is no look-alike, as given; else NULL */
	gboolean attack;
	guint number; /* its place in the corpus */
} Group;

typedef struct Label {
	const Group *group;
	const char *victim; /* lower-cased address, "" when there is none */
	/* What it shares with the other attacks out of the same mailbox; "" when alone. Each
	 * campaign has one address in memory. */
	const char *campaign;
	guint number; /* of the message in its file, from 1 */
	Side side;
} Label;

/* One path that mail is read from. */
typedef struct LabelledFile {
	char *path;
	const Group *group; /* of all of it; NULL when LABELS say it of each message */
	GArray *labels;     /* of Label, in order, one for each message; NULL with GROUP */
} LabelledFile;

typedef struct Corpus {
	GPtrArray *groups;   /* of Group, in the order they came */
	GPtrArray *files;    /* of LabelledFile */
	GHashTable *names;   /* groups by kind and name */
	GHashTable *strings; /* addresses and campaigns, each kept once */
	guint64 labels;
} Corpus;

Corpus *corpus_new(void);
void corpus_free(Corpus *corpus);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Corpus, corpus_free)

/* Add what FOLDER/truth.jsonl names; groups of one name in several folders are one. FALSE with
 * KITH_ERROR_IO when it cannot be read, KITH_ERROR_USAGE when a line is broken (the error names it)
 * or the numbers of a file are not 1, 2, 3 …: then nothing of it was added. */
gboolean corpus_add_labelled(Corpus *corpus, const char *folder, GError **error);
/* Add PATH, a mail argument of any kind, as honest mail. FALSE with KITH_ERROR_USAGE when there are
 * too many groups. */
gboolean corpus_add_honest(Corpus *corpus, const char *path, GError **error);
