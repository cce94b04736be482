/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass over the sightings of both periods. A message counts once for the department, whoever of
 * its people it reached.
 */
#include "report/awareness/digest.h"

#include <string.h>

#include "base/limits.h"
#include "mail/domain.h"
#include "report/attribution.h"
#include "report/notice/plain.h"

#define DAY (24 * 3600)

/* Mailboxes that are robbed less surely than this are not told of. */
static const double least_probability = 0.5;

/* What tells one thing from another while it is counted. */
typedef struct Seen {
	GHashTable *messages; /* number (gint64) → LedgerHandling */
	GHashTable *people;   /* addresses */
} Seen;

typedef struct Counting {
	Digest *digest;
	const Settings *settings;
	Seen now, before;
	GHashTable *surely; /* organisations that were surely robbed */
	GHashTable *robbed; /* organisation → DigestRobbed, owned by the digest */
	GHashTable *persons;
} Counting;

static void robbed_free(gpointer data)
{
	DigestRobbed *robbed = data;
	g_free(robbed->organisation);
	g_free(robbed);
}

static GHashTable *set_of_strings(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void counting_init(Counting *counting)
{
	Seen *seen[] = {&counting->now, &counting->before};
	for (guint i = 0; i < G_N_ELEMENTS(seen); i++) {
		seen[i]->messages =
			g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
		seen[i]->people = set_of_strings();
	}
	counting->surely = set_of_strings();
	counting->robbed = set_of_strings();
	counting->persons = set_of_strings();
}

static void counting_clear(Counting *counting)
{
	GHashTable *tables[] = {counting->now.messages, counting->now.people,
		counting->before.messages, counting->before.people, counting->surely,
		counting->robbed, counting->persons};
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_unref(tables[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Counting, counting_clear)

static gboolean is_own(const Settings *settings, const char *domain)
{
	for (guint i = 0; settings->organisation[i] != NULL; i++)
		if (domain_is_within(domain, settings->organisation[i]))
			return TRUE;
	return settings->organisation[0] == NULL;
}

gboolean digest_concerns(
	const Settings *settings, const Department *department, const char *address)
{
	const char *at = strrchr(address, '@');
	return at != NULL && is_own(settings, at + 1) &&
	       (department == NULL || department_has(department, address));
}

static gboolean is_asked(const Counting *counting, const char *address)
{
	return digest_concerns(counting->settings, counting->digest->department, address);
}

static void count_traits(DigestFigures *figures, guint32 traits)
{
	guint32 brings =
		~(guint32)(1 << LEDGER_CONTINUES | 1 << LEDGER_WAKES | 1 << LEDGER_GIVES_PASSWORD);
	for (guint i = 0; i < LEDGER_TRAITS; i++)
		figures->traits[i] += traits >> i & 1;
	figures->bare += (traits & brings) == 0;
}

/* Whose mail the new message was made of. */
static void count_robbed(Counting *counting, const char *organisation)
{
	if (!g_hash_table_contains(counting->surely, organisation))
		return;
	if (strchr(organisation, '@') != NULL || domain_is_freemail(organisation)) {
		g_hash_table_add(counting->persons, g_strdup(organisation));
		return;
	}
	/* Another sensor's ledger may call anything an organisation. */
	if (!plain_domain(organisation))
		return;
	DigestRobbed *robbed = g_hash_table_lookup(counting->robbed, organisation);
	if (robbed == NULL) {
		robbed = g_new0(DigestRobbed, 1);
		robbed->organisation = g_strdup(organisation);
		g_ptr_array_add(counting->digest->robbed, robbed);
		g_hash_table_insert(counting->robbed, g_strdup(organisation), robbed);
	}
	robbed->messages++;
}

/* Is HANDLING milder than OTHER? What is known counts before what is not. */
static gboolean is_milder(LedgerHandling handling, LedgerHandling other)
{
	if (handling == LEDGER_UNHANDLED || other == LEDGER_UNHANDLED)
		return handling != LEDGER_UNHANDLED;
	return handling < other;
}

/* Count the message of ROW unless it was counted before, and in any case what was done with it.
 * TRUE when it is new. */
static gboolean count_message(Seen *seen, DigestFigures *figures, const LedgerSightingRow *row)
{
	gpointer kept = NULL;
	gboolean known = g_hash_table_lookup_extended(seen->messages, &row->message, NULL, &kept);
	LedgerHandling before = (LedgerHandling)GPOINTER_TO_INT(kept);
	if (known && !is_milder(row->handling, before))
		return FALSE;
	g_hash_table_replace(seen->messages, g_memdup2(&row->message, sizeof row->message),
		GINT_TO_POINTER(row->handling));
	figures->handlings[row->handling]++;
	if (known)
		figures->handlings[before]--;
	else
		figures->messages++;
	return !known;
}

static gboolean count_sighting(const LedgerSightingRow *row, gpointer user_data)
{
	Counting *counting = user_data;
	Digest *digest = counting->digest;
	gboolean now = row->time >= digest->since;
	Seen *seen = now ? &counting->now : &counting->before;
	DigestFigures *figures = now ? &digest->now : &digest->before;
	/* What a sinkhole or a capture saw did not reach anybody here. */
	if (row->source > LEDGER_FROM_GUARD || !is_asked(counting, row->recipient.address))
		return TRUE;
	figures->people += g_hash_table_add(seen->people, g_strdup(row->recipient.address));
	if (!count_message(seen, figures, row))
		return TRUE;
	count_traits(figures, row->traits);
	if (!now)
		return TRUE;
	guint day = (guint)((row->time - digest->since) / DAY);
	digest->each_day[MIN(day, digest->days - 1)]++;
	count_robbed(counting, row->robbed.organisation);
	return TRUE;
}

static gboolean note_victim(const LedgerVictimRow *row, gpointer user_data)
{
	Counting *counting = user_data;
	const char *organisation = row->mailbox.organisation;
	if (row->victim.probability < least_probability || organisation[0] == '\0')
		return TRUE;
	gboolean own = counting->settings->organisation[0] != NULL &&
		       is_own(counting->settings, organisation);
	if (!own)
		g_hash_table_add(counting->surely, g_strdup(organisation));
	else if (counting->digest->department == NULL)
		counting->digest->own_robbed++;
	return TRUE;
}

static gboolean note_recipient(const LedgerMailboxRow *row, gpointer user_data)
{
	Counting *counting = user_data;
	Digest *digest = counting->digest;
	gboolean asked = is_asked(counting, row->mailbox.address);
	digest->known += asked;
	digest->others += !asked && digest_concerns(counting->settings, NULL, row->mailbox.address);
	return TRUE;
}

static gint by_messages(gconstpointer a, gconstpointer b)
{
	const DigestRobbed *one = *(const DigestRobbed *const *)a;
	const DigestRobbed *other = *(const DigestRobbed *const *)b;
	if (one->messages != other->messages)
		return one->messages < other->messages ? 1 : -1;
	return strcmp(one->organisation, other->organisation);
}

static gboolean count(Ledger *ledger, Counting *counting, GError **error)
{
	Digest *digest = counting->digest;
	gint64 first = 0, last = 0, begin = MAX(2 * digest->since - digest->until, 0);
	const LedgerFilter period = {.since = digest->since, .until = digest->until};
	const LedgerFilter both = {.since = begin, .until = digest->until};
	if (!ledger_time_range(ledger, &first, &last, error) ||
		!attribution_each_victim(ledger, &period, note_victim, counting, error) ||
		!ledger_each_recipient(ledger, note_recipient, counting, error) ||
		!ledger_each_sighting(ledger, &both, count_sighting, counting, error))
		return FALSE;
	digest->empty = last == 0;
	digest->compared = first != 0 && first <= begin;
	digest->persons = g_hash_table_size(counting->persons);
	g_ptr_array_sort(digest->robbed, by_messages);
	return TRUE;
}

Digest *digest_count(Ledger *ledger, const Settings *settings, const Department *department,
	gint64 since, gint64 until, GError **error)
{
	g_autoptr(Digest) digest = g_new0(Digest, 1);
	g_auto(Counting) counting = {.digest = digest, .settings = settings};
	counting_init(&counting);
	digest->department = department;
	digest->days = (guint)CLAMP((until - since + DAY - 1) / DAY, 1, LIMIT_TREND_DAYS);
	digest->since = MAX(since, until - (gint64)digest->days * DAY);
	digest->until = until;
	digest->each_day = g_new0(guint64, digest->days);
	digest->robbed = g_ptr_array_new_with_free_func(robbed_free);
	return count(ledger, &counting, error) ? g_steal_pointer(&digest) : NULL;
}

void digest_free(Digest *digest)
{
	if (digest == NULL)
		return;
	g_free(digest->each_day);
	g_ptr_array_unref(digest->robbed);
	g_free(digest);
}

gboolean digest_is_small(const Digest *digest)
{
	return digest->department != NULL &&
	       (digest->known < DEPARTMENT_LEAST_PEOPLE ||
		       (digest->others > 0 && digest->others < DEPARTMENT_LEAST_PEOPLE));
}
