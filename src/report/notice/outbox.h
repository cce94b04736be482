/* SPDX-License-Identifier: Apache-2.0
 *
 * Outbox: a directory that letters are written to. Nothing is sent.
 */
#pragma once

#include "report/notice/letter.h"

typedef struct Outbox {
	const char *folder; /* made with mode 0700 if it is not there */
	LetterLanguage language;
	const char *tlp;     /* "AMBER" … */
	const char *from;    /* who writes; NULL: nobody is named */
	const char *contact; /* NULL: none is given */
	gint64 now;          /* Unix seconds */
	/* Called once a file, with what it is ("notice", "abuse-report") and whom it is for. */
	void (*written)(const char *kind, const char *subject, const char *path, gpointer data);
	gpointer data;
} Outbox;

/* Make the folder. KITH_ERROR_IO. */
gboolean outbox_open(const Outbox *outbox, GError **error);
/* Write TEXT, for readers and writers of its owner only, as KIND-SUBJECT.SUFFIX, in place of what
 * had that name, which no other subject's has; says so by WRITTEN. KITH_ERROR_IO. */
gboolean outbox_write(const Outbox *outbox, const char *kind, const char *subject,
	const char *suffix, const char *text, GError **error);
/* Who writes and where to ask back, as the last lines of a letter; NULL when neither is known.
 * New string. */
char *outbox_signature(const Outbox *outbox, LetterLanguage language);
/* Unix seconds as "2020-01-30 10:00", in UTC. New string. */
char *outbox_time(gint64 time);
