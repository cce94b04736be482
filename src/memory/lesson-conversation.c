/* SPDX-License-Identifier: Apache-2.0
 *
 * The conversation that a message is learned into: its row, and who takes part in it.
 */
#include "memory/lesson-internal.h"

static gboolean read_conversation(
	Lesson *self, ConversationRow *row, GArray *participants, GError **error)
{
	Key key = key_of_number(self->conversation);
	Span bytes = span_new(NULL, 0), members = span_new(NULL, 0);

	if (self->candidate != NULL) {
		*row = self->candidate->row;
		members = inquiry_participants(self->inquiry, self->candidate);
		g_array_append_vals(participants, members.data, key_number_count(members));
		return TRUE;
	}
	if (!memory_ask_one(self->memory, TABLE_CONVERSATION, key, 1, &bytes, error))
		return FALSE;
	if (bytes.data != NULL && !conversation_row_read(bytes, row))
		return inquiry_damaged(TABLE_CONVERSATION, error);
	if (bytes.data == NULL)
		return TRUE;
	if (!memory_ask_one(
		    self->memory, TABLE_PARTICIPANT, key, LIMIT_PARTICIPANTS, &members, error))
		return FALSE;
	g_array_append_vals(participants, members.data, key_number_count(members));
	return TRUE;
}

/* PARTICIPANTS: numbers as the store has them. */
static gboolean takes_part(const GArray *participants, PersonNumber person)
{
	Key member = key_of_number(person);

	for (guint i = 0; i < participants->len; i++)
		if (memcmp(&g_array_index(participants, guint32, i), member.bytes, member.length) ==
			0)
			return TRUE;
	return FALSE;
}

static void add_participant(
	Lesson *self, GArray *participants, ConversationRow *row, PersonNumber person)
{
	Key key = key_of_number(self->conversation), member = key_of_number(person);

	if (person == 0 || takes_part(participants, person))
		return;
	if (participants->len >= LIMIT_PARTICIPANTS) {
		row->flags |= ROW_OPEN;
		return;
	}
	g_array_append_vals(participants, member.bytes, 1);
	kv_add(self->memory->kv, TABLE_PARTICIPANT, key_span(&key), key_span(&member));
}

/* A doubted message is perhaps a thief's: it lets nobody into what it continues, which may become
 * known after it. Nor does it stir that, but for one of those who take part and show what they
 * always did. */
static void join(Lesson *self, GArray *participants, ConversationRow *row)
{
	gboolean doubted = lesson_is_doubted(self);

	if (!doubted || (takes_part(participants, self->author) && lesson_shows_nothing_new(self)))
		row_widen(&row->first, &row->last, self->inquiry->time);
	if (doubted)
		return;
	if (self->inquiry->open)
		row->flags |= ROW_OPEN;
	add_participant(self, participants, row, self->author);
	for (guint i = 0; i < self->recipient_count; i++)
		add_participant(self, participants, row, self->recipients[i]);
}

static gboolean write_conversation(Lesson *self, guint more, GError **error)
{
	g_autoptr(GArray) participants = g_array_new(FALSE, FALSE, sizeof(guint32));
	ConversationRow row = {0};
	RowBuffer buffer;

	if (!read_conversation(self, &row, participants, error))
		return FALSE;
	join(self, participants, &row);
	row.messages += more;
	conversation_row_write(&row, &buffer);
	lesson_put_row(self, TABLE_CONVERSATION, key_of_number(self->conversation), &buffer);
	return TRUE;
}

gboolean lesson_write_conversation(Lesson *self, GError **error)
{
	return write_conversation(self, 1, error);
}

gboolean lesson_join_conversation(Lesson *self, GError **error)
{
	return write_conversation(self, 0, error);
}
