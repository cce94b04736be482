/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers of messages and mailboxes are made small and dense on the way in.
 */
#include "report/attribution.h"

#include "base/error.h"
#include "judge/patient-zero.h"

/* One message, and which of its candidates it was taken from. */
typedef struct Theft {
	gint64 message;
	gint64 time;
	guint32 robbed; /* index into Cast.victims */
	float posterior;
	LedgerSide side;
} Theft;

/* Everybody and everything that candidates name. */
typedef struct Cast {
	GArray *suspects;    /* of Suspect */
	GByteArray *sides;   /* of each suspect */
	GArray *thefts;      /* of Theft, by Suspect.message */
	GArray *victims;     /* of LedgerVictim, by Suspect.mailbox */
	GArray *best;        /* of double: the greatest weight of each, whose name it has */
	GHashTable *numbers; /* of a mailbox (gint64) to its index and 1 */
	GStringChunk *names;
} Cast;

static void cast_init(Cast *cast)
{
	cast->suspects = g_array_new(FALSE, FALSE, sizeof(Suspect));
	cast->sides = g_byte_array_new();
	cast->thefts = g_array_new(FALSE, TRUE, sizeof(Theft));
	cast->victims = g_array_new(FALSE, TRUE, sizeof(LedgerVictim));
	cast->best = g_array_new(FALSE, TRUE, sizeof(double));
	cast->numbers = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	cast->names = g_string_chunk_new(4096);
}

static void cast_clear(Cast *cast)
{
	g_array_unref(cast->suspects);
	g_byte_array_unref(cast->sides);
	g_array_unref(cast->thefts);
	g_array_unref(cast->victims);
	g_array_unref(cast->best);
	g_hash_table_unref(cast->numbers);
	g_string_chunk_free(cast->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cast, cast_clear)

static guint32 number_of(Cast *cast, gint64 mailbox)
{
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(cast->numbers, &mailbox));
	if (known > 0)
		return known - 1;
	LedgerVictim victim = {.mailbox = mailbox, .name = ""};
	double none = -1;
	g_array_append_val(cast->victims, victim);
	g_array_append_val(cast->best, none);
	g_hash_table_insert(cast->numbers, g_memdup2(&mailbox, sizeof mailbox),
		GUINT_TO_POINTER(cast->victims->len));
	return cast->victims->len - 1;
}

static gboolean add_candidate(const LedgerCandidateRow *row, gpointer user_data)
{
	Cast *cast = user_data;
	if (row->mailbox == 0) /* nobody */
		return TRUE;
	const Theft *last = cast->thefts->len > 0
				    ? &g_array_index(cast->thefts, Theft, cast->thefts->len - 1)
				    : NULL;
	if (last == NULL || last->message != row->message) {
		Theft theft = {.message = row->message, .time = row->time};
		g_array_append_val(cast->thefts, theft);
	}
	Suspect suspect = {.message = cast->thefts->len - 1,
		.mailbox = number_of(cast, row->mailbox),
		.claimed = row->claimed,
		.weight = (float)row->weight};
	guint8 side = (guint8)row->side;
	g_array_append_val(cast->suspects, suspect);
	g_byte_array_append(cast->sides, &side, 1);
	LedgerVictim *victim = &g_array_index(cast->victims, LedgerVictim, suspect.mailbox);
	double *best = &g_array_index(cast->best, double, suspect.mailbox);
	victim->repaired |= row->repaired;
	if (row->weight > *best && (row->name[0] != '\0' || victim->name[0] == '\0')) {
		*best = row->weight;
		victim->name = g_string_chunk_insert_const(cast->names, row->name);
	}
	return TRUE;
}

/* Each message to the likeliest of its candidates; of two, the one that came first. */
static void settle(Cast *cast)
{
	for (guint i = 0; i < cast->suspects->len; i++) {
		const Suspect *suspect = &g_array_index(cast->suspects, Suspect, i);
		Theft *theft = &g_array_index(cast->thefts, Theft, suspect->message);
		if (suspect->posterior <= theft->posterior)
			continue;
		theft->posterior = suspect->posterior;
		theft->robbed = suspect->mailbox;
		theft->side = (LedgerSide)cast->sides->data[i];
	}
}

static gboolean is_within(const Theft *theft, const LedgerFilter *filter)
{
	return filter == NULL || (theft->time >= filter->since &&
					 (filter->until == 0 || theft->time < filter->until));
}

