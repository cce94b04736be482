/* SPDX-License-Identifier: Apache-2.0
 *
 * Two passes: first what exists, then what is spoken of.
 */
#include "memory/care/check.h"

#include "base/bits.h"
#include "memory/memory-internal.h"
#include "memory/people/person.h"

typedef struct Check {
	Memory *memory;
	MemoryFault fault;
	gpointer user_data;
	guint faults;
	MemoryTable table; /* that is walked */
	Bits persons;      /* with a seal */
	Bits addressed;    /* found by an address */
	Bits messages, conversations;
	Bits identified; /* messages with an identity */
	GArray *counts;  /* of guint32: messages of each conversation */
} Check;

static void complain(Check *self, const char *problem)
{
	if (self->faults++ < LIMIT_FAULTS)
		self->fault(memory_tables[self->table].name, problem, self->user_data);
}

static gboolean walk(Check *self, MemoryTable table, KvWalkFunc func, GError **error)
{
	self->table = table;
	return kv_walk(self->memory->kv, table, func, self, error);
}

/* The number in KEY, 0 after a complaint when it is none that was given out. */
static guint32 number_of(Check *self, Span key, const Bits *numbers)
{
	guint32 number = key.length == 4 ? key_number_at(key, 0) : 0;

	if (number == 0 || number >= numbers->count) {
		complain(self, "a number that was never given out");
		return 0;
	}
	return number;
}

static void expect(Check *self, Span key, const Bits *numbers, const char *problem)
{
	guint32 number = number_of(self, key, numbers);

	if (number != 0 && !bits_has(numbers, number))
		complain(self, problem);
}

/* What exists */

static gboolean see_seal(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	guint32 number = number_of(self, key, &self->persons);
	g_auto(GStrv) fields = NULL;

	if (number == 0)
		return TRUE;
	bits_add(&self->persons, number);
	fields = person_unseal(self->memory, number, value);
	if (fields == NULL || fields[0] == NULL)
		complain(self, "a person who cannot be unsealed");
	return TRUE;
}

static gboolean see_person(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	guint32 number = number_of(self, value, &self->addressed);

	if (number != 0 && bits_has(&self->addressed, number))
		complain(self, "a person with two addresses");
	bits_add(&self->addressed, number);
	return TRUE;
}

static gboolean see_message(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	guint32 number = number_of(self, key, &self->messages);
	MessageRow row;

	bits_add(&self->messages, number);
	if (!message_row_read(value, &row)) {
		complain(self, "a row that cannot be read");
		return TRUE;
	}
	if (row.conversation < self->counts->len)
		g_array_index(self->counts, guint32, row.conversation)++;
	else
		complain(self, "a message of no conversation");
	return TRUE;
}

static gboolean see_identity(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	guint32 number = number_of(self, value, &self->identified);

	if (number != 0 && bits_has(&self->identified, number))
		complain(self, "a message that counts twice");
	bits_add(&self->identified, number);
	return TRUE;
}

static gboolean see_conversation(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	guint32 number = number_of(self, key, &self->conversations);
	ConversationRow row;

	bits_add(&self->conversations, number);
	if (!conversation_row_read(value, &row))
		complain(self, "a row that cannot be read");
	else if (number != 0 && row.messages != g_array_index(self->counts, guint32, number))
		complain(self, "a conversation that counts other messages than it has");
	return TRUE;
}

/* What is spoken of */

static void expect_person(Check *self, guint32 person)
{
	if (person >= self->persons.count || (person != 0 && !bits_has(&self->persons, person)))
		complain(self, "a person who is not there");
}

static gboolean look_at_message(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	MessageRow row;

	if (!message_row_read(value, &row))
		return TRUE;
	expect_person(self, row.author);
	for (guint i = 0; i < row.recipient_count; i++)
		expect_person(self, row.recipients[i]);
	if (!bits_has(&self->conversations, row.conversation))
		complain(self, "a message of a conversation that is not there");
	expect(self, key, &self->identified, "a message without identity");
	return TRUE;
}

static gboolean look_at_seal(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;

	expect(self, key, &self->addressed, "a person without address");
	return TRUE;
}

static gboolean look_at_account(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	AccountRow row;

	expect(self, key, &self->persons, "a person who is not there");
	if (!account_row_read(value, &row))
		complain(self, "a row that cannot be read");
	return TRUE;
}

