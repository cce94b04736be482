/* SPDX-License-Identifier: Apache-2.0
 *
 * The three batches. Answers are numbers or rows; rows may be damaged and are checked.
 */
#include "memory/recall/inquiry.h"

#include "base/error.h"
#include "mail/domain.h"
#include "memory/care/mark.h"
#include "memory/identity.h"
#include "memory/people/profile.h"
#include "memory/recall/candidate.h"
#include "memory/recall/sharing.h"

#define PROFILE_LIMIT (2 * PROFILE_KINDS * LIMIT_PROFILE_VALUES)

gboolean inquiry_damaged(MemoryTable table, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		"the memory is damaged: a row of its table %s cannot be read; restore it or learn "
		"again",
		memory_tables[table].name);
	return FALSE;
}

static guint ask_key(KvAsk *ask, MemoryTable table, Key key, guint limit)
{
	return kv_ask_add(ask, table, key_span(&key), limit);
}

static guint ask_string(Inquiry *self, MemoryTable table, const char *text, guint limit)
{
	return ask_key(self->first, table, key_of_string(self->keys, table, text), limit);
}

static Party *party_at(const GArray *parties, guint index)
{
	return &g_array_index(parties, Party, index);
}

/* Collecting: what the message says */

static void collect_parents(Inquiry *self)
{
	const GPtrArray *ids = self->facts->parents;

	for (guint i = 0; i < ids->len && i < LIMIT_PARENTS; i++) {
		Parent parent = {0};

		parent.message_id_key = key_of_string(self->keys, TABLE_MESSAGE_ID, ids->pdata[i]);
		parent.reference_key = key_of_string(self->keys, TABLE_REFERENCE, ids->pdata[i]);
		g_array_append_val(self->parents, parent);
	}
}

static void collect_fingerprints(Inquiry *self, InquiryRoom *room)
{
	if (room->fingerprints != NULL &&
		memcmp(room->identity.bytes, self->identity.bytes, self->identity.length) == 0) {
		self->fingerprints = g_array_ref(room->fingerprints);
		return;
	}
	self->fingerprints = fingerprints_of(self->facts, self->keys);
	if (room->fingerprints != NULL)
		g_array_unref(room->fingerprints);
	room->fingerprints = g_array_ref(self->fingerprints);
	room->identity = self->identity;
}

static void collect(Inquiry *self, InquiryRoom *room)
{
	const Facts *facts = self->facts;

	self->author = author_of(facts);
	self->time = identity_time(facts);
	self->identity = identity_of(facts, self->keys);
	self->has_sender = self->author->address[0] != '\0';
	if (self->has_sender)
		party_set(&self->sender, self->keys, self->author->address, self->author->name);
	self->organisation = domain_organisation(self->author->address);
	self->recipients = party_recipients(facts, self->author, self->keys, &self->open);
	self->claimed = party_claimed(facts, self->author, self->keys);
	self->parents = g_array_new(FALSE, FALSE, sizeof(Parent));
	collect_parents(self);
	collect_fingerprints(self, room);
	self->profile = profile_of(facts, self->author, self->keys);
	self->has_subject = identity_has_subject(facts);
	if (self->has_subject)
		self->subject_key = key_of_string(self->keys, TABLE_SUBJECT, facts->subject_base);
	self->has_thread = facts->thread_index[0] != '\0';
	if (self->has_thread)
		self->thread_key = key_of_string(self->keys, TABLE_THREAD, facts->thread_index);
	self->own_message_id_key = key_of_string(self->keys, TABLE_MESSAGE_ID, facts->message_id);
	self->own_reference_key = key_of_string(self->keys, TABLE_REFERENCE, facts->message_id);
	self->held = g_array_new(FALSE, TRUE, sizeof(Held));
	self->held_by = g_hash_table_new(NULL, NULL);
	self->crowded = g_array_new(FALSE, FALSE, sizeof(guint));
	self->candidates = g_array_new(FALSE, TRUE, sizeof(Candidate));
}

/* First batch */

