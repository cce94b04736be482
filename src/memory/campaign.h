/* SPDX-License-Identifier: Apache-2.0
 *
 * Campaigns: one file, link or text that turns up below several unrelated conversations within
 * days. Marks are kept in RAM while mail is judged, the oldest giving way; those of messages that
 * were convicted may be kept in the store. A mark is a keyed hash: it holds neither text nor
 * address.
 */
#pragma once

#include "base/span.h"

typedef enum {
	CAMPAIGN_FILE,    /* the same bytes attached */
	CAMPAIGN_SHAPE,   /* a file of the same kind, about the same size, and a name of one form */
	CAMPAIGN_LINK,    /* a link to the same unknown site */
	CAMPAIGN_LURE,    /* a line of the own text */
	CAMPAIGN_PATH,    /* links of one form, whatever the site */
	CAMPAIGN_ACCOUNT, /* the account itself, where it takes up what had come to rest */
	CAMPAIGN_KINDS,
} CampaignKind;

/* Something that may stand in several messages, as a public hash. A message with nothing to open
 * tells by a harmless one that it is no track at all: the footer of a list, somebody's motto. */
typedef struct Track {
	CampaignKind kind;
	gboolean harmless;
	guint64 hash;
} Track;

Track track_of(CampaignKind kind, Span bytes);

/* How many unrelated conversations share a track of each kind with a message,
 * itself not counted, and how many other senders are behind them; at most
 * LIMIT_CAMPAIGN_SIGHTINGS. One account that goes by several names is as many senders. */
typedef struct Campaign {
	guint conversations[CAMPAIGN_KINDS];
	guint senders[CAMPAIGN_KINDS];
} Campaign;

/* One message among those that share a track. Conversations are unrelated when neither subject nor
 * thread is the same. */
typedef struct CampaignSighting {
	guint32 subject; /* keyed hash of the subject without prefixes, 0 when there is none */
	guint32 thread;  /* conversation that it continues, 0 when unknown */
	guint32 sender;  /* keyed hashes of the sending address and the name it goes by */
	gint64 time;     /* Unix seconds */
} CampaignSighting;

typedef struct CampaignBook CampaignBook;

CampaignBook *campaign_book_new(void);
void campaign_book_free(CampaignBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CampaignBook, campaign_book_free)

/* What is noted under KEY is no track, neither what was nor what will be. */
void campaign_book_clear(CampaignBook *book, guint64 key);
/* Note that the message SIGHTING tells of bears the track with the keyed hash KEY. */
void campaign_book_note(CampaignBook *book, guint64 key, const CampaignSighting *sighting);
/* Append to OUT (of CampaignSighting) what was noted under KEY within days of SIGHTING; nothing
 * when it has been about for a month. */
void campaign_book_find(
	const CampaignBook *book, guint64 key, const CampaignSighting *sighting, GArray *out);
/* Count SIGHTINGS of tracks of KIND, found for the message that OWN tells of, into RET. */
void campaign_count(
	const GArray *sightings, const CampaignSighting *own, CampaignKind kind, Campaign *ret);
/* Are the two within days of each other? */
gboolean campaign_is_near(const CampaignSighting *one, const CampaignSighting *other);
