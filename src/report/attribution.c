/* SPDX-License-Identifier: Apache-2.0
 *
 * All messages are weighed together, until there are many. Then those that came since are weighed
 * after the others, by what is kept of these, as long as they are few: a report after one more
 * message does not read millions.
 */
#include "report/attribution.h"

#include "base/error.h"
#include "report/thefts.h"

/* Of the messages weighed together, as many may come after them. */
enum { part_after = 20 };
/* Less than this, and a source is not kept: a hundredth of a message. */
static const gint64 least_kept = (1 << 30) / 100;

/* Are those that came since to be weighed after the others? */
static gboolean follows(
	Ledger *ledger, const LedgerStanding *standing, guint64 few, gboolean *ret, GError **error)
{
	guint64 after = 0;
	*ret = FALSE;
	if (standing->changed || standing->weighed < few)
		return TRUE;
	if (!ledger_count_after(ledger, standing, &after, error))
		return FALSE;
	*ret = after <= standing->weighed / part_after;
	return TRUE;
}

static gboolean is_stale(const LedgerStanding *standing)
{
	return standing->changed || standing->grown;
}

static gboolean put_robbed(Ledger *ledger, const Thefts *thefts, GError **error)
{
	for (guint i = 0; i < thefts->list->len; i++) {
		const Theft *theft = &g_array_index(thefts->list, Theft, i);
		gint64 robbed = thefts_robbed(thefts, theft);
		if (robbed != theft->before &&
			!ledger_put_robbed(ledger, theft->message, robbed, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean put_suspects(Ledger *ledger, const Thefts *thefts, GError **error)
{
	if (!ledger_clear_suspects(ledger, error))
		return FALSE;
	for (guint i = 0; i < thefts->history.sources->len; i++) {
		const PatientSource *kept =
			&g_array_index(thefts->history.sources, PatientSource, i);
		LedgerSuspect suspect = {.mailbox = thefts_mailbox(thefts, i / 2),
			.claimed = i % 2,
			.messages = kept->messages,
			.unseen = kept->unseen};
		if (MAX(kept->messages, kept->unseen) >= least_kept &&
			!ledger_put_suspect(ledger, &suspect, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean weigh_all(Ledger *ledger, GError **error)
{
	g_auto(Thefts) thefts;
	thefts_init(&thefts);
	if (!thefts_read(&thefts, ledger, 0, NULL, error))
		return FALSE;
	thefts_weigh(&thefts);
	g_autoptr(GArray) robbed = thefts_victims(&thefts);
	return put_robbed(ledger, &thefts, error) &&
	       ledger_put_victims(
		       ledger, (const LedgerVictim *)(void *)robbed->data, robbed->len, error) &&
	       put_suspects(ledger, &thefts, error) &&
	       ledger_note_weighed_all(
		       ledger, thefts.list->len, thefts.history.concentration, error);
}

/* Victims have one message more, or one less, whatever they had. */
static gboolean recount(Ledger *ledger, const Thefts *thefts, GError **error)
{
	g_autofree guint8 *touched = g_new0(guint8, thefts->victims->len + 1);
	for (guint i = 0; i < thefts->list->len; i++) {
		const Theft *theft = &g_array_index(thefts->list, Theft, i);
		touched[theft->robbed] = 1;
		touched[thefts_number(thefts, theft->before)] = 1;
	}
	for (guint i = 0; i < thefts->victims->len; i++) {
		const LedgerVictim *victim = &g_array_index(thefts->victims, LedgerVictim, i);
		if (touched[i] && !ledger_recount_victim(ledger, victim, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean weigh_after(Ledger *ledger, const LedgerStanding *standing, GError **error)
{
	g_auto(Thefts) thefts;
	thefts_init(&thefts);
	if (!thefts_read(&thefts, ledger, standing->settled, NULL, error) ||
		!thefts_recall(&thefts, ledger, standing->concentration, error))
		return FALSE;
	thefts_weigh(&thefts);
	return put_robbed(ledger, &thefts, error) && recount(ledger, &thefts, error) &&
	       ledger_note_weighed_after(ledger, error);
}

static gboolean update(Ledger *ledger, guint64 few, GError **error)
{
	LedgerStanding standing;
	gboolean after = FALSE;
	if (!ledger_standing(ledger, &standing, error))
		return FALSE;
	if (!is_stale(&standing))
		return TRUE;
	if (!follows(ledger, &standing, few, &after, error))
		return FALSE;
	return after ? weigh_after(ledger, &standing, error) : weigh_all(ledger, error);
}

gboolean attribution_update(Ledger *ledger, guint64 few, GError **error)
{
	if (!ledger_begin(ledger, error))
		return FALSE;
	if (update(ledger, few, error) && ledger_commit(ledger, error))
		return TRUE;
	ledger_abort(ledger);
	return FALSE;
}

Ledger *attribution_open(const char *state, GError **error)
{
	LedgerStanding standing;
	g_autoptr(Ledger) reader = ledger_open(state, LEDGER_READ, error);
	if (reader == NULL || !ledger_standing(reader, &standing, error))
		return NULL;
	if (!is_stale(&standing))
		return g_steal_pointer(&reader);
	/* Whoever may not write, or finds another writing, still reads. */
	g_autoptr(Ledger) writer = ledger_open(state, LEDGER_WRITE, NULL);
	if (writer != NULL)
		attribution_update(writer, ATTRIBUTION_FEW, NULL);
	return g_steal_pointer(&reader);
}

static gboolean takes_long(Ledger *ledger)
{
	LedgerStanding standing;
	guint64 count = 0;
	gboolean after = FALSE;
	return ledger_standing(ledger, &standing, NULL) && is_stale(&standing) &&
	       follows(ledger, &standing, ATTRIBUTION_FEW, &after, NULL) && !after &&
	       ledger_count_after(ledger, &standing, &count, NULL) &&
	       standing.weighed + count >= ATTRIBUTION_FEW;
}

void attribution_keep_up(const char *state)
{
	g_autoptr(Ledger) reader = ledger_open(state, LEDGER_READ, NULL);
	if (reader == NULL || !takes_long(reader))
		return;
	g_autoptr(Ledger) writer = ledger_open(state, LEDGER_WRITE, NULL);
	if (writer != NULL)
		attribution_update(writer, ATTRIBUTION_FEW, NULL);
}

/* Mailboxes by their number, as long as a question of RAM is answered. */
typedef struct Directory {
	GHashTable *addresses; /* gint64 → LedgerMailbox, its strings in CHUNK */
	GStringChunk *chunk;
} Directory;

static gboolean add_mailbox(const LedgerMailboxRow *row, gpointer user_data)
{
	Directory *directory = user_data;
	LedgerMailbox copy = {g_string_chunk_insert_const(directory->chunk, row->mailbox.address),
		g_string_chunk_insert_const(directory->chunk, row->mailbox.organisation)};
	g_hash_table_insert(directory->addresses, g_memdup2(&row->id, sizeof row->id),
		g_memdup2(&copy, sizeof copy));
	return TRUE;
}

static void tell(
	const GArray *robbed, const Directory *directory, LedgerVictimFunc func, gpointer user_data)
{
	for (guint i = 0; i < robbed->len; i++) {
		const LedgerVictim *victim = &g_array_index(robbed, LedgerVictim, i);
		const LedgerMailbox *mailbox =
			g_hash_table_lookup(directory->addresses, &victim->mailbox);
		if (mailbox == NULL)
			continue;
		LedgerVictimRow row = {*victim, *mailbox};
		if (!func(&row, user_data))
			return;
	}
}

gboolean attribution_each_victim(Ledger *ledger, const LedgerFilter *filter, LedgerVictimFunc func,
	gpointer user_data, GError **error)
{
	LedgerStanding standing;
	if (!ledger_standing(ledger, &standing, error))
		return FALSE;
	if (!is_stale(&standing))
		return ledger_each_victim(ledger, filter, func, user_data, error);
	g_auto(Thefts) thefts;
	thefts_init(&thefts);
	Directory directory = {g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free),
		g_string_chunk_new(4096)};
	gboolean done = thefts_read(&thefts, ledger, 0, filter, error) &&
			ledger_each_mailbox(ledger, add_mailbox, &directory, error);
	if (done) {
		thefts_weigh(&thefts);
		g_autoptr(GArray) robbed = thefts_victims(&thefts);
		tell(robbed, &directory, func, user_data);
	}
	g_hash_table_unref(directory.addresses);
	g_string_chunk_free(directory.chunk);
	return done;
}
