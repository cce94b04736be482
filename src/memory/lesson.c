/* SPDX-License-Identifier: Apache-2.0
 *
 * Learning one message: everything it adds to the tables, as changes of one view. Nothing is
 * counted twice, because the identity is written with the rest.
 */
#include "memory/joining.h"
#include "memory/lesson-internal.h"
#include "memory/people/person.h"
#include "memory/people/profile.h"

/* References to messages not learned that are remembered for one message. */
#define REFERENCES_KEPT 8

static void set_add(Lesson *self, MemoryTable table, const Key *key, guint32 number)
{
	Key member = key_of_number(number);

	kv_add(self->memory->kv, table, key_span(key), key_span(&member));
}

void lesson_put_row(Lesson *self, MemoryTable table, Key key, const RowBuffer *row)
{
	kv_put(self->memory->kv, table, key_span(&key), row_span(row));
}

/* A reply that was learned before this message may have named it. */
static ConversationNumber expected_conversation(const Inquiry *inquiry)
{
	Span members;

	if (inquiry->facts->message_id[0] == '\0')
		return 0;
	members = kv_ask_answer(inquiry->first, inquiry->own_reference_question);
	return key_number_count(members) > 0 ? key_number_at(members, 0) : 0;
}

static void choose_conversation(Lesson *self)
{
	self->candidate = joining_by_parent(self->inquiry);
	if (self->candidate == NULL)
		self->conversation = expected_conversation(self->inquiry);
	if (self->candidate == NULL && self->conversation == 0)
		self->candidate = joining_by_likeness(self->inquiry);
	if (self->candidate != NULL)
		self->conversation = self->candidate->number;
	if (self->conversation == 0)
		self->conversation = (ConversationNumber)++self->memory->counters.conversations;
}

/* Persons */

static void write_account(Lesson *self)
{
	AccountRow row = self->inquiry->sender_row;
	RowBuffer buffer;

	if (self->author == 0)
		return;
	row.messages++;
	row_widen(&row.first, &row.last, self->inquiry->time);
	if (lesson_is_proven(self))
		row.flags |= ROW_PROVEN;
	account_row_write(&row, &buffer);
	lesson_put_row(self, TABLE_ACCOUNT, key_of_number(self->author), &buffer);
}

/* What a machine answers proves nobody. */
static gboolean proves_recipients(const Lesson *self)
{
	const guint32 machine = MARK_AUTO | MARK_BOUNCE | MARK_RECEIPT | MARK_CALENDAR;

	return (self->flags & LESSON_OUTGOING) && (self->inquiry->facts->marks & machine) == 0;
}

static gboolean prove(Lesson *self, const Party *party, PersonNumber person, GError **error)
{
	AccountRow row = {0};
	RowBuffer buffer;
	Span known = span_new(NULL, 0);

	if (party->person != 0)
		known = kv_ask_answer(self->inquiry->second, party->account_question);
	if (known.data != NULL && !account_row_read(known, &row))
		return inquiry_damaged(TABLE_ACCOUNT, error);
	if (row.flags & ROW_PROVEN)
		return TRUE;
	row.flags |= ROW_PROVEN;
	account_row_write(&row, &buffer);
	lesson_put_row(self, TABLE_ACCOUNT, key_of_number(person), &buffer);
	return TRUE;
}

static gboolean write_pair(Lesson *self, const Party *party, PersonNumber person, GError **error)
{
	Span known = span_new(NULL, 0);
	RowBuffer buffer;
	PairRow row = {0};

	if (self->author == 0)
		return TRUE;
	if (party->person != 0 && self->inquiry->sender.person != 0)
		known = kv_ask_answer(self->inquiry->second, party->to_question);
	if (known.data != NULL && !pair_row_read(known, &row))
		return inquiry_damaged(TABLE_PAIR, error);
	row.count++;
	row_widen(&row.first, &row.last, self->inquiry->time);
	pair_row_write(&row, &buffer);
	lesson_put_row(self, TABLE_PAIR, key_of_pair(self->author, person), &buffer);
	return TRUE;
}

/* What people are called is not to be learned from a thief. */
static PersonNumber ensure_person(Lesson *self, const Party *party, GError **error)
{
	Party believed = *party;

	believed.named = party->named && !lesson_is_doubted(self);
	return person_ensure(self->memory, self->inquiry, &believed, error);
}

