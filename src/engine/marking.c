/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory first: it holds what the ledger said before. What is to change in the ledger waits until
 * memory has changed.
 */
#include "engine/marking.h"

#include <string.h>

#include "judge/judge.h"
#include "ledger/care/ledger-care.h"
#include "memory/identity.h"

G_STATIC_ASSERT(LEDGER_IDENTITY_BYTES == IDENTITY_PUBLIC_BYTES);

struct Marking {
	MarkOrder order;
	Ledger *ledger;      /* NULL: there is none */
	GArray *corrections; /* of Correction, that wait */
};

/* What the ledger is to say of a message. */
typedef struct Correction {
	guint8 identity[IDENTITY_PUBLIC_BYTES];
	LedgerJudgement judgement;
} Correction;

Marking *marking_new(const Settings *settings, const MarkOrder *order, GError **error)
{
	g_autoptr(Marking) marking = g_new0(Marking, 1);
	marking->order = *order;
	marking->corrections = g_array_new(FALSE, FALSE, sizeof(Correction));
	if (!ledger_is_there(settings->state))
		return g_steal_pointer(&marking);
	marking->ledger = ledger_open(settings->state, LEDGER_WRITE, error);
	return marking->ledger != NULL ? g_steal_pointer(&marking) : NULL;
}

void marking_free(Marking *marking)
{
	if (marking == NULL)
		return;
	ledger_free(marking->ledger);
	g_array_unref(marking->corrections);
	g_free(marking);
}

static LedgerJudgement judgement_of(const Marking *marking, const MarkedBefore *before)
{
	if (marking->order.undo)
		return (LedgerJudgement){
			before->recorded, (LedgerVerdict)before->verdict, before->score};
	if (marking->order.kind == MARK_BENIGN)
		return (LedgerJudgement){TRUE, LEDGER_CLEAN, -JUDGE_MARK_SCORE};
	return (LedgerJudgement){TRUE, LEDGER_HIJACKED, JUDGE_MARK_SCORE};
}

static gboolean find_before(
	Marking *marking, const guint8 *identity, MarkedBefore *ret, GError **error)
{
	LedgerJudgement judged = {0};
	*ret = (MarkedBefore){0};
	if (marking->ledger == NULL)
		return TRUE;
	if (!ledger_begin(marking->ledger, error))
		return FALSE;
	gboolean done = ledger_find_judgement(marking->ledger, identity, &judged, error);
	ledger_abort(marking->ledger);
	*ret = (MarkedBefore){judged.there, judged.verdict, judged.score};
	return done;
}

static void correct(Marking *marking, const guint8 *identity, const MarkedBefore *before)
{
	Correction correction = {.judgement = judgement_of(marking, before)};
	memcpy(correction.identity, identity, sizeof correction.identity);
	if (marking->ledger != NULL && correction.judgement.there)
		g_array_append_val(marking->corrections, correction);
}

static gboolean put_judgements(Marking *marking, GError **error)
{
	for (guint i = 0; i < marking->corrections->len; i++) {
		const Correction *one = &g_array_index(marking->corrections, Correction, i);
		if (!ledger_put_judgement(marking->ledger, one->identity, &one->judgement, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean correct_ledger(Marking *marking, GError **error)
{
	if (marking->corrections->len == 0)
		return TRUE;
	if (ledger_begin(marking->ledger, error) && put_judgements(marking, error) &&
		ledger_commit(marking->ledger, error)) {
		g_array_set_size(marking->corrections, 0);
		return TRUE;
	}
	ledger_abort(marking->ledger);
	return FALSE;
}

/* Take back what was said when it is what the order says. */
static gboolean take_back(Marking *marking, Memory *memory, const guint8 *identity, MarkKind said,
	MarkedBefore *before, gboolean *ret_done, GError **error)
{
	*ret_done = said == marking->order.kind;
	return !*ret_done || memory_unmark(memory, identity, &said, before, error);
}

/* Both, whenever this is cut off: what memory still says can be said, or taken back, again. */
gboolean marking_commit(Marking *marking, Memory *memory, GError **error)
{
	if (marking->order.undo)
		return correct_ledger(marking, error) && memory_commit(memory, error);
	return memory_commit(memory, error) && correct_ledger(marking, error);
}

static gboolean mark_campaign(const Marking *marking, Memory *memory, const Facts *facts,
	const GArray *tracks, const Recall *recall, GError **error)
{
	if (marking->order.kind == MARK_HIJACKED && !marking->order.undo)
		return memory_note_campaign(memory, facts, tracks, recall, TRUE, error);
	return memory_drop_campaign(memory, facts, tracks, error);
}

/* As the order says; *RET_DONE is FALSE when there was nothing to take back. */
static gboolean say(Marking *marking, Memory *memory, const Facts *facts, MarkKind said,
	Learned *ret_learned, gboolean *ret_done, GError **error)
{
	const MarkOrder *order = &marking->order;
	guint8 identity[IDENTITY_PUBLIC_BYTES];
	MarkedBefore before = {0};
	gboolean good;
	identity_public(facts, identity);
	*ret_done = TRUE;
	if (order->undo)
		good = take_back(marking, memory, identity, said, &before, ret_done, error);
	else
		good = find_before(marking, identity, &before, error) &&
		       memory_mark(memory, facts, order->kind, order->reason, &before, ret_learned,
			       error);
	if (good && *ret_done)
		correct(marking, identity, &before);
	return good;
}

gboolean marking_mail(Marking *marking, Memory *memory, const Facts *facts, const GArray *tracks,
	const Recall *recall, Marked *ret, GError **error)
{
	const MarkOrder *order = &marking->order;
	Learned learned = LEARNED_KNOWN;
	gboolean done;
	*ret = MARKED_NOT;
	if (!order->undo && order->kind == MARK_BENIGN && !identity_is_whole(facts))
		return TRUE;
	if (!say(marking, memory, facts, recall->mark, &learned, &done, error))
		return FALSE;
	if (!done)
		return TRUE;
	*ret = learned == LEARNED_FORGOTTEN ? MARKED_FORGOTTEN : MARKED;
	return mark_campaign(marking, memory, facts, tracks, recall, error);
}

gboolean marking_message_id(Marking *marking, Memory *memory, const char *message_id,
	guint *ret_count, gboolean *ret_done, GError **error)
{
	const MarkOrder *order = &marking->order;
	guint8 identity[IDENTITY_PUBLIC_BYTES];
	g_autofree char *sender = NULL;
	MarkedBefore before = {0};
	MarkKind said = MARK_NONE;
	gboolean done;
	*ret_count = 0;
	*ret_done = FALSE;
	if (marking->ledger == NULL)
		return TRUE;
	if (!ledger_find_message_id(
		    marking->ledger, message_id, identity, &sender, ret_count, error))
		return FALSE;
	if (*ret_count != 1)
		return TRUE;
	*ret_done = TRUE;
	if (order->undo)
		done = memory_mark_of_identity(memory, identity, &said, error) &&
		       take_back(marking, memory, identity, said, &before, ret_done, error);
	else
		done = find_before(marking, identity, &before, error) &&
		       memory_mark_identity(memory, identity, sender, order->kind, order->reason,
			       &before, error);
	if (done && *ret_done)
		correct(marking, identity, &before);
	return done;
}
