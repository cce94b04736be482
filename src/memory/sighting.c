/* SPDX-License-Identifier: Apache-2.0
 *
 * Marks of campaigns between memory's own book and its store. In the store a mark has room for a
 * few messages; the oldest of them gives way.
 */
#include "mail/author.h"
#include "memory/identity.h"
#include "memory/memory-internal.h"

/* Times are kept in minutes: they fit into 32 bits for some thousand years. */
#define SECONDS_OF_UNIT 60

/* A sender's lower bits tell the name apart, the others the account. */
#define NAME_MASK ((guint32)0xfff)

static guint32 short_hash(const Memory *self, const char *text)
{
	if (text[0] == '\0')
		return 0;
	return (guint32)key_hash(self->keys, TABLE_CAMPAIGN, span_new(text, strlen(text))) | 1;
}

static guint32 thread_of(const Recall *recall)
{
	for (guint i = 0; i < recall->continued->len; i++) {
		const Continued *one = recall->continued->pdata[i];

		if (one->hits > 0 || one->by_reference)
			return one->conversation;
	}
	return 0;
}

guint32 campaign_account(const Memory *self, const char *address)
{
	return short_hash(self, address) & ~NAME_MASK;
}

static guint32 sender_of(const Memory *self, const char *address, const char *name)
{
	g_autofree char *key = author_name_key(name);
	g_autofree char *sender = g_strconcat(address, " ", key, NULL);

	return campaign_account(self, address) | (short_hash(self, sender) & NAME_MASK);
}

guint32 campaign_account_of(guint32 sender)
{
	return sender & ~NAME_MASK;
}

static CampaignSighting sighting_of(const Memory *self, const Facts *facts, const Recall *recall)
{
	g_autoptr(Author) author = author_of(facts);

	return (CampaignSighting){
		.subject = short_hash(self, facts->subject_base),
		.thread = thread_of(recall),
		.sender = sender_of(self, author->address, author->name),
		.time = identity_time(facts),
	};
}

static guint64 track_key(const Memory *self, const Track *track)
{
	guint8 bytes[1 + sizeof track->hash] = {(guint8)track->kind};

	memcpy(bytes + 1, &track->hash, sizeof track->hash);
	return key_hash(self->keys, TABLE_CAMPAIGN, span_new(bytes, sizeof bytes));
}

static Key member_of(const CampaignSighting *sighting)
{
	guint32 numbers[] = {
		GUINT32_TO_BE(sighting->subject),
		GUINT32_TO_BE(sighting->thread),
		GUINT32_TO_BE(sighting->sender),
		GUINT32_TO_BE((guint32)(sighting->time / SECONDS_OF_UNIT)),
	};
	Key key = {.length = sizeof numbers};

	G_STATIC_ASSERT(
		sizeof numbers == CAMPAIGN_MEMBER_BYTES && sizeof numbers <= sizeof key.bytes);
	memcpy(key.bytes, numbers, sizeof numbers);
	return key;
}

CampaignSighting campaign_sighting_at(Span members, guint index)
{
	guint first = 4 * index;

	return (CampaignSighting){
		.subject = key_number_at(members, first),
		.thread = key_number_at(members, first + 1),
		.sender = key_number_at(members, first + 2),
		.time = (gint64)key_number_at(members, first + 3) * SECONDS_OF_UNIT,
	};
}

static guint sighting_count(Span members)
{
	return (guint)(members.length / CAMPAIGN_MEMBER_BYTES);
}

/* Marks of all TRACKS in one batch. */
static gboolean ask_marks(Memory *self, const GArray *tracks, GError **error)
{
	kv_ask_clear(self->ask);
	for (guint i = 0; i < tracks->len; i++) {
		Key key = key_of_hash(track_key(self, &g_array_index(tracks, Track, i)));

		kv_ask_add(self->ask, TABLE_CAMPAIGN, key_span(&key), LIMIT_CAMPAIGN_SIGHTINGS);
	}
	return kv_ask(self->kv, self->ask, error);
}

