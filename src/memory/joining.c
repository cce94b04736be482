/* SPDX-License-Identifier: Apache-2.0
 *
 * Joining a conversation by reference, by quote, by Thread-Index, by subject.
 */
#include "memory/joining.h"

#define SUBJECT_SECONDS (90 * 24 * 3600)
/* Quoted fingerprints that prove, with the same subject, that the author held the conversation. */
#define QUOTED_LEAST 2

static gboolean takes_part(const Inquiry *inquiry, const Candidate *candidate)
{
	if (inquiry_is_participant(inquiry, candidate, inquiry->sender.person))
		return TRUE;
	for (guint i = 0; i < inquiry->recipients->len; i++)
		if (inquiry_is_participant(inquiry, candidate,
			    g_array_index(inquiry->recipients, Party, i).person))
			return TRUE;
	return FALSE;
}

static gboolean is_near(gint64 one, gint64 two)
{
	return one != 0 && two != 0 && ABS(one - two) <= SUBJECT_SECONDS;
}

const Candidate *joining_by_parent(const Inquiry *inquiry)
{
	for (guint i = 0; i < inquiry->parents->len; i++) {
		const Parent *parent = &g_array_index(inquiry->parents, Parent, i);
		const Candidate *candidate = NULL;

		if (parent->conversation != 0)
			candidate = inquiry_candidate(inquiry, parent->conversation);
		if (candidate != NULL)
			return candidate;
	}
	return NULL;
}

const Candidate *joining_by_likeness(const Inquiry *inquiry)
{
	const Candidate *best = NULL;

	for (guint i = 0; i < inquiry->candidates->len; i++) {
		const Candidate *candidate = &g_array_index(inquiry->candidates, Candidate, i);

		/* Only the Thread-Index gives this where no parent is known. */
		if (candidate->by_reference)
			return candidate;
		if (!candidate->by_subject)
			continue;
		if (candidate->quoted_hits >= QUOTED_LEAST)
			return candidate;
		if (inquiry->facts->reply_prefixes == 0 ||
			!is_near(candidate->row.last, inquiry->time) ||
			!takes_part(inquiry, candidate))
			continue;
		if (best == NULL || candidate->row.last > best->row.last)
			best = candidate;
	}
	return best;
}
