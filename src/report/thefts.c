/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers of messages and mailboxes are made small and dense on the way in.
 */
#include "report/thefts.h"

void thefts_init(Thefts *thefts)
{
	thefts->suspects = g_array_new(FALSE, FALSE, sizeof(Suspect));
	thefts->sides = g_byte_array_new();
	thefts->list = g_array_new(FALSE, TRUE, sizeof(Theft));
	thefts->victims = g_array_new(FALSE, TRUE, sizeof(LedgerVictim));
	thefts->best = g_array_new(FALSE, TRUE, sizeof(double));
	thefts->numbers = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	thefts->names = g_string_chunk_new(4096);
	thefts->history.concentration = 0;
	thefts->history.sources = g_array_new(FALSE, TRUE, sizeof(PatientSource));
}

void thefts_clear(Thefts *thefts)
{
	g_array_unref(thefts->suspects);
	g_byte_array_unref(thefts->sides);
	g_array_unref(thefts->list);
	g_array_unref(thefts->victims);
	g_array_unref(thefts->best);
	g_hash_table_unref(thefts->numbers);
	g_string_chunk_free(thefts->names);
	g_array_unref(thefts->history.sources);
}

guint thefts_number(const Thefts *thefts, gint64 mailbox)
{
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(thefts->numbers, &mailbox));
	return known > 0 ? known - 1 : thefts->victims->len;
}

static guint32 enter(Thefts *thefts, gint64 mailbox)
{
	guint known = thefts_number(thefts, mailbox);
	if (known < thefts->victims->len)
		return known;
	LedgerVictim victim = {.mailbox = mailbox, .name = ""};
	double none = -1;
	g_array_append_val(thefts->victims, victim);
	g_array_append_val(thefts->best, none);
	g_hash_table_insert(thefts->numbers, g_memdup2(&mailbox, sizeof mailbox),
		GUINT_TO_POINTER(thefts->victims->len));
	return thefts->victims->len - 1;
}

static gboolean add_candidate(const LedgerCandidateRow *row, gpointer user_data)
{
	Thefts *thefts = user_data;
	if (row->mailbox == 0) /* nobody */
		return TRUE;
	const Theft *last = thefts->list->len > 0
				    ? &g_array_index(thefts->list, Theft, thefts->list->len - 1)
				    : NULL;
	if (last == NULL || last->message != row->message) {
		Theft theft = {.message = row->message,
			.time = row->time,
			.before = row->robbed,
			.wanted = row->wanted};
		g_array_append_val(thefts->list, theft);
	}
	Suspect suspect = {.message = thefts->list->len - 1,
		.mailbox = enter(thefts, row->mailbox),
		.claimed = row->claimed,
		.weight = (float)row->weight};
	guint8 side = (guint8)row->side;
	g_array_append_val(thefts->suspects, suspect);
	g_byte_array_append(thefts->sides, &side, 1);
	LedgerVictim *victim = &g_array_index(thefts->victims, LedgerVictim, suspect.mailbox);
	double *best = &g_array_index(thefts->best, double, suspect.mailbox);
	victim->repaired |= row->repaired;
	if (row->weight > *best && (row->name[0] != '\0' || victim->name[0] == '\0')) {
		*best = row->weight;
		victim->name = g_string_chunk_insert_const(thefts->names, row->name);
	}
	return TRUE;
}

/* Less than this is nobody in particular. */
static const float least_named = 0.05F;

/* Each message to the likeliest of its candidates; of two, the one that came first. */
static void settle(Thefts *thefts)
{
	for (guint i = 0; i < thefts->suspects->len; i++) {
		const Suspect *suspect = &g_array_index(thefts->suspects, Suspect, i);
		Theft *theft = &g_array_index(thefts->list, Theft, suspect->message);
		if (suspect->posterior <= theft->posterior || suspect->posterior < least_named)
			continue;
		theft->posterior = suspect->posterior;
		theft->robbed = suspect->mailbox;
		theft->side = (LedgerSide)thefts->sides->data[i];
	}
}

static void count_messages(Thefts *thefts)
{
	for (guint i = 0; i < thefts->list->len; i++) {
		const Theft *theft = &g_array_index(thefts->list, Theft, i);
		LedgerVictim *victim = &g_array_index(thefts->victims, LedgerVictim, theft->robbed);
		if (theft->posterior <= 0 || !theft->wanted)
			continue;
		if (victim->messages == 0 || theft->time < victim->first)
			victim->first = theft->time;
		if (victim->messages++ > 0 && theft->time < victim->last)
			continue;
		victim->last = theft->time;
		victim->side = theft->side;
	}
}

static gint newer(gconstpointer a, gconstpointer b)
{
	const LedgerVictim *one = a;
	const LedgerVictim *other = b;
	if (one->last != other->last)
		return one->last < other->last ? 1 : -1;
	if (one->messages != other->messages)
		return one->messages < other->messages ? 1 : -1;
	return (one->mailbox > other->mailbox) - (one->mailbox < other->mailbox);
}

GArray *thefts_victims(const Thefts *thefts)
{
	GArray *robbed = g_array_new(FALSE, FALSE, sizeof(LedgerVictim));
	for (guint i = 0; i < thefts->victims->len; i++)
		if (g_array_index(thefts->victims, LedgerVictim, i).messages > 0)
			g_array_append_val(robbed, g_array_index(thefts->victims, LedgerVictim, i));
	g_array_sort(robbed, newer);
	return robbed;
}

gboolean thefts_read(
	Thefts *thefts, Ledger *ledger, gint64 after, const LedgerFilter *filter, GError **error)
{
	return ledger_each_candidate(ledger, after, filter, add_candidate, thefts, error);
}

static gboolean recall_suspect(
	Thefts *thefts, Ledger *ledger, guint number, gboolean claimed, GError **error)
{
	LedgerSuspect suspect = {.mailbox = thefts_mailbox(thefts, number), .claimed = claimed};
	if (!ledger_get_suspect(ledger, &suspect, error))
		return FALSE;
	PatientSource kept = {suspect.messages, suspect.unseen};
	g_array_append_val(thefts->history.sources, kept);
	return TRUE;
}

gboolean thefts_recall(Thefts *thefts, Ledger *ledger, double concentration, GError **error)
{
	thefts->history.concentration = concentration;
	for (guint i = 0; i < thefts->victims->len; i++)
		if (!recall_suspect(thefts, ledger, i, FALSE, error) ||
			!recall_suspect(thefts, ledger, i, TRUE, error))
			return FALSE;
	return TRUE;
}

void thefts_weigh(Thefts *thefts)
{
	g_autoptr(GArray) found = patient_zero_after(
		&thefts->history, (Suspect *)(void *)thefts->suspects->data, thefts->suspects->len);
	for (guint i = 0; i < found->len; i++) {
		const Robbed *robbed = &g_array_index(found, Robbed, i);
		g_array_index(thefts->victims, LedgerVictim, robbed->mailbox).probability =
			robbed->probability;
	}
	settle(thefts);
	count_messages(thefts);
}