static void add_kept(Span members, const CampaignSighting *own, GArray *out)
{
	for (guint i = 0; i < sighting_count(members); i++) {
		CampaignSighting kept = campaign_sighting_at(members, i);

		if (campaign_is_near(&kept, own))
			g_array_append_val(out, kept);
	}
}

gboolean memory_find_campaign(
	Memory *self, const Facts *facts, const GArray *tracks, Recall *recall, GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CampaignSighting));
	CampaignSighting own;

	if (tracks->len == 0 || g_array_index(tracks, Track, 0).harmless)
		return TRUE;
	own = sighting_of(self, facts, recall);
	if (!ask_marks(self, tracks, error))
		return FALSE;
	for (guint i = 0; i < tracks->len; i++) {
		const Track *track = &g_array_index(tracks, Track, i);

		g_array_set_size(found, 0);
		campaign_book_find(self->book, track_key(self, track), &own, found);
		add_kept(kv_ask_answer(self->ask, i), &own, found);
		campaign_count(found, &own, track->kind, &recall->campaign);
	}
	return TRUE;
}

/* Among MEMBERS, which are as many as may be: the one with the smallest time. */
static Key oldest_of(Span members)
{
	CampaignSighting oldest = campaign_sighting_at(members, 0);

	for (guint i = 1; i < sighting_count(members); i++) {
		CampaignSighting one = campaign_sighting_at(members, i);

		if (one.time < oldest.time)
			oldest = one;
	}
	return member_of(&oldest);
}

static void keep_mark(Memory *self, guint64 hash, Span members, const CampaignSighting *own)
{
	Key key = key_of_hash(hash), member = member_of(own);

	if (sighting_count(members) >= LIMIT_CAMPAIGN_SIGHTINGS) {
		Key oldest = oldest_of(members);

		kv_remove(self->kv, TABLE_CAMPAIGN, key_span(&key), key_span(&oldest));
	}
	kv_add(self->kv, TABLE_CAMPAIGN, key_span(&key), key_span(&member));
}

gboolean memory_note_campaign(Memory *self, const Facts *facts, const GArray *tracks,
	const Recall *recall, gboolean keep, GError **error)
{
	CampaignSighting own;

	if (tracks->len == 0)
		return TRUE;
	own = sighting_of(self, facts, recall);
	if (keep && !ask_marks(self, tracks, error))
		return FALSE;
	for (guint i = 0; i < tracks->len; i++) {
		const Track *track = &g_array_index(tracks, Track, i);
		guint64 key = track_key(self, track);

		if (track->harmless) {
			campaign_book_clear(self->book, key);
			continue;
		}
		campaign_book_note(self->book, key, &own);
		if (keep)
			keep_mark(self, key, kv_ask_answer(self->ask, i), &own);
	}
	return TRUE;
}

static void drop_marks(Memory *self, guint64 hash, Span members, const CampaignSighting *own)
{
	Key key = key_of_hash(hash);

	for (guint i = 0; i < sighting_count(members); i++) {
		CampaignSighting one = campaign_sighting_at(members, i);
		Key member = member_of(&one);

		if (one.subject == own->subject && one.sender == own->sender &&
			one.time / SECONDS_OF_UNIT == own->time / SECONDS_OF_UNIT)
			kv_remove(self->kv, TABLE_CAMPAIGN, key_span(&key), key_span(&member));
	}
}

gboolean memory_drop_campaign(
	Memory *self, const Facts *facts, const GArray *tracks, GError **error)
{
	g_autoptr(Recall) nothing = recall_new();
	CampaignSighting own = sighting_of(self, facts, nothing);

	if (!ask_marks(self, tracks, error))
		return FALSE;
	for (guint i = 0; i < tracks->len; i++)
		drop_marks(self, track_key(self, &g_array_index(tracks, Track, i)),
			kv_ask_answer(self->ask, i), &own);
	return TRUE;
}