static void ask_party(Inquiry *self, Party *party)
{
	party->person_question = ask_key(self->first, TABLE_PERSON, party->key, 1);
	if (party->named && (self->learning || party == &self->sender))
		party->name_question =
			ask_key(self->first, TABLE_NAME, party->name_key, LIMIT_NAME_BEARERS);
	if (self->learning)
		party->forgotten_question = ask_key(self->first, TABLE_SITE,
			key_of_tombstone(self->keys, party->address), SITE_KINDS);
}

static void ask_parties(Inquiry *self)
{
	if (self->has_sender) {
		ask_party(self, &self->sender);
		self->sender.list_question =
			ask_string(self, TABLE_SITE, self->sender.address, SITE_KINDS);
	} else if (self->author->name[0] != '\0') {
		party_set(&self->sender, self->keys, "", self->author->name);
		if (self->sender.named)
			self->sender.name_question = ask_key(
				self->first, TABLE_NAME, self->sender.name_key, LIMIT_NAME_BEARERS);
	}
	for (guint i = 0; i < self->recipients->len; i++) {
		Party *party = party_at(self->recipients, i);

		ask_party(self, party);
		party->list_question = ask_string(self, TABLE_SITE, party->address, SITE_KINDS);
	}
	for (guint i = 0; i < self->claimed->len; i++) {
		Party *party = party_at(self->claimed, i);

		party->person_question = ask_key(self->first, TABLE_PERSON, party->key, 1);
	}
}

static void ask_ties(Inquiry *self)
{
	for (guint i = 0; i < self->parents->len; i++) {
		Parent *parent = &g_array_index(self->parents, Parent, i);

		parent->message_question =
			ask_key(self->first, TABLE_MESSAGE_ID, parent->message_id_key, 1);
		parent->reference_question =
			ask_key(self->first, TABLE_REFERENCE, parent->reference_key, 1);
	}
	if (self->has_subject)
		self->subject_question = ask_key(
			self->first, TABLE_SUBJECT, self->subject_key, LIMIT_SUBJECT_CONVERSATIONS);
	if (self->has_thread)
		self->thread_question = ask_key(
			self->first, TABLE_THREAD, self->thread_key, LIMIT_SUBJECT_CONVERSATIONS);
	if (self->learning && self->facts->message_id[0] != '\0') {
		self->own_message_id_question = ask_key(self->first, TABLE_MESSAGE_ID,
			self->own_message_id_key, LIMIT_MESSAGE_ID_BEARERS);
		self->own_reference_question =
			ask_key(self->first, TABLE_REFERENCE, self->own_reference_key, 1);
	}
}

static void ask_first(Inquiry *self)
{
	const GPtrArray *links = self->facts->links;

	self->identity_question = ask_key(self->first, TABLE_IDENTITY, self->identity, 1);
	self->mark_question =
		ask_key(self->first, TABLE_MARK, mark_key_of(self->facts, self->keys), 1);
	ask_parties(self);
	self->organisation_question = ask_string(self, TABLE_SITE, self->organisation, SITE_KINDS);
	ask_ties(self);
	self->first_link_question = kv_ask_count(self->first);
	for (guint i = 0; i < links->len; i++)
		ask_string(self, TABLE_SITE, ((const Link *)links->pdata[i])->site, SITE_KINDS);
	for (guint i = 0; i < self->fingerprints->len; i++) {
		Fingerprint *fingerprint = &g_array_index(self->fingerprints, Fingerprint, i);

		fingerprint->question = ask_key(self->first, TABLE_FINGERPRINT,
			key_of_hash(fingerprint->key), LIMIT_FINGERPRINT_CONVERSATIONS);
	}
}

static guint32 first_number(const KvAsk *ask, guint question)
{
	Span members = kv_ask_answer(ask, question);

	return key_number_count(members) > 0 ? key_number_at(members, 0) : 0;
}

static gboolean has_site(const KvAsk *ask, guint question, SiteKind kind)
{
	Span kinds = kv_ask_answer(ask, question);

	return kinds.length > 0 && memchr(kinds.data, kind, kinds.length) != NULL;
}

static gboolean is_forgotten(const Inquiry *self, const Party *party)
{
	return self->learning && has_site(self->first, party->forgotten_question, SITE_FORGOTTEN);
}