static gboolean write_recipient(Lesson *self, const Party *party, GError **error)
{
	PersonNumber person = ensure_person(self, party, error);

	if (person == 0 || !write_pair(self, party, person, error))
		return FALSE;
	self->recipients[self->recipient_count++] = person;
	return !proves_recipients(self) || prove(self, party, person, error);
}

static gboolean write_persons(Lesson *self, GError **error)
{
	const Inquiry *inquiry = self->inquiry;

	if (inquiry->has_sender) {
		self->author = ensure_person(self, &inquiry->sender, error);
		if (self->author == 0)
			return FALSE;
	}
	for (guint i = 0; i < inquiry->recipients->len; i++)
		if (!write_recipient(self, &g_array_index(inquiry->recipients, Party, i), error))
			return FALSE;
	write_account(self);
	return TRUE;
}

static gboolean write_name(
	Lesson *self, const Party *party, PersonNumber person, guint how, GError **error)
{
	return person == 0 ||
	       person_add_name(self->memory, self->inquiry, party, person, how, error);
}

static gboolean write_names(Lesson *self, GError **error)
{
	const Inquiry *inquiry = self->inquiry;
	guint theirs = proves_recipients(self) ? NAME_PROVEN : 0;
	guint own = NAME_OWN | (lesson_is_proven(self) ? NAME_PROVEN : 0);

	if (lesson_is_doubted(self))
		return TRUE;
	for (guint i = 0; i < self->recipient_count; i++)
		if (!write_name(self, &g_array_index(inquiry->recipients, Party, i),
			    self->recipients[i], theirs, error))
			return FALSE;
	return write_name(self, &inquiry->sender, self->author, own, error);
}

/* What a doubted message shows is only told, until one shows it weeks later or earlier. */
static Key value_taught(const Lesson *self, Span known, const Key *value)
{
	Key told = profile_told(value, self->inquiry->time);

	return lesson_is_doubted(self) && !profile_was_told(known, &told) ? told : *value;
}

static Span known_profile(const Inquiry *inquiry)
{
	if (inquiry->sender.person == 0)
		return span_new(NULL, 0);
	return kv_ask_answer(inquiry->second, inquiry->profile_question);
}

gboolean lesson_shows_nothing_new(const Lesson *self)
{
	const GArray *shown = self->inquiry->profile;

	for (guint i = 0; i < shown->len; i++)
		if (!profile_has(known_profile(self->inquiry), &g_array_index(shown, Key, i)))
			return FALSE;
	return TRUE;
}

static void write_profile(Lesson *self)
{
	const Inquiry *inquiry = self->inquiry;
	Key person = key_of_number(self->author);
	Span known = known_profile(inquiry);

	if (self->author == 0)
		return;
	for (guint i = 0; i < inquiry->profile->len; i++) {
		const Key *shown = &g_array_index(inquiry->profile, Key, i);
		Key value = value_taught(self, known, shown);

		if (profile_has(known, shown) || profile_has(known, &value) ||
			profile_count(known, &value) >= LIMIT_PROFILE_VALUES)
			continue;
		kv_add(self->memory->kv, TABLE_PROFILE, key_span(&person), key_span(&value));
		person_note_taught(self->memory, inquiry, self->author, &value);
	}
}

/* The message and its conversation */

/* What the lesson proves, as flags of its message. */
static guint32 proof_of(const Lesson *self)
{
	if (!lesson_is_proven(self))
		return 0;
	return ROW_PROVEN | (proves_recipients(self) ? 0 : ROW_MUTE);
}

/* Does PROOF prove more than FLAGS do? */
static gboolean proves_more(guint32 proof, guint32 flags)
{
	if ((flags & ROW_PROVEN) == 0)
		return (proof & ROW_PROVEN) != 0;
	return (flags & ROW_MUTE) != 0 && (proof & ROW_PROVEN) != 0 && (proof & ROW_MUTE) == 0;
}

