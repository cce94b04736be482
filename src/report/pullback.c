/* SPDX-License-Identifier: Apache-2.0
 *
 * The tracks of hijacked messages are read first, so that of the others only what shares one is
 * kept. Work is bounded for each message, however many share a track.
 */
#include "report/pullback.h"

#include "base/i18n.h"
#include "judge/judge.h"
#include "memory/campaign.h"

enum { most_compared = 64, enough = 3 };

#define WEEK (7 * 24 * 3600)

typedef struct Entry {
	LedgerTrack track;
	gint64 message;
	gint64 time;
	guint64 subject, conversation;
	LedgerVerdict verdict;
	gboolean vouched; /* somebody said that it is benign: whatever it shares */
} Entry;

/* What a delivered message shares: other conversations by kind of track. */
typedef struct Shared {
	gint64 message;
	gint64 time;
	LedgerVerdict verdict;
	guint conversations[CAMPAIGN_KINDS];
} Shared;

typedef struct Search {
	GHashTable *hijacked; /* LedgerTrack of hijacked messages */
	GArray *entries;      /* of Entry */
	GHashTable *shared;   /* message → Shared */
	const LedgerFilter *filter;
} Search;

static guint track_hash(gconstpointer data)
{
	const LedgerTrack *track = data;
	return (guint)(track->hash ^ (track->hash >> 32)) + track->kind;
}

static gboolean track_equal(gconstpointer a, gconstpointer b)
{
	const LedgerTrack *one = a;
	const LedgerTrack *other = b;
	return one->kind == other->kind && one->hash == other->hash;
}

static gboolean add_hijacked(const LedgerTrackRow *row, gpointer user_data)
{
	Search *search = user_data;
	if (row->verdict == LEDGER_HIJACKED && row->track.kind < CAMPAIGN_KINDS)
		g_hash_table_add(search->hijacked, g_memdup2(&row->track, sizeof row->track));
	return TRUE;
}

static gboolean add_entry(const LedgerTrackRow *row, gpointer user_data)
{
	Search *search = user_data;
	if (!g_hash_table_contains(search->hijacked, &row->track))
		return TRUE;
	Entry entry = {row->track, row->message, row->time, row->subject_key, row->conversation_key,
		row->verdict, row->score <= -JUDGE_MARK_SCORE};
	g_array_append_val(search->entries, entry);
	return TRUE;
}

static gint by_track_and_time(gconstpointer a, gconstpointer b)
{
	const Entry *one = a;
	const Entry *other = b;
	if (one->track.kind != other->track.kind)
		return one->track.kind < other->track.kind ? -1 : 1;
	if (one->track.hash != other->track.hash)
		return one->track.hash < other->track.hash ? -1 : 1;
	if (one->time != other->time)
		return one->time < other->time ? -1 : 1;
	return (one->message > other->message) - (one->message < other->message);
}

/* As memory/campaign.c has it. */
static gboolean is_related(const Entry *one, const Entry *other)
{
	return (one->subject != 0 && one->subject == other->subject) ||
	       (one->conversation != 0 && one->conversation == other->conversation) ||
	       (one->subject == 0 && other->subject == 0);
}

/* Counts OTHER as one more conversation unless it is OWN's or was met. */
static void meet(const Entry *own, const Entry *other, const Entry **met, guint *count)
{
	if (other->verdict != LEDGER_HIJACKED || is_related(own, other) || *count >= enough)
		return;
	for (guint i = 0; i < *count; i++)
		if (is_related(met[i], other))
			return;
	met[(*count)++] = other;
}

/* How many unrelated hijacked conversations stand near the entry at INDEX of the COUNT ENTRIES of
 * one track; at most as many as are enough. */
static guint conversations_near(const Entry *entries, guint count, guint index)
{
	const Entry *own = &entries[index];
	const Entry *met[enough];
	guint found = 0;
	for (guint step = 1; step <= most_compared; step++) {
		if (step <= index && own->time - entries[index - step].time <= WEEK)
			meet(own, &entries[index - step], met, &found);
		if (index + step < count && entries[index + step].time - own->time <= WEEK)
			meet(own, &entries[index + step], met, &found);
	}
	return found;
}

/* Did honest mail bear the track long before the first hijacked message? */
static gboolean is_routine(const Entry *entries, guint count)
{
	guint first = 0;
	while (first < count && entries[first].verdict != LEDGER_HIJACKED)
		first++;
	return first < count && entries[0].verdict <= LEDGER_UNVERIFIED &&
	       entries[first].time - entries[0].time > WEEK;
}

