/* SPDX-License-Identifier: Apache-2.0
 *
 * The book of marks in RAM: a table from keys to the last few messages seen with them. Its size has
 * a bound, and so has every answer.
 */
#include "memory/campaign.h"

#include "base/limits.h"
#include "memory/fingerprint.h"

#define WINDOW_SECONDS (7 * 24 * 3600)
/* What was seen longer ago than this is no campaign: the footer of a list, a disclaimer, a form. */
#define ROUTINE_SECONDS (30 * 24 * 3600)

typedef struct Entry {
	CampaignSighting sightings[LIMIT_CAMPAIGN_SIGHTINGS];
	guint count;
	guint next;   /* where the next one goes, over the oldest */
	gint64 first; /* time of the earliest one ever noted */
} Entry;

/* Nearly every message has some: they take eight bytes each and push each other out. */
#define HARMLESS 65536

struct CampaignBook {
	GHashTable *entries; /* guint64 → Entry */
	GQueue keys;         /* of the entries' keys (borrowed), oldest first */
	guint64 *harmless;   /* HARMLESS keys, each at its remainder */
};

Track track_of(CampaignKind kind, Span bytes)
{
	guint8 public[PUBLIC_HASH_BYTES];
	Track track = {.kind = kind};

	fingerprint_public(bytes, public);
	memcpy(&track.hash, public, sizeof track.hash);
	return track;
}

CampaignBook *campaign_book_new(void)
{
	CampaignBook *self = g_new0(CampaignBook, 1);

	self->entries = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	g_queue_init(&self->keys);
	self->harmless = g_new0(guint64, HARMLESS);
	return self;
}

void campaign_book_free(CampaignBook *self)
{
	if (self == NULL)
		return;
	g_queue_clear(&self->keys);
	g_hash_table_unref(self->entries);
	g_free(self->harmless);
	g_free(self);
}

static Entry *entry_for(CampaignBook *self, guint64 key)
{
	Entry *entry = g_hash_table_lookup(self->entries, &key);
	guint64 *own_key;

	if (entry != NULL)
		return entry;
	if (self->keys.length >= LIMIT_CAMPAIGN_TRACKS)
		g_hash_table_remove(self->entries, g_queue_pop_head(&self->keys));
	own_key = g_new(guint64, 1);
	*own_key = key;
	entry = g_new0(Entry, 1);
	entry->first = G_MAXINT64;
	g_hash_table_insert(self->entries, own_key, entry);
	g_queue_push_tail(&self->keys, own_key);
	return entry;
}

static gboolean is_related(const CampaignSighting *one, const CampaignSighting *other)
{
	return (one->subject != 0 && one->subject == other->subject) ||
	       (one->thread != 0 && one->thread == other->thread) ||
	       (one->subject == 0 && other->subject == 0);
}

void campaign_book_clear(CampaignBook *self, guint64 key)
{
	self->harmless[key % HARMLESS] = key;
}

void campaign_book_note(CampaignBook *self, guint64 key, const CampaignSighting *sighting)
{
	Entry *entry = entry_for(self, key);

	entry->first = MIN(entry->first, sighting->time);
	/* A second message in one conversation tells nothing new and must not push out others. */
	for (guint i = 0; i < entry->count; i++)
		if (is_related(&entry->sightings[i], sighting) &&
			campaign_is_near(&entry->sightings[i], sighting))
			return;
	entry->sightings[entry->next] = *sighting;
	entry->next = (entry->next + 1) % LIMIT_CAMPAIGN_SIGHTINGS;
	entry->count = MIN(entry->count + 1, (guint)LIMIT_CAMPAIGN_SIGHTINGS);
}

gboolean campaign_is_near(const CampaignSighting *one, const CampaignSighting *other)
{
	return ABS(one->time - other->time) <= WINDOW_SECONDS;
}

void campaign_book_find(
	const CampaignBook *self, guint64 key, const CampaignSighting *sighting, GArray *out)
{
	const Entry *entry = g_hash_table_lookup(self->entries, &key);

	if (entry == NULL || self->harmless[key % HARMLESS] == key ||
		entry->first < sighting->time - ROUTINE_SECONDS)
		return;
	for (guint i = 0; i < entry->count; i++)
		if (campaign_is_near(&entry->sightings[i], sighting))
			g_array_append_val(out, entry->sightings[i]);
}

static gboolean seen_before(const GArray *sightings, guint index, const CampaignSighting *own)
{
	const CampaignSighting *one = &g_array_index(sightings, CampaignSighting, index);

	if (is_related(one, own))
		return TRUE;
	for (guint i = 0; i < index; i++)
		if (is_related(one, &g_array_index(sightings, CampaignSighting, i)))
			return TRUE;
	return FALSE;
}

static gboolean sender_before(const GArray *sightings, guint index, guint32 own)
{
	guint32 sender = g_array_index(sightings, CampaignSighting, index).sender;

	for (guint i = 0; i < index; i++)
		if (g_array_index(sightings, CampaignSighting, i).sender == sender)
			return TRUE;
	return sender == own;
}

void campaign_count(
	const GArray *sightings, const CampaignSighting *own, CampaignKind kind, Campaign *ret)
{
	guint conversations = 0, senders = 0;

	for (guint i = 0; i < MIN(sightings->len, 4u * LIMIT_CAMPAIGN_SIGHTINGS); i++) {
		if (seen_before(sightings, i, own))
			continue;
		conversations++;
		senders += !sender_before(sightings, i, own->sender);
	}
	ret->conversations[kind] =
		MAX(ret->conversations[kind], MIN(conversations, (guint)LIMIT_CAMPAIGN_SIGHTINGS));
	ret->senders[kind] = MAX(ret->senders[kind], MIN(senders, (guint)LIMIT_CAMPAIGN_SIGHTINGS));
}
