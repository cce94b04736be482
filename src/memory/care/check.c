/* SPDX-License-Identifier: Apache-2.0
 *
 * Below the rows first; then two passes: what exists, and what is spoken of.
 */
#include "memory/care/check.h"

#include "base/bits.h"
#include "base/error.h"
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
	Bits identified;  /* messages with an identity */
	GArray *counts;   /* of guint32: messages of each conversation */
	GArray *authored; /* of guint32: messages of each person */
	GArray *hashes;   /* of guint64: of each person's address */
} Check;

static void complain(Check *self, const char *problem)
{
	if (self->faults++ < LIMIT_FAULTS)
		self->fault(memory_tables[self->table].name, problem, self->user_data);
}

/* A table that cannot be walked to its end is a fault as well. */
static gboolean walk(Check *self, MemoryTable table, KvWalkFunc func, GError **error)
{
	GError *failure = NULL;

	self->table = table;
	if (kv_walk(self->memory->kv, table, func, self, &failure))
		return TRUE;
	if (!g_error_matches(failure, KITH_ERROR, KITH_ERROR_STATE)) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	complain(self, failure->message);
	g_clear_error(&failure);
	return TRUE;
}

static void count_up(GArray *counts, guint32 index)
{
	if (index < counts->len)
		g_array_index(counts, guint32, index)++;
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
	else
		g_array_index(self->hashes, guint64, number) = key_hash(
			self->memory->keys, TABLE_PERSON, span_new(fields[0], strlen(fields[0])));
	return TRUE;
}

static gboolean is_key_of(Span key, guint64 hash)
{
	Key expected = key_of_hash(hash);

	return key.length == expected.length && memcmp(key.data, expected.bytes, key.length) == 0;
}

static gboolean see_person(Span key, Span value, gpointer user_data)
{
	Check *self = user_data;
	guint32 number = number_of(self, value, &self->addressed);

	if (number != 0 && bits_has(&self->addressed, number))
		complain(self, "a person with two addresses");
	bits_add(&self->addressed, number);
	if (number != 0 && bits_has(&self->persons, number) &&
		!is_key_of(key, g_array_index(self->hashes, guint64, number)))
		complain(self, "a person under another address than the sealed one");
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
	if (row.conversation >= self->counts->len)
		complain(self, "a message of no conversation");
	count_up(self->counts, row.conversation);
	count_up(self->authored, row.author);
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
	guint32 number = number_of(self, key, &self->persons);
	AccountRow row;

	if (number != 0 && !bits_has(&self->persons, number))
		complain(self, "a person who is not there");
	if (!account_row_read(value, &row))
		complain(self, "a row that cannot be read");
	else if (number != 0 && row.messages < g_array_index(self->authored, guint32, number))
		complain(self, "an account that counts fewer messages than it wrote");
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

static gboolean look_at_site(Span key, Span value, gpointer user_data)
{
	static const char kinds[] = {
		SITE_LINKED, SITE_WROTE, SITE_DOMAIN, SITE_LIST, SITE_FORGOTTEN};

	if (((guint8)value.data[0] & SITE_TOLD) == 0 &&
		memchr(kinds, value.data[0], sizeof kinds) == NULL)
		complain(user_data, "of no known kind");
	return TRUE;
}

/* Nothing else of the memory is named there. */
static gboolean look_at_sighting(Span key, Span value, gpointer user_data)
{
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
	{TABLE_SITE, look_at_site},
	{TABLE_CUT, look_for_person},
	{TABLE_CAMPAIGN, look_at_sighting},
	{TABLE_FINGERPRINT, look_for_message},
	{TABLE_MARK, look_at_mark},
	{TABLE_TAUGHT, look_at_taught},
};

static GArray *array_new(gsize size, guint64 count)
{
	GArray *array = g_array_sized_new(FALSE, TRUE, (guint)size, 0);

	return g_array_set_size(array, (guint)count);
}

static gboolean check_rows(Check *self, GError **error)
{
	const CounterRow *counters = &self->memory->counters;
	Bits *const sets[] = {&self->persons, &self->addressed, &self->messages, &self->identified,
		&self->conversations};
	gboolean done = TRUE;

	bits_init(&self->persons, counters->persons + 1);
	bits_init(&self->addressed, counters->persons + 1);
	bits_init(&self->messages, counters->messages + 1);
	bits_init(&self->identified, counters->messages + 1);
	bits_init(&self->conversations, counters->conversations + 1);
	self->counts = array_new(sizeof(guint32), counters->conversations + 1);
	self->authored = array_new(sizeof(guint32), counters->persons + 1);
	self->hashes = array_new(sizeof(guint64), counters->persons + 1);
	for (guint i = 0; i < G_N_ELEMENTS(steps) && done; i++)
		done = walk(self, steps[i].table, steps[i].func, error);
	g_array_unref(self->counts);
	g_array_unref(self->authored);
	g_array_unref(self->hashes);
	for (guint i = 0; i < G_N_ELEMENTS(sets); i++)
		bits_clear(sets[i]);
	return done;
}

gboolean memory_check(Memory *memory, MemoryFault fault, gpointer user_data, GError **error)
{
	Check self = {.memory = memory, .fault = fault, .user_data = user_data};
	g_autofree char *damage = NULL;
	gboolean holds;

	if (!kv_find_damage(memory->kv, &damage, error))
		return FALSE;
	if (damage != NULL) {
		fault("", damage, user_data);
		return TRUE;
	}
	/* Before anything is made as large as the counters say. */
	if (!memory_counters_hold(memory, &holds, error))
		return FALSE;
	if (holds)
		return check_rows(&self, error);
	self.table = TABLE_META;
	complain(&self, "counts of other things than are there");
	return TRUE;
}