static void write_message(Lesson *self)
{
	RowBuffer buffer;
	MessageRow row = {
		.conversation = self->conversation,
		.author = self->author,
		.time = self->inquiry->time,
		.recipient_count = self->recipient_count,
	};

	row.flags |= proof_of(self);
	if (lesson_is_doubted(self))
		row.flags |= ROW_DOUBTED;
	if (self->inquiry->sender_row.flags & ROW_PROVEN)
		row.flags |= ROW_KNOWN;
	if (self->inquiry->open)
		row.flags |= ROW_OPEN;
	memcpy(row.recipients, self->recipients, self->recipient_count * sizeof *self->recipients);
	message_row_write(&row, &buffer);
	lesson_put_row(self, TABLE_MESSAGE, key_of_number(self->number), &buffer);
	set_add(self, TABLE_IDENTITY, &self->inquiry->identity, self->number);
}

/* Make the message findable by its Message-ID, and by those it names that are not learned yet. */
static void write_references(Lesson *self)
{
	const Inquiry *inquiry = self->inquiry;
	ConversationNumber expected = expected_conversation(inquiry);
	guint kept = 0;

	for (guint i = 0; i < inquiry->parents->len && kept < REFERENCES_KEPT; i++) {
		const Parent *parent = &g_array_index(inquiry->parents, Parent, i);

		if (parent->conversation != 0 || parent->message != 0)
			continue;
		set_add(self, TABLE_REFERENCE, &parent->reference_key, self->conversation);
		kept++;
	}
	if (inquiry->facts->message_id[0] == '\0')
		return;
	if (key_number_count(kv_ask_answer(inquiry->first, inquiry->own_message_id_question)) <
		LIMIT_MESSAGE_ID_BEARERS)
		set_add(self, TABLE_MESSAGE_ID, &inquiry->own_message_id_key, self->number);
	if (expected != 0) {
		Key member = key_of_number(expected);

		kv_remove(self->memory->kv, TABLE_REFERENCE, key_span(&inquiry->own_reference_key),
			key_span(&member));
	}
}

static gboolean has_number(Span members, guint32 number)
{
	for (guint i = 0; i < key_number_count(members); i++)
		if (key_number_at(members, i) == number)
			return TRUE;
	return FALSE;
}

static void write_label(Lesson *self, MemoryTable table, const Key *key, guint question)
{
	Span known = kv_ask_answer(self->inquiry->first, question);

	if (key_number_count(known) < LIMIT_SUBJECT_CONVERSATIONS &&
		!has_number(known, self->conversation))
		set_add(self, table, key, self->conversation);
}

static void write_labels(Lesson *self)
{
	const Inquiry *inquiry = self->inquiry;

	if (inquiry->has_subject)
		write_label(self, TABLE_SUBJECT, &inquiry->subject_key, inquiry->subject_question);
	if (inquiry->has_thread)
		write_label(self, TABLE_THREAD, &inquiry->thread_key, inquiry->thread_question);
}

/* Text */

/* Is the text of MEMBERS known from this conversation? */
static gboolean is_known_here(const Lesson *self, Span members)
{
	for (guint i = 0; i < key_number_count(members); i++) {
		const Held *held = inquiry_held(self->inquiry, key_number_at(members, i));

		if (held != NULL && held->row.conversation == self->conversation)
			return TRUE;
	}
	return FALSE;
}

static Standing own_standing(const Lesson *self)
{
	if (lesson_is_proven(self))
		return STANDING_OURS;
	return self->inquiry->sender_row.flags & ROW_PROVEN ? STANDING_KNOWN : STANDING_STRANGER;
}

/* Make room among MEMBERS of KEY, in the place of the latest message of a lower standing; FALSE
 * when there is none. */
static gboolean displace_stranger(Lesson *self, const Key *key, Span members)
{
	Standing own = own_standing(self);

	for (guint i = key_number_count(members); i > 0 && own > STANDING_STRANGER; i--) {
		MessageNumber number = key_number_at(members, i - 1);
		const Held *held = inquiry_held(self->inquiry, number);
		Key member = key_of_number(number);

		if (held == NULL || inquiry_standing(held) >= own)
			continue;
		kv_remove(self->memory->kv, TABLE_FINGERPRINT, key_span(key), key_span(&member));
		return TRUE;
	}
	return FALSE;
}

/* Is what PRINT is of another's than a doubted message's, or said to be? */
static gboolean is_anothers(const Fingerprint *print, Span members)
{
	return print->quoted || members.length > 0;
}

