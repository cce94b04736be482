/* SPDX-License-Identifier: Apache-2.0
 *
 * Planning an erasure: which messages go, which conversations and persons go with them, and what of
 * the addresses of these persons stands where no number tells it.
 */
#include "mail/author.h"
#include "mail/domain.h"
#include "memory/care/erasure.h"
#include "memory/people/person.h"

static gboolean fail(Erasure *self, MemoryTable table)
{
	if (self->failure == NULL)
		inquiry_damaged(table, &self->failure);
	return FALSE;
}

static gboolean walk(Erasure *self, MemoryTable table, KvWalkFunc func, GError **error)
{
	if (!kv_walk(self->memory->kv, table, func, self, error))
		return FALSE;
	if (self->failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&self->failure));
	return FALSE;
}

/* The turn that TURNS have of NUMBER, 0 for none. */
static guint turn_in(GHashTable *turns, guint32 number)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(turns, GUINT_TO_POINTER(number)));
}

guint erasure_turn(const Erasure *self, PersonNumber person)
{
	return self->order.turns != NULL ? turn_in(self->order.turns, person) : 0;
}

static gboolean goes(const Erasure *self, guint32 number, const MessageRow *row)
{
	return erasure_turn(self, row->author) != 0 || bits_has(&self->messages, number) ||
	       row->time < self->order.before;
}

static gboolean names_ordered(const Erasure *self, const MessageRow *row)
{
	for (guint i = 0; i < row->recipient_count; i++)
		if (erasure_turn(self, row->recipients[i]) != 0)
			return TRUE;
	return FALSE;
}

static void add_persons(Bits *persons, const MessageRow *row)
{
	bits_add(persons, row->author);
	for (guint i = 0; i < row->recipient_count; i++)
		bits_add(persons, row->recipients[i]);
}

static guint64 pair_of(PersonNumber from, PersonNumber to)
{
	return (guint64)from << 32 | to;
}

/* What its author and these pairs have left is to be counted. */
static void note_author(Erasure *self, const MessageRow *row)
{
	gpointer author = GUINT_TO_POINTER(row->author);

	if (!g_hash_table_contains(self->written, author))
		g_hash_table_insert(self->written, author, g_new0(Remainder, 1));
	for (guint i = 0; i < row->recipient_count; i++) {
		guint64 pair = pair_of(row->author, row->recipients[i]);

		if (!g_hash_table_contains(self->exchanged, &pair))
			g_hash_table_insert(self->exchanged, g_memdup2(&pair, sizeof pair),
				g_new0(Remainder, 1));
	}
}

static void note_turn(GHashTable *turns, guint32 number, guint turn)
{
	if (turn > turn_in(turns, number))
		g_hash_table_insert(turns, GUINT_TO_POINTER(number), GUINT_TO_POINTER(turn));
}

/* Where what goes in TURN, 0 being none, is counted. */
static MemoryErased *erased_in(Erasure *self, guint turn)
{
	return &self->erased[MAX(turn, 1) - 1];
}

static void note_turns(Erasure *self, const MessageRow *row)
{
	guint turn = erasure_turn(self, row->author);

	erased_in(self, turn)->messages++;
	note_turn(self->emptied_last, row->conversation, turn);
	note_turn(self->named_last, row->author, turn);
	for (guint i = 0; i < row->recipient_count; i++)
		note_turn(self->named_last, row->recipients[i], turn);
}

static gboolean choose_message(Span key, Span value, gpointer user_data)
{
	Erasure *self = user_data;
	MessageRow row;
	guint32 number;

	if (key.length != 4 || !message_row_read(value, &row))
		return fail(self, TABLE_MESSAGE);
	number = key_number_at(key, 0);
	if (bits_has(&self->messages, number))
		add_persons(&self->doubted, &row);
	if (bits_has(&self->unproven, number))
		bits_add(&self->doubted, row.author);
	if (goes(self, number, &row)) {
		note_author(self, &row);
		note_turns(self, &row);
		bits_add(&self->messages, number);
		bits_add(&self->conversations, row.conversation);
		bits_add(&self->touched, row.conversation);
		add_persons(&self->named, &row);
	} else if (names_ordered(self, &row)) {
		bits_add(&self->touched, row.conversation);
	}
	return TRUE;
}