static gboolean look_at_pair(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	PairRow row;

	if (key.length != 8) {
		complain(self, "a key that is none");
		return TRUE;
	}
	expect_person(self, key_number_at(key, 0));
	expect_person(self, key_number_at(key, 1));
	if (!pair_row_read(value, &row))
		complain(self, "a row that cannot be read");
	return TRUE;
}

static gboolean look_at_profile(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;

	expect(self, key, &self->persons, "a person who is not there");
	return TRUE;
}

static gboolean look_at_participant(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;

	expect(self, key, &self->conversations, "a conversation that is not there");
	expect(self, value, &self->persons, "a person who is not there");
	return TRUE;
}

static gboolean look_for_person(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;

	expect(self, value, &self->persons, "a person who is not there");
	return TRUE;
}

static gboolean look_for_message(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;

	expect(self, value, &self->messages, "a message that is not there");
	return TRUE;
}

static gboolean look_for_conversation(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;

	expect(self, value, &self->conversations, "a conversation that is not there");
	return TRUE;
}

static gboolean look_at_mark(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	MarkRow row;

	if (!mark_row_read(value, &row))
		complain(self, "a row that cannot be read");
	else if (row.message != 0 && !bits_has(&self->messages, row.message))
		complain(self, "a message that is not there");
	return TRUE;
}

static gboolean look_at_taught(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;

	expect(self, key, &self->messages, "a message that is not there");
	expect(self, span_new(value.data, 4), &self->persons, "a person who is not there");
	return TRUE;
}

static const struct {
	MemoryTable table;
	KvWalkFunc func;
} steps[] = {
	{TABLE_SEAL, see_seal},
	{TABLE_PERSON, see_person},
	{TABLE_MESSAGE, see_message},
	{TABLE_IDENTITY, see_identity},
	{TABLE_CONVERSATION, see_conversation},
	{TABLE_SEAL, look_at_seal},
	{TABLE_PERSON, look_for_person},
	{TABLE_ACCOUNT, look_at_account},
	{TABLE_NAME, look_for_person},
	{TABLE_PROFILE, look_at_profile},
	{TABLE_PAIR, look_at_pair},
	{TABLE_MESSAGE, look_at_message},
	{TABLE_IDENTITY, look_for_message},
	{TABLE_MESSAGE_ID, look_for_message},
	{TABLE_REFERENCE, look_for_conversation},
	{TABLE_PARTICIPANT, look_at_participant},
	{TABLE_SUBJECT, look_for_conversation},
	{TABLE_THREAD, look_for_conversation},
	{TABLE_CUT, look_for_person},
	{TABLE_FINGERPRINT, look_for_message},
	{TABLE_MARK, look_at_mark},
	{TABLE_TAUGHT, look_at_taught},
};

static void check_totals(Check *self)
{
	const CounterRow *counters = &self->memory->counters;

	self->table = TABLE_META;
	if (bits_total(&self->messages) != counters->messages - counters->messages_gone ||
		bits_total(&self->persons) != counters->persons - counters->persons_gone ||
		bits_total(&self->conversations) !=
			counters->conversations - counters->conversations_gone)
		complain(self, "counts of other things than are there");
}

gboolean memory_check(Memory *memory, MemoryFault fault, gpointer user_data, GError **error)
{
	const CounterRow *counters = &memory->counters;
	Check self = {.memory = memory, .fault = fault, .user_data = user_data};
	gboolean done = TRUE;

	bits_init(&self.persons, counters->persons + 1);
	bits_init(&self.addressed, counters->persons + 1);
	bits_init(&self.messages, counters->messages + 1);
	bits_init(&self.identified, counters->messages + 1);
	bits_init(&self.conversations, counters->conversations + 1);
	self.counts = g_array_new(FALSE, TRUE, sizeof(guint32));
	g_array_set_size(self.counts, (guint)counters->conversations + 1);
	for (guint i = 0; i < G_N_ELEMENTS(steps) && done; i++)
		done = walk(&self, steps[i].table, steps[i].func, error);
	if (done)
		check_totals(&self);
	g_array_unref(self.counts);
	bits_clear(&self.persons);
	bits_clear(&self.addressed);
	bits_clear(&self.messages);
	bits_clear(&self.identified);
	bits_clear(&self.conversations);
	return done;
}