static void take_parties(Inquiry *self)
{
	if (self->has_sender) {
		self->sender.person = first_number(self->first, self->sender.person_question);
		self->forgotten = is_forgotten(self, &self->sender);
	}
	for (guint i = self->recipients->len; i > 0; i--) {
		Party *party = party_at(self->recipients, i - 1);

		party->person = first_number(self->first, party->person_question);
		if (!has_site(self->first, party->list_question, SITE_LIST) &&
			!is_forgotten(self, party))
			continue;
		self->open = TRUE;
		g_array_remove_index(self->recipients, i - 1);
	}
	for (guint i = 0; i < self->claimed->len; i++) {
		Party *party = party_at(self->claimed, i);

		party->person = first_number(self->first, party->person_question);
	}
}

static void take_first(Inquiry *self)
{
	self->learned = first_number(self->first, self->identity_question);
	self->organisation_known = self->organisation[0] != '\0' &&
				   has_site(self->first, self->organisation_question, SITE_WROTE);
	take_parties(self);
	sharing_take(self);
	for (guint i = 0; i < self->parents->len; i++) {
		Parent *parent = &g_array_index(self->parents, Parent, i);

		parent->message = first_number(self->first, parent->message_question);
		parent->conversation = first_number(self->first, parent->reference_question);
		if (parent->message == self->learned)
			parent->message = 0;
		if (parent->message != 0)
			inquiry_hold(self, parent->message);
	}
}

/* Second batch */

static void ask_recipient(Inquiry *self, Party *party)
{
	PersonNumber sender = self->sender.person;

	if (party->person == 0)
		return;
	if (self->learning)
		party->account_question =
			ask_key(self->second, TABLE_ACCOUNT, key_of_number(party->person), 1);
	if (sender == 0)
		return;
	party->to_question =
		ask_key(self->second, TABLE_PAIR, key_of_pair(sender, party->person), 1);
	party->from_question =
		ask_key(self->second, TABLE_PAIR, key_of_pair(party->person, sender), 1);
}

static void ask_second(Inquiry *self)
{
	if (self->sender.person != 0) {
		Key person = key_of_number(self->sender.person);

		self->sender_row_question = ask_key(self->second, TABLE_ACCOUNT, person, 1);
		self->profile_question =
			ask_key(self->second, TABLE_PROFILE, person, PROFILE_LIMIT);
	}
	if (self->learned != 0)
		self->learned_question =
			ask_key(self->second, TABLE_MESSAGE, key_of_number(self->learned), 1);
	for (guint i = 0; i < self->recipients->len; i++)
		ask_recipient(self, party_at(self->recipients, i));
	for (guint i = 0; i < self->held->len; i++) {
		Held *held = &g_array_index(self->held, Held, i);

		held->question =
			ask_key(self->second, TABLE_MESSAGE, key_of_number(held->number), 1);
	}
}

static gboolean take_rows(Inquiry *self, GError **error)
{
	Span row = kv_ask_answer(self->first, self->mark_question);

	if (row.data != NULL && !mark_row_read(row, &self->mark))
		return inquiry_damaged(TABLE_MARK, error);
	if (self->mark.kind == MARK_BENIGN && !identity_is_whole(self->facts))
		self->mark = (MarkRow){0};
	if (self->sender.person != 0) {
		row = kv_ask_answer(self->second, self->sender_row_question);
		if (row.data != NULL && !account_row_read(row, &self->sender_row))
			return inquiry_damaged(TABLE_ACCOUNT, error);
	}
	if (self->learned != 0) {
		row = kv_ask_answer(self->second, self->learned_question);
		if (!message_row_read(row, &self->learned_row))
			return inquiry_damaged(TABLE_MESSAGE, error);
	}
	for (guint i = 0; i < self->held->len; i++) {
		Held *held = &g_array_index(self->held, Held, i);

		if (!message_row_read(kv_ask_answer(self->second, held->question), &held->row))
			return inquiry_damaged(TABLE_MESSAGE, error);
	}
	sharing_take_crowded(self);
	return TRUE;
}

/* Third batch */

static void ask_third(Inquiry *self)
{
	for (guint i = 0; i < self->candidates->len; i++) {
		Candidate *candidate = &g_array_index(self->candidates, Candidate, i);
		Key key = key_of_number(candidate->number);

		candidate->row_question = ask_key(self->third, TABLE_CONVERSATION, key, 1);
		candidate->participant_question =
			ask_key(self->third, TABLE_PARTICIPANT, key, LIMIT_PARTICIPANTS);
	}
}