static void add_present(Erasure *self, guint32 conversation, PersonNumber person)
{
	guint64 pair = pair_of(conversation, person);

	g_hash_table_add(self->present, g_memdup2(&pair, sizeof pair));
}

/* TIMED: it stirred what is counted. */
static void count(Remainder *left, const MessageRow *row, gboolean timed)
{
	if (left == NULL)
		return;
	left->messages++;
	if (timed)
		row_widen(&left->first, &left->last, row->time);
}

/* Whom the message proves, its author or also whom it is written to. */
static void note_proof(Erasure *self, guint32 number, const MessageRow *row)
{
	guint32 flags = erasure_proof(self, number, row->flags);

	if ((flags & ROW_PROVEN) == 0)
		return;
	bits_add(&self->vouched, row->author);
	for (guint i = 0; i < row->recipient_count && (flags & ROW_MUTE) == 0; i++)
		bits_add(&self->vouched, row->recipients[i]);
}

static void count_author(Erasure *self, const MessageRow *row)
{
	count(g_hash_table_lookup(self->written, GUINT_TO_POINTER(row->author)), row, TRUE);
	for (guint i = 0; i < row->recipient_count; i++) {
		guint64 pair = pair_of(row->author, row->recipients[i]);

		count(g_hash_table_lookup(self->exchanged, &pair), row, TRUE);
	}
}

static void add_remainder(Erasure *self, const MessageRow *row)
{
	gpointer key = GUINT_TO_POINTER(row->conversation);
	Remainder *left = g_hash_table_lookup(self->remainders, key);

	if (left == NULL) {
		left = g_new0(Remainder, 1);
		g_hash_table_insert(self->remainders, key, left);
	}
	count(left, row, (row->flags & ROW_DOUBTED) == 0);
	/* It lets nobody in. */
	if (row->flags & ROW_DOUBTED)
		return;
	add_present(self, row->conversation, row->author);
	for (guint i = 0; i < row->recipient_count; i++)
		add_present(self, row->conversation, row->recipients[i]);
}

/* Every row was read before. */
static gboolean note_staying(Span key, Span value, gpointer user_data)
{
	Erasure *self = user_data;
	MessageRow row;

	if (bits_has(&self->messages, key_number_at(key, 0)) || !message_row_read(value, &row))
		return TRUE;
	add_persons(&self->staying, &row);
	note_proof(self, key_number_at(key, 0), &row);
	count_author(self, &row);
	bits_remove(&self->conversations, row.conversation);
	if (bits_has(&self->touched, row.conversation))
		add_remainder(self, &row);
	return TRUE;
}

static gboolean note_taught(Span key, Span value, gpointer user_data)
{
	Erasure *self = user_data;

	if (!bits_has(&self->messages, key_number_at(key, 0)))
		return TRUE;
	g_hash_table_add(self->taught, g_bytes_new(value.data, value.length));
	bits_add(&self->misled, key_number_at(value, 0));
	return TRUE;
}

/* What is old was true once, and mostly is; what was convicted never was. */
static gboolean plan_taught(Erasure *self, GError **error)
{
	const GArray *ordered = self->order.messages;

	return ordered == NULL || ordered->len == 0 || walk(self, TABLE_TAUGHT, note_taught, error);
}

/* Who is ordered may go earlier already, as nobody but those before name it. */
static guint turn_of(const Erasure *self, PersonNumber person)
{
	guint own = erasure_turn(self, person), named = turn_in(self->named_last, person);

	if (own == 0)
		return named;
	return named == 0 || bits_has(&self->staying, person) ? own : MIN(own, named);
}

static gboolean leaves(const Erasure *self, PersonNumber person)
{
	return erasure_turn(self, person) != 0 ||
	       (bits_has(&self->named, person) && !bits_has(&self->staying, person));
}

static void choose_persons(Erasure *self)
{
	for (guint64 i = 1; i < self->persons.count; i++) {
		if (!leaves(self, (PersonNumber)i))
			continue;
		bits_add(&self->persons, i);
		erased_in(self, turn_of(self, (PersonNumber)i))->persons++;
	}
}

/* No conversation has the number 0. */
static void count_conversations(Erasure *self)
{
	bits_remove(&self->conversations, 0);
	for (guint64 i = 1; i < self->conversations.count; i++)
		if (bits_has(&self->conversations, i))
			erased_in(self, turn_in(self->emptied_last, (guint32)i))->conversations++;
}

