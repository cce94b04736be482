/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of one lesson share; nobody else includes this.
 */
#pragma once

#include "memory/memory-internal.h"

typedef struct Lesson {
	Memory *memory;
	const Inquiry *inquiry;
	guint flags; /* LessonFlags */
	MessageNumber number;
	ConversationNumber conversation;
	const Candidate *candidate; /* NULL: a new conversation */
	PersonNumber author;
	PersonNumber recipients[LIMIT_RECIPIENTS];
	guint recipient_count;
} Lesson;

/* Does one of ours or somebody's word stand behind the message? */
static inline gboolean lesson_is_proven(const Lesson *self)
{
	return (self->flags & (LESSON_OUTGOING | LESSON_TRUSTED)) != 0;
}

/* May it be an attack, with nothing to bear it out? */
static inline gboolean lesson_is_doubted(const Lesson *self)
{
	return (self->flags & LESSON_DOUBTFUL) != 0 && !lesson_is_proven(self);
}

/* Is all that the message shows of its author known of them? */
gboolean lesson_shows_nothing_new(const Lesson *lesson);

void lesson_put_row(Lesson *self, MemoryTable table, Key key, const RowBuffer *row);

/* Write the row and the participants of the lesson's conversation, once persons are known. */
gboolean lesson_write_conversation(Lesson *self, GError **error);
/* The same for a message that counts there already, and was doubted. */
gboolean lesson_join_conversation(Lesson *self, GError **error);
/* Write the sites and lists that the message names, once persons are known; and of these those of
 * its links alone. */
gboolean lesson_write_sites(Lesson *self, GError **error);
void lesson_write_links(Lesson *self);