static gboolean is_wanted(const Entry *entry, const LedgerFilter *filter)
{
	return entry->verdict < LEDGER_HIJACKED && !entry->vouched &&
	       (filter == NULL || (entry->time >= filter->since &&
					  (filter->until == 0 || entry->time < filter->until)));
}

static void share(Search *search, const Entry *entry, guint conversations)
{
	Shared *shared = g_hash_table_lookup(search->shared, &entry->message);
	if (shared == NULL) {
		shared = g_new0(Shared, 1);
		shared->message = entry->message;
		shared->time = entry->time;
		shared->verdict = entry->verdict;
		g_hash_table_insert(search->shared, &shared->message, shared);
	}
	guint *kind = &shared->conversations[entry->track.kind];
	*kind = MAX(*kind, conversations);
}

/* Goes through the entries of one track. */
static void search_group(Search *search, const Entry *entries, guint count)
{
	if (is_routine(entries, count))
		return;
	for (guint i = 0; i < count; i++)
		if (is_wanted(&entries[i], search->filter))
			share(search, &entries[i], conversations_near(entries, count, i));
}

static void search_all(Search *search)
{
	g_array_sort(search->entries, by_track_and_time);
	const Entry *entries = (const Entry *)(void *)search->entries->data;
	for (guint start = 0, end = 0; start < search->entries->len; start = end) {
		while (end < search->entries->len &&
			track_equal(&entries[start].track, &entries[end].track))
			end++;
		search_group(search, entries + start, end - start);
	}
}

/* What was clean by its own marks takes one conversation more. */
static gboolean convicts(const Shared *shared, PullbackReason *ret)
{
	const guint *conversations = shared->conversations;
	guint more = shared->verdict == LEDGER_CLEAN;
	if (conversations[CAMPAIGN_FILE] >= 1 + more)
		*ret = PULLBACK_FILE;
	else if (conversations[CAMPAIGN_LINK] >= 2 + more)
		*ret = PULLBACK_LINK;
	else if (MIN(conversations[CAMPAIGN_SHAPE], conversations[CAMPAIGN_LURE]) >= 1 + more)
		*ret = PULLBACK_FORM;
	else
		return FALSE;
	return TRUE;
}

static gint newer(gconstpointer a, gconstpointer b)
{
	const Shared *one = a;
	const Shared *other = b;
	if (one->time != other->time)
		return one->time < other->time ? 1 : -1;
	return (one->message < other->message) - (one->message > other->message);
}

/* For the callback of one message's sightings. */
typedef struct Telling {
	PullbackFunc func;
	gpointer user_data;
	PullbackReason reason;
	gboolean stopped;
} Telling;

static gboolean tell_row(const LedgerSightingRow *row, gpointer user_data)
{
	Telling *telling = user_data;
	telling->stopped = !telling->func(row, telling->reason, telling->user_data);
	return !telling->stopped;
}

static gboolean tell_all(Ledger *ledger, const Search *search, Telling *telling, GError **error)
{
	g_autoptr(GList) shared = g_list_sort(g_hash_table_get_values(search->shared), newer);
	for (const GList *at = shared; at != NULL && !telling->stopped; at = at->next) {
		const Shared *message = at->data;
		if (convicts(message, &telling->reason) &&
			!ledger_each_sighting_of(
				ledger, message->message, tell_row, telling, error))
			return FALSE;
	}
	return TRUE;
}

gboolean pullback_each(Ledger *ledger, const LedgerFilter *filter, PullbackFunc func,
	gpointer user_data, GError **error)
{
	Search search = {g_hash_table_new_full(track_hash, track_equal, g_free, NULL),
		g_array_new(FALSE, FALSE, sizeof(Entry)),
		g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free), filter};
	Telling telling = {.func = func, .user_data = user_data};
	gboolean done = ledger_each_track(ledger, NULL, add_hijacked, &search, error) &&
			ledger_each_track(ledger, NULL, add_entry, &search, error);
	if (done) {
		search_all(&search);
		done = tell_all(ledger, &search, &telling, error);
	}
	g_hash_table_unref(search.hijacked);
	g_array_unref(search.entries);
	g_hash_table_unref(search.shared);
	return done;
}

const char *pullback_reason_name(PullbackReason reason)
{
	static const char *const names[] = {N_("same file"), N_("links to the same site"),
		N_("file of the same make, same text")};
	return names[reason];
}