static void count_messages(Cast *cast, const LedgerFilter *filter)
{
	for (guint i = 0; i < cast->thefts->len; i++) {
		const Theft *theft = &g_array_index(cast->thefts, Theft, i);
		LedgerVictim *victim = &g_array_index(cast->victims, LedgerVictim, theft->robbed);
		if (theft->posterior <= 0 || !is_within(theft, filter))
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

/* The mailboxes that at least one message was taken from, the newest first; a new array. */
static GArray *robbed_of(const Cast *cast)
{
	GArray *robbed = g_array_new(FALSE, FALSE, sizeof(LedgerVictim));
	for (guint i = 0; i < cast->victims->len; i++)
		if (g_array_index(cast->victims, LedgerVictim, i).messages > 0)
			g_array_append_val(robbed, g_array_index(cast->victims, LedgerVictim, i));
	g_array_sort(robbed, newer);
	return robbed;
}

/* By all messages, of which those that FILTER lets through are counted. */
static gboolean attribute(Ledger *ledger, Cast *cast, const LedgerFilter *filter, GError **error)
{
	if (!ledger_each_candidate(ledger, NULL, add_candidate, cast, error))
		return FALSE;
	g_autoptr(GArray) found =
		patient_zero((Suspect *)(void *)cast->suspects->data, cast->suspects->len);
	for (guint i = 0; i < found->len; i++) {
		const Robbed *robbed = &g_array_index(found, Robbed, i);
		g_array_index(cast->victims, LedgerVictim, robbed->mailbox).probability =
			robbed->probability;
	}
	settle(cast);
	count_messages(cast, filter);
	return TRUE;
}

static gboolean put(Ledger *ledger, const Cast *cast, GError **error)
{
	g_autoptr(GArray) robbed = robbed_of(cast);
	for (guint i = 0; i < cast->thefts->len; i++) {
		const Theft *theft = &g_array_index(cast->thefts, Theft, i);
		gint64 mailbox = g_array_index(cast->victims, LedgerVictim, theft->robbed).mailbox;
		if (!ledger_put_robbed(
			    ledger, theft->message, theft->posterior > 0 ? mailbox : 0, error))
			return FALSE;
	}
	return ledger_put_victims(
		ledger, (const LedgerVictim *)(void *)robbed->data, robbed->len, error);
}

static gboolean update(Ledger *ledger, GError **error)
{
	gboolean stale = FALSE;
	g_auto(Cast) cast;
	cast_init(&cast);
	if (!ledger_is_stale(ledger, &stale, error))
		return FALSE;
	return !stale || (attribute(ledger, &cast, NULL, error) && put(ledger, &cast, error));
}

gboolean attribution_update(Ledger *ledger, GError **error)
{
	if (!ledger_begin(ledger, error))
		return FALSE;
	if (update(ledger, error) && ledger_commit(ledger, error))
		return TRUE;
	ledger_abort(ledger);
	return FALSE;
}

Ledger *attribution_open(const char *state, GError **error)
{
	gboolean stale = FALSE;
	g_autoptr(Ledger) reader = ledger_open(state, LEDGER_READ, error);
	if (reader == NULL || !ledger_is_stale(reader, &stale, error))
		return NULL;
	if (!stale)
		return g_steal_pointer(&reader);
	/* Whoever may not write, or finds another writing, still reads. */
	g_autoptr(Ledger) writer = ledger_open(state, LEDGER_WRITE, NULL);
	if (writer != NULL)
		attribution_update(writer, NULL);
	return g_steal_pointer(&reader);
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
	const Cast *cast, const Directory *directory, LedgerVictimFunc func, gpointer user_data)
{
	g_autoptr(GArray) robbed = robbed_of(cast);
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
	gboolean stale = FALSE;
	if (!ledger_is_stale(ledger, &stale, error))
		return FALSE;
	if (!stale)
		return ledger_each_victim(ledger, filter, func, user_data, error);
	g_auto(Cast) cast;
	cast_init(&cast);
	Directory directory = {g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free),
		g_string_chunk_new(4096)};
	gboolean done = attribute(ledger, &cast, filter, error) &&
			ledger_each_mailbox(ledger, add_mailbox, &directory, error);
	if (done)
		tell(&cast, &directory, func, user_data);
	g_hash_table_unref(directory.addresses);
	g_string_chunk_free(directory.chunk);
	return done;
}