/* Does only the message itself, learned before, lead to CANDIDATE? */
static gboolean is_own(const Inquiry *self, const Candidate *candidate)
{
	return self->learned != 0 && candidate->number == self->learned_row.conversation &&
	       candidate->row.messages <= 1;
}

static gboolean take_third(Inquiry *self, GError **error)
{
	for (guint i = self->candidates->len; i > 0; i--) {
		Candidate *candidate = &g_array_index(self->candidates, Candidate, i - 1);
		Span row = kv_ask_answer(self->third, candidate->row_question);

		if (!conversation_row_read(row, &candidate->row))
			return inquiry_damaged(TABLE_CONVERSATION, error);
		if (is_own(self, candidate))
			g_array_remove_index(self->candidates, i - 1);
	}
	return TRUE;
}

static gboolean run(Inquiry *self, Kv *kv, GError **error)
{
	ask_first(self);
	if (!kv_ask(kv, self->first, error))
		return FALSE;
	take_first(self);
	ask_second(self);
	if (!kv_ask(kv, self->second, error) || !take_rows(self, error))
		return FALSE;
	candidates_find(self);
	ask_third(self);
	return kv_ask(kv, self->third, error) && take_third(self, error);
}

void inquiry_room_init(InquiryRoom *room)
{
	*room = (InquiryRoom){.fingerprints = NULL};
	for (guint i = 0; i < G_N_ELEMENTS(room->asks); i++)
		room->asks[i] = kv_ask_new();
}

void inquiry_room_clear(InquiryRoom *room)
{
	for (guint i = 0; i < G_N_ELEMENTS(room->asks); i++)
		kv_ask_free(room->asks[i]);
	if (room->fingerprints != NULL)
		g_array_unref(room->fingerprints);
}

Inquiry *inquiry_new(const Facts *facts, const Keys *keys, Kv *kv, InquiryRoom *room,
	gboolean learning, GError **error)
{
	g_autoptr(Inquiry) self = g_new0(Inquiry, 1);

	self->facts = facts;
	self->keys = keys;
	self->learning = learning;
	self->first = room->asks[0];
	self->second = room->asks[1];
	self->third = room->asks[2];
	for (guint i = 0; i < G_N_ELEMENTS(room->asks); i++)
		kv_ask_clear(room->asks[i]);
	collect(self, room);
	return run(self, kv, error) ? g_steal_pointer(&self) : NULL;
}

void inquiry_free(Inquiry *self)
{
	if (self == NULL)
		return;
	author_free(self->author);
	g_free(self->organisation);
	g_array_unref(self->recipients);
	g_array_unref(self->claimed);
	g_array_unref(self->parents);
	g_array_unref(self->fingerprints);
	g_array_unref(self->profile);
	g_array_unref(self->held);
	g_hash_table_unref(self->held_by);
	g_array_unref(self->candidates);
	g_array_unref(self->crowded);
	g_free(self);
}

Span inquiry_participants(const Inquiry *self, const Candidate *candidate)
{
	return kv_ask_answer(self->third, candidate->participant_question);
}

gboolean inquiry_is_participant(
	const Inquiry *self, const Candidate *candidate, PersonNumber person)
{
	Span participants = inquiry_participants(self, candidate);

	for (guint i = 0; person != 0 && i < key_number_count(participants); i++)
		if (key_number_at(participants, i) == person)
			return TRUE;
	return FALSE;
}

Candidate *inquiry_candidate(const Inquiry *self, ConversationNumber conversation)
{
	for (guint i = 0; i < self->candidates->len; i++) {
		Candidate *candidate = &g_array_index(self->candidates, Candidate, i);

		if (candidate->number == conversation)
			return candidate;
	}
	return NULL;
}

const Held *inquiry_held(const Inquiry *self, MessageNumber message)
{
	guint index =
		GPOINTER_TO_UINT(g_hash_table_lookup(self->held_by, GUINT_TO_POINTER(message)));

	return index > 0 ? &g_array_index(self->held, Held, index - 1) : NULL;
}
