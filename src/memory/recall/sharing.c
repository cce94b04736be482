/* SPDX-License-Identifier: Apache-2.0
 *
 * Counting the fingerprints that learned messages share with this one. A text that is in as many
 * messages as are kept is crowded, and mostly boilerplate.
 */
#include "memory/recall/sharing.h"

Held *inquiry_hold(Inquiry *self, MessageNumber number)
{
	guint index =
		GPOINTER_TO_UINT(g_hash_table_lookup(self->held_by, GUINT_TO_POINTER(number)));

	if (index == 0) {
		Held held = {.number = number};

		g_array_append_val(self->held, held);
		index = self->held->len;
		g_hash_table_insert(
			self->held_by, GUINT_TO_POINTER(number), GUINT_TO_POINTER(index));
	}
	return &g_array_index(self->held, Held, index - 1);
}

static void take_hit(Inquiry *self, MessageNumber number, gboolean quoted, gboolean sole)
{
	Held *held = inquiry_hold(self, number);

	held->hits++;
	held->quoted_hits += quoted;
	held->sole_hits += sole;
}

/* The messages that share FINGERPRINT with this one, but for this one, into RET; how many. */
static guint others_of(const Inquiry *self, const Fingerprint *fingerprint, MessageNumber *ret)
{
	Span members = kv_ask_answer(self->first, fingerprint->question);
	guint count = 0;

	for (guint i = 0; i < key_number_count(members); i++)
		if (key_number_at(members, i) != self->learned)
			ret[count++] = key_number_at(members, i);
	return count;
}

static gboolean is_crowded(const Inquiry *self, const Fingerprint *fingerprint)
{
	return key_number_count(kv_ask_answer(self->first, fingerprint->question)) >=
	       LIMIT_FINGERPRINT_CONVERSATIONS;
}

/* Whether a crowded one is boilerplate is told by the messages' rows. */
static void take_fingerprint(Inquiry *self, guint index)
{
	const Fingerprint *fingerprint = &g_array_index(self->fingerprints, Fingerprint, index);
	MessageNumber others[LIMIT_FINGERPRINT_CONVERSATIONS];
	guint count = others_of(self, fingerprint, others);
	gboolean crowded = is_crowded(self, fingerprint);

	self->found += count > 0;
	if (crowded)
		g_array_append_val(self->crowded, index);
	for (guint i = 0; i < count; i++) {
		if (crowded)
			inquiry_hold(self, others[i]);
		else
			take_hit(self, others[i], fingerprint->quoted, count == 1);
	}
}

/* Keep of OTHERS those of the highest standing among them, which is given. */
static Standing keep_highest(const Inquiry *self, MessageNumber *others, guint *count)
{
	Standing highest = STANDING_STRANGER;
	guint kept = 0;

	for (guint i = 0; i < *count; i++)
		highest = MAX(highest, inquiry_standing(inquiry_held(self, others[i])));
	for (guint i = 0; i < *count; i++)
		if (inquiry_standing(inquiry_held(self, others[i])) == highest)
			others[kept++] = others[i];
	*count = kept;
	return highest;
}

/* A text that stands in a message of ours, or of somebody we know, is boilerplate only if it stands
 * in many of them: strangers who send it to us over and over must not make it so. */
static void take_crowded(Inquiry *self, const Fingerprint *fingerprint)
{
	MessageNumber others[LIMIT_FINGERPRINT_CONVERSATIONS];
	guint count = others_of(self, fingerprint, others);
	Standing standing = keep_highest(self, others, &count);

	if (standing == STANDING_STRANGER || count >= LIMIT_PROVEN_CONVERSATIONS) {
		self->boilerplate++;
		return;
	}
	for (guint i = 0; i < count; i++)
		take_hit(self, others[i], fingerprint->quoted, count == 1);
}

void sharing_take(Inquiry *self)
{
	for (guint i = 0; i < self->fingerprints->len; i++)
		take_fingerprint(self, i);
}

void sharing_take_crowded(Inquiry *self)
{
	for (guint i = 0; i < self->crowded->len; i++)
		take_crowded(self, &g_array_index(self->fingerprints, Fingerprint,
					   g_array_index(self->crowded, guint, i)));
}
