/* SPDX-License-Identifier: Apache-2.0
 *
 * From an inquiry's answers to what the judge reads.
 */
#include "memory/recall/recall.h"

#include "memory/care/mark.h"
#include "memory/memory-internal.h"
#include "memory/people/profile.h"

Continued *continued_new(void)
{
	Continued *self = g_new0(Continued, 1);

	self->participants = g_array_new(FALSE, FALSE, sizeof(PersonNumber));
	self->holders = g_array_new(FALSE, FALSE, sizeof(PersonNumber));
	return self;
}

static void continued_free(gpointer data)
{
	Continued *self = data;

	g_array_unref(self->participants);
	g_array_unref(self->holders);
	g_free(self);
}

Recall *recall_new(void)
{
	Recall *self = g_new0(Recall, 1);

	self->name_bearers = g_array_new(FALSE, FALSE, sizeof(PersonNumber));
	self->claimed = g_array_new(FALSE, FALSE, sizeof(PersonNumber));
	self->continued = g_ptr_array_new_with_free_func(continued_free);
	self->recipients = g_array_new(FALSE, FALSE, sizeof(Recipient));
	return self;
}

void recall_free(Recall *self)
{
	if (self == NULL)
		return;
	g_array_unref(self->name_bearers);
	g_array_unref(self->claimed);
	g_ptr_array_unref(self->continued);
	g_array_unref(self->recipients);
	g_free(self->site_known);
	g_free(self->mark_reason);
	g_free(self);
}

static gint compare_numbers(gconstpointer left, gconstpointer right)
{
	guint32 one = *(const guint32 *)left;
	guint32 two = *(const guint32 *)right;

	return one < two ? -1 : one > two;
}

static void fill_sender(Recall *self, const Inquiry *inquiry)
{
	Account *sender = &self->sender;
	Span known = span_new(NULL, 0);
	Span bearers = span_new(NULL, 0);

	sender->person = inquiry->sender.person;
	if (sender->person != 0)
		known = kv_ask_answer(inquiry->second, inquiry->profile_question);
	sender->messages = inquiry->sender_row.messages;
	sender->first = inquiry->sender_row.first;
	sender->last = inquiry->sender_row.last;
	sender->proven = (inquiry->sender_row.flags & ROW_PROVEN) != 0;
	profile_compare(sender, inquiry->facts, inquiry->keys, inquiry->profile, known);
	if (!inquiry->sender.named) {
		sender->name_fits = TRUE;
		return;
	}
	bearers = kv_ask_answer(inquiry->first, inquiry->sender.name_question);
	for (guint i = 0; i < key_number_count(bearers); i++) {
		PersonNumber person = key_number_at(bearers, i);

		if (sender->person != 0 && person == sender->person)
			sender->name_fits = TRUE;
		else
			g_array_append_val(self->name_bearers, person);
	}
	g_array_sort(self->name_bearers, compare_numbers);
}

static void fill_claimed(Recall *self, const Inquiry *inquiry)
{
	for (guint i = 0; i < inquiry->claimed->len; i++) {
		PersonNumber person = g_array_index(inquiry->claimed, Party, i).person;

		g_array_append_val(self->claimed, person);
	}
}

static gboolean add_pair(
	const Inquiry *inquiry, guint question, guint32 *count, gint64 *last, GError **error)
{
	Span row = kv_ask_answer(inquiry->second, question);
	PairRow pair;

	if (row.data == NULL)
		return TRUE;
	if (!pair_row_read(row, &pair))
		return inquiry_damaged(TABLE_PAIR, error);
	*count += MIN(pair.count, G_MAXUINT32 - *count);
	*last = MAX(*last, pair.last);
	return TRUE;
}

static gboolean add_contact(
	Recall *self, const Inquiry *inquiry, const Party *party, GError **error)
{
	guint32 before = self->wrote_to_us + self->we_wrote;
	Recipient recipient = {.person = party->person};

	if (party->person != 0 && inquiry->sender.person != 0 &&
		(!add_pair(inquiry, party->to_question, &self->wrote_to_us, &self->last_contact,
			 error) ||
			!add_pair(inquiry, party->from_question, &self->we_wrote,
				&self->last_contact, error)))
		return FALSE;
	recipient.met = self->wrote_to_us + self->we_wrote != before;
	g_array_append_val(self->recipients, recipient);
	return TRUE;
}