/* Of text that is so common no more is kept. */
static void write_fingerprints(Lesson *self)
{
	const Inquiry *inquiry = self->inquiry;

	for (guint i = 0; i < MIN(inquiry->fingerprints->len, LIMIT_FINGERPRINTS); i++) {
		const Fingerprint *print = &g_array_index(inquiry->fingerprints, Fingerprint, i);
		Span members = kv_ask_answer(inquiry->first, print->question);
		Key key = key_of_hash(print->key);

		if (is_known_here(self, members) ||
			(lesson_is_doubted(self) && is_anothers(print, members)))
			continue;
		if (key_number_count(members) >= LIMIT_FINGERPRINT_CONVERSATIONS &&
			!displace_stranger(self, &key, members))
			continue;
		set_add(self, TABLE_FINGERPRINT, &key, self->number);
		self->memory->counters.fingerprints++;
	}
}

/* What one of ours has answered is no stranger's any more. */
static void prove_parent(Lesson *self)
{
	for (guint i = 0; i < self->inquiry->parents->len && proves_recipients(self); i++) {
		const Parent *parent = &g_array_index(self->inquiry->parents, Parent, i);
		const Held *held = inquiry_held(self->inquiry, parent->message);
		RowBuffer buffer;
		MessageRow row;

		if (held == NULL)
			continue;
		row = held->row;
		row.flags |= ROW_ANSWERED;
		message_row_write(&row, &buffer);
		lesson_put_row(self, TABLE_MESSAGE, key_of_number(held->number), &buffer);
		return;
	}
}

gboolean lesson_write(Memory *memory, const Inquiry *inquiry, guint flags, GError **error)
{
	Lesson self = {.memory = memory, .inquiry = inquiry, .flags = flags};

	self.number = (MessageNumber)++memory->counters.messages;
	memory->counters_changed = TRUE;
	choose_conversation(&self);
	if (!write_persons(&self, error) || !write_names(&self, error) ||
		!lesson_write_sites(&self, error) || !lesson_write_conversation(&self, error))
		return FALSE;
	write_profile(&self);
	write_message(&self);
	write_references(&self);
	write_labels(&self);
	write_fingerprints(&self);
	prove_parent(&self);
	return TRUE;
}

/* What a message teaches that it did not before it was proven: all that it shows, if it was
 * doubted.
 */
static gboolean teach_withheld(Lesson *self, GError **error)
{
	const Inquiry *inquiry = self->inquiry;

	if ((inquiry->learned_row.flags & ROW_DOUBTED) == 0) {
		lesson_write_links(self);
		return TRUE;
	}
	self->author = inquiry->sender.person;
	self->number = inquiry->learned;
	self->conversation = inquiry->learned_row.conversation;
	for (guint i = 0; i < inquiry->recipients->len; i++)
		self->recipients[self->recipient_count++] =
			g_array_index(inquiry->recipients, Party, i).person;
	write_profile(self);
	return write_names(self, error) && lesson_write_sites(self, error) &&
	       lesson_join_conversation(self, error);
}

/* A received copy may be learned before the sent one: what the sent one proves must not depend on
 * the order. */
gboolean lesson_prove(Memory *memory, const Inquiry *inquiry, guint flags, GError **error)
{
	Lesson self = {.memory = memory, .inquiry = inquiry, .flags = flags};
	MessageRow row = inquiry->learned_row;
	RowBuffer buffer;

	if (!proves_more(proof_of(&self), row.flags))
		return TRUE;
	if (!teach_withheld(&self, error))
		return FALSE;
	prove_parent(&self);
	row.flags = (row.flags & ~(guint32)(ROW_MUTE | ROW_DOUBTED)) | proof_of(&self);
	message_row_write(&row, &buffer);
	lesson_put_row(&self, TABLE_MESSAGE, key_of_number(inquiry->learned), &buffer);
	if (inquiry->sender.person != 0) {
		AccountRow account = inquiry->sender_row;

		account.flags |= ROW_PROVEN;
		account_row_write(&account, &buffer);
		lesson_put_row(
			&self, TABLE_ACCOUNT, key_of_number(inquiry->sender.person), &buffer);
	}
	for (guint i = 0; i < inquiry->recipients->len && proves_recipients(&self); i++) {
		const Party *party = &g_array_index(inquiry->recipients, Party, i);

		if (party->person != 0 && !prove(&self, party, party->person, error))
			return FALSE;
	}
	return TRUE;
}