static gboolean note_stand_in(Span key, Span value, gpointer user_data)
{
	Erasure *self = user_data;

	bits_add(&self->stand_ins, key_number_at(value, 0));
	return TRUE;
}

static void add_hash(GHashTable *hashes, guint64 hash)
{
	g_hash_table_add(hashes, g_memdup2(&hash, sizeof hash));
}

static void note_site(Erasure *self, const char *address)
{
	add_hash(self->sites,
		key_hash(self->memory->keys, TABLE_SITE, span_new(address, strlen(address))));
}

/* What was said of the mail of an address goes when that was ordered, and stays when its person
 * goes because no message is left: an account may be robbed after long silence. */
static void note_ordered(Erasure *self, const char *address)
{
	Span whole = span_new(address, strlen(address));

	note_site(self, address);
	add_hash(self->authors, key_hash(self->memory->keys, TABLE_MARK, whole));
	g_hash_table_add(self->accounts, GUINT_TO_POINTER(campaign_account(self->memory, address)));
}

static void note_person(Erasure *self, PersonNumber person, const char *address)
{
	const char *at = strrchr(address, '@');

	note_site(self, address);
	if (at != NULL && bits_has(&self->stand_ins, person))
		g_hash_table_add(self->orphans, g_strdup(at + 1));
}

/* The address and names in the sealed VALUE of person KEY; NULL after a failure. */
static char **open_seal(Erasure *self, Span key, Span value)
{
	char **fields = NULL;

	if (key.length == 4)
		fields = person_unseal(self->memory, key_number_at(key, 0), value);
	if (fields == NULL || fields[0] == NULL)
		fail(self, TABLE_SEAL);
	return fields;
}

static gboolean note_going(Span key, Span value, gpointer user_data)
{
	Erasure *self = user_data;
	g_auto(GStrv) fields = NULL;

	if (key.length == 4 && !bits_has(&self->persons, key_number_at(key, 0)))
		return TRUE;
	fields = open_seal(self, key, value);
	if (self->failure != NULL)
		return FALSE;
	note_person(self, key_number_at(key, 0), fields[0]);
	return TRUE;
}

/* Somebody else of a domain whose stand-in goes takes its place. */
static gboolean adopt_orphan(Span key, Span value, gpointer user_data)
{
	Erasure *self = user_data;
	g_auto(GStrv) fields = NULL;
	const char *at;

	if (key.length == 4 && bits_has(&self->persons, key_number_at(key, 0)))
		return TRUE;
	fields = open_seal(self, key, value);
	if (self->failure != NULL)
		return FALSE;
	at = strrchr(fields[0], '@');
	if (at != NULL && g_hash_table_remove(self->orphans, at + 1))
		return person_add_cuts(self->memory, at + 1, key_number_at(key, 0), &self->failure);
	return g_hash_table_size(self->orphans) > 0;
}

/* Domains that nobody is left of are known no more. */
static void drop_orphans(Erasure *self)
{
	GHashTableIter iter;
	gpointer domain;

	g_hash_table_iter_init(&iter, self->orphans);
	while (g_hash_table_iter_next(&iter, &domain, NULL))
		add_hash(self->domains,
			key_hash(self->memory->keys, TABLE_SITE, span_new(domain, strlen(domain))));
}

static gboolean plan_persons(Erasure *self, GError **error)
{
	choose_persons(self);
	for (guint i = 0; self->order.addresses != NULL && self->order.addresses[i] != NULL; i++)
		note_ordered(self, self->order.addresses[i]);
	if (!walk(self, TABLE_CUT, note_stand_in, error) ||
		!walk(self, TABLE_SEAL, note_going, error))
		return FALSE;
	if (g_hash_table_size(self->orphans) > 0 && !walk(self, TABLE_SEAL, adopt_orphan, error))
		return FALSE;
	drop_orphans(self);
	return TRUE;
}

gboolean erasure_plan(Erasure *self, GError **error)
{
	if (!walk(self, TABLE_MESSAGE, choose_message, error) ||
		!walk(self, TABLE_MESSAGE, note_staying, error))
		return FALSE;
	count_conversations(self);
	return plan_taught(self, error) && plan_persons(self, error);
}
