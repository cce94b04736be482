/* SPDX-License-Identifier: Apache-2.0
 *
 * Subjects: reply and forward prefixes in the languages of mail programs, list and filter tags, and
 * what is left.
 */
#pragma once

#include <glib.h>

typedef struct Subject {
	char *base; /* skeleton of what is left; ticket numbers stay */
	guint replies;
	guint forwards;
	gboolean tagged; /* a filter's tag: [EXTERNAL], ***SPAM*** … */
} Subject;

/* TEXT (decoded, one line) taken apart; owned by the caller. */
Subject *subject_read(const char *text);
void subject_free(Subject *subject);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Subject, subject_free)
