/* SPDX-License-Identifier: Apache-2.0
 *
 * Gathering and ranking the conversations of shared text, of references and of the subject.
 */
#include "memory/recall/candidate.h"

typedef struct Gathering {
	Inquiry *inquiry;
	GHashTable *index; /* conversation → index + 1 */
} Gathering;

static Candidate *candidate_get(Gathering *self, ConversationNumber number)
{
	GArray *candidates = self->inquiry->candidates;
	guint index = GPOINTER_TO_UINT(g_hash_table_lookup(self->index, GUINT_TO_POINTER(number)));

	if (index == 0) {
		Candidate candidate = {.number = number, .best = NO_HELD, .parent = NO_HELD};

		g_array_append_val(candidates, candidate);
		index = candidates->len;
		g_hash_table_insert(self->index, GUINT_TO_POINTER(number), GUINT_TO_POINTER(index));
	}
	return &g_array_index(candidates, Candidate, index - 1);
}

static const Held *held_at(const Inquiry *inquiry, guint index)
{
	return &g_array_index(inquiry->held, Held, index);
}

/* Of equal ones the earlier message is more likely the source of the other; a doubted one has from
 * others what it shares. */
static gboolean is_better(const Held *held, const Held *best)
{
	guint32 doubted = held->row.flags & ROW_DOUBTED;

	if (doubted != (best->row.flags & ROW_DOUBTED))
		return doubted == 0;
	return held->hits > best->hits || (held->hits == best->hits && held->number < best->number);
}

static void add_text(Gathering *self)
{
	for (guint i = 0; i < self->inquiry->held->len; i++) {
		const Held *held = held_at(self->inquiry, i);
		Candidate *candidate;

		if (held->hits == 0)
			continue;
		candidate = candidate_get(self, held->row.conversation);
		candidate->hits += held->hits;
		candidate->quoted_hits += held->quoted_hits;
		candidate->sole_hits += held->sole_hits;
		if (candidate->best == NO_HELD ||
			is_better(held, held_at(self->inquiry, candidate->best)))
			candidate->best = i;
	}
}

static void add_references(Gathering *self)
{
	for (guint i = 0; i < self->inquiry->parents->len; i++) {
		Parent *parent = &g_array_index(self->inquiry->parents, Parent, i);
		const Held *held = NULL;
		Candidate *candidate;

		if (parent->message != 0)
			held = inquiry_held(self->inquiry, parent->message);
		if (held != NULL)
			parent->conversation = held->row.conversation;
		if (parent->conversation == 0)
			continue;
		candidate = candidate_get(self, parent->conversation);
		candidate->by_reference = TRUE;
		if (held != NULL && candidate->parent == NO_HELD)
			candidate->parent = (guint)(held - held_at(self->inquiry, 0));
	}
}

/* A subject or GUID that stands for as many conversations as are kept tells nothing. */
static Span few(const KvAsk *ask, guint question)
{
	Span members = kv_ask_answer(ask, question);

	return key_number_count(members) < LIMIT_SUBJECT_CONVERSATIONS ? members
								       : span_new(NULL, 0);
}

static void add_thread(Gathering *self)
{
	const Inquiry *inquiry = self->inquiry;
	Span members = span_new(NULL, 0);

	if (inquiry->has_thread)
		members = few(inquiry->first, inquiry->thread_question);
	for (guint i = 0; i < key_number_count(members); i++)
		candidate_get(self, key_number_at(members, i))->by_reference = TRUE;
}

static void add_subject(Gathering *self)
{
	const Inquiry *inquiry = self->inquiry;
	Span members = span_new(NULL, 0);

	if (inquiry->has_subject)
		members = few(inquiry->first, inquiry->subject_question);
	for (guint i = 0; i < key_number_count(members); i++)
		candidate_get(self, key_number_at(members, i))->by_subject = TRUE;
}

static gint compare_candidates(gconstpointer left, gconstpointer right)
{
	const Candidate *one = left, *two = right;

	if (one->hits != two->hits)
		return one->hits > two->hits ? -1 : 1;
	if (one->by_reference != two->by_reference)
		return one->by_reference ? -1 : 1;
	if (one->by_subject != two->by_subject)
		return one->by_subject ? -1 : 1;
	/* The later conversation is the more likely one. */
	return one->number > two->number ? -1 : one->number < two->number;
}

static gint compare_by_reference(gconstpointer left, gconstpointer right)
{
	const Candidate *one = left, *two = right;

	if (one->by_reference != two->by_reference)
		return one->by_reference ? -1 : 1;
	return compare_candidates(left, right);
}

void candidates_find(Inquiry *inquiry)
{
	g_autoptr(GHashTable) index = g_hash_table_new(NULL, NULL);
	Gathering self = {.inquiry = inquiry, .index = index};

	add_text(&self);
	add_references(&self);
	add_thread(&self);
	add_subject(&self);
	/* A message is learned into the conversation of its parent: that one must not fall off the
	 * end. */
	if (inquiry->candidates->len > LIMIT_CONTINUED) {
		g_array_sort(inquiry->candidates, compare_by_reference);
		g_array_set_size(inquiry->candidates, LIMIT_CONTINUED);
	}
	g_array_sort(inquiry->candidates, compare_candidates);
}