static gboolean fill_contact(Recall *self, const Inquiry *inquiry, GError **error)
{
	for (guint i = 0; i < inquiry->recipients->len; i++)
		if (!add_contact(
			    self, inquiry, &g_array_index(inquiry->recipients, Party, i), error))
			return FALSE;
	return TRUE;
}

static gboolean has_person(const GArray *persons, PersonNumber person)
{
	for (guint i = 0; i < persons->len; i++)
		if (g_array_index(persons, PersonNumber, i) == person)
			return TRUE;
	return FALSE;
}

static void add_unique(GArray *persons, PersonNumber person)
{
	if (person != 0 && !has_person(persons, person))
		g_array_append_val(persons, person);
}

/* Who wrote HELD and who had it. A doubted message is perhaps a thief's, who is neither: only who
 * takes part for other reasons. */
static void fill_holders(Continued *self, const Held *held)
{
	if (held->row.flags & ROW_DOUBTED) {
		if (has_person(self->participants, held->row.author))
			self->author = held->row.author;
		return;
	}
	self->author = held->row.author;
	self->audience_open |= (held->row.flags & ROW_OPEN) != 0;
	add_unique(self->holders, held->row.author);
	for (guint i = 0; i < held->row.recipient_count; i++)
		add_unique(self->holders, held->row.recipients[i]);
	g_array_sort(self->holders, compare_numbers);
}

/* The message that the one at hand quotes or answers, in CANDIDATE. */
static void fill_message(Continued *self, const Inquiry *inquiry, const Candidate *candidate)
{
	guint index = candidate->best != NO_HELD ? candidate->best : candidate->parent;
	const Held *held;

	if (index == NO_HELD)
		return;
	held = &g_array_index(inquiry->held, Held, index);
	self->message = held->number;
	fill_holders(self, held);
}

static Continued *continued_of(const Inquiry *inquiry, const Candidate *candidate)
{
	Continued *self = continued_new();
	Span participants = inquiry_participants(inquiry, candidate);

	self->conversation = candidate->number;
	self->messages = candidate->row.messages;
	self->first = candidate->row.first;
	self->last = candidate->row.last;
	self->audience_open = (candidate->row.flags & ROW_OPEN) != 0;
	self->by_reference = candidate->by_reference;
	self->by_subject = candidate->by_subject;
	self->hits = candidate->hits;
	self->quoted_hits = candidate->quoted_hits;
	self->sole_hits = candidate->sole_hits;
	for (guint i = 0; i < key_number_count(participants); i++) {
		PersonNumber person = key_number_at(participants, i);

		g_array_append_val(self->participants, person);
		self->sender_in_it |= person == inquiry->sender.person && person != 0;
	}
	g_array_sort(self->participants, compare_numbers);
	fill_message(self, inquiry, candidate);
	return self;
}

static void fill_sites(Recall *self, const Inquiry *inquiry)
{
	guint count = inquiry->facts->links->len;

	self->site_known = g_new0(guint8, count + 1);
	for (guint i = 0; i < count; i++) {
		Span kinds = kv_ask_answer(inquiry->first, inquiry->first_link_question + i);

		for (gsize k = 0; k < kinds.length; k++)
			self->site_known[i] |=
				kinds.data[k] == SITE_LINKED || kinds.data[k] == SITE_WROTE;
	}
}

gboolean recall_fill(Recall *self, const Memory *memory, const Inquiry *inquiry, GError **error)
{
	self->mark = (MarkKind)inquiry->mark.kind;
	if (self->mark != MARK_NONE)
		self->mark_reason = mark_reason(memory->keys, &inquiry->mark);
	self->empty = memory->counters.messages == memory->counters.messages_gone;
	self->learned = inquiry->learned != 0;
	self->fingerprints = inquiry->fingerprints->len;
	self->found = inquiry->found;
	self->boilerplate = inquiry->boilerplate;
	self->organisation_known = inquiry->organisation_known;
	fill_sender(self, inquiry);
	fill_claimed(self, inquiry);
	fill_sites(self, inquiry);
	for (guint i = 0; i < inquiry->candidates->len; i++)
		g_ptr_array_add(self->continued,
			continued_of(inquiry, &g_array_index(inquiry->candidates, Candidate, i)));
	return fill_contact(self, inquiry, error);
}
