/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a message came from is told by its Received fields, of which those below the first server
 * that one trusts may be forged.
 */
#include "engine/entry.h"

#include <string.h>

#include "base/limits.h"
#include "engine/border.h"
#include "engine/handled.h"
#include "judge/payload.h"
#include "mail/domain.h"
#include "memory/campaign.h"
#include "memory/fingerprint.h"
#include "memory/identity.h"

void entry_init(Entry *entry)
{
	*entry = (Entry){.strings = g_ptr_array_new_with_free_func(g_free),
		.recipients = g_array_new(FALSE, FALSE, sizeof(LedgerMailbox)),
		.candidates = g_array_new(FALSE, FALSE, sizeof(LedgerCandidate)),
		.indicators = g_array_new(FALSE, FALSE, sizeof(LedgerIndicator)),
		.tracks = g_array_new(FALSE, FALSE, sizeof(LedgerTrack)),
		.handlings = g_array_new(FALSE, FALSE, sizeof(LedgerHandling))};
}

void entry_clear(Entry *entry)
{
	g_ptr_array_unref(entry->strings);
	g_array_unref(entry->recipients);
	g_array_unref(entry->candidates);
	g_array_unref(entry->indicators);
	g_array_unref(entry->tracks);
	g_array_unref(entry->handlings);
}

static const char *keep(Entry *entry, char *take_string)
{
	g_ptr_array_add(entry->strings, take_string);
	return take_string;
}

static LedgerMailbox mailbox_of(Entry *entry, const char *address)
{
	return (LedgerMailbox){address, keep(entry, domain_organisation(address))};
}

static void add_recipient(Entry *entry, const char *address)
{
	if (address[0] == '\0')
		return;
	LedgerMailbox recipient = mailbox_of(entry, address);
	g_array_append_val(entry->recipients, recipient);
}

/* By the envelope where a field tells it, else by To and Cc. */
void entry_add_recipients(Entry *entry, const Facts *facts)
{
	const GPtrArray *fields[] = {facts->to, facts->cc};
	for (guint i = 0; i < facts->envelope->len; i++)
		add_recipient(entry, facts->envelope->pdata[i]);
	for (guint field = 0; facts->envelope->len == 0 && field < G_N_ELEMENTS(fields); field++)
		for (guint i = 0; i < fields[field]->len; i++)
			add_recipient(entry, ((Address *)fields[field]->pdata[i])->address);
}

void entry_add_handlings(Entry *entry, GHashTable *table)
{
	for (guint i = entry->handlings->len; i < entry->recipients->len; i++) {
		const LedgerMailbox *recipient =
			&g_array_index(entry->recipients, LedgerMailbox, i);
		LedgerHandling handling = handled_for(table, recipient->address);
		g_array_append_val(entry->handlings, handling);
	}
}

void entry_add_candidates(Entry *entry, const Verdict *verdict)
{
	static const LedgerSide sides[] = {[SIDE_UNKNOWN] = LEDGER_SIDE_UNKNOWN,
		[SIDE_INSIDE] = LEDGER_INSIDE,
		[SIDE_OUTSIDE] = LEDGER_OUTSIDE};
	for (guint i = 0; i < verdict->victims->len; i++) {
		const Victim *victim = verdict->victims->pdata[i];
		LedgerCandidate candidate = {.mailbox = {victim->address, victim->organisation},
			.name = victim->name,
			.weight = victim->probability,
			.repaired = victim->repaired,
			.claimed = victim->claimed,
			.side = sides[victim->side]};
		g_array_append_val(entry->candidates, candidate);
	}
}

static void add_indicator(Entry *entry, LedgerIndicatorKind kind, const char *value)
{
	LedgerIndicator indicator = {kind, value};
	if (value[0] != '\0')
		g_array_append_val(entry->indicators, indicator);
}

static char *hex_of(const guint8 *bytes, gsize length)
{
	GString *hex = g_string_sized_new(2 * length);
	for (gsize i = 0; i < length; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	return g_string_free(hex, FALSE);
}

static void add_link(Entry *entry, const Facts *facts, const char *url)
{
	add_indicator(entry, LEDGER_URL, url);
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = facts->links->pdata[i];
		if (strcmp(link->url, url) == 0) {
			add_indicator(entry, LEDGER_HOST, link->host);
			return;
		}
	}
}

/* Of nothing at all: a file that a filter emptied tells of no campaign. */
static const char empty_sha256[] =
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void add_file(Entry *entry, const guint8 *sha256)
{
	const char *hex = keep(entry, hex_of(sha256, 32));
	if (strcmp(hex, empty_sha256) != 0)
		add_indicator(entry, LEDGER_SHA256, hex);
}

/* What there is to see of a locked archive at INDEX: its members stand behind it. */
static void add_members(Entry *entry, const Facts *facts, guint index, guint *left)
{
	const Attachment *archive = facts->attachments->pdata[index];
	for (guint i = index + 1; i<facts->attachments->len && * left> 0; i++) {
		const Attachment *member = facts->attachments->pdata[i];
		if (member->depth <= archive->depth)
			return;
		if (member->depth != archive->depth + 1 || member->name[0] == '\0' ||
			(member->flags & ATTACHMENT_ENCRYPTED) == 0)
			continue;
		g_autofree char *name = g_uri_escape_string(member->name, NULL, FALSE);
		add_indicator(entry, LEDGER_MEMBER,
			keep(entry,
				g_strdup_printf("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ":%s",
					archive->size, member->size, name)));
		--*left;
	}
}

static void add_md5(Entry *entry, const Attachment *attachment)
{
	static const guint8 none[sizeof attachment->md5];
	if (attachment->size == 0 || memcmp(attachment->md5, none, sizeof none) == 0)
		return;
	g_autofree char *sha256 = hex_of(attachment->sha256, sizeof attachment->sha256);
	g_autofree char *md5 = hex_of(attachment->md5, sizeof attachment->md5);
	add_indicator(entry, LEDGER_MD5,
		keep(entry, g_strdup_printf(
				    "%s:%s:%" G_GUINT64_FORMAT, sha256, md5, attachment->size)));
}

static gboolean is_payload(const Verdict *verdict, const Attachment *attachment)
{
	for (guint i = 0; i < verdict->payload->len; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		if (payload->hashed &&
			memcmp(payload->sha256, attachment->sha256, sizeof payload->sha256) == 0)
			return TRUE;
	}
	return FALSE;
}

/* What engines know files by that do not take a SHA-256. */
static void add_files(Entry *entry, const Facts *facts, const Verdict *verdict)
{
	guint left = LIMIT_LEDGER_MEMBERS;
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *attachment = facts->attachments->pdata[i];
		if (!is_payload(verdict, attachment))
			continue;
		add_md5(entry, attachment);
		if ((attachment->flags & ATTACHMENT_ENCRYPTED) != 0)
			add_members(entry, facts, i, &left);
	}
}

/* What the ledger has no room for is left out at the end. */
void entry_add_indicators(Entry *entry, const Facts *facts, const Verdict *verdict)
{
	for (guint i = 0; i < verdict->payload->len; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		if (payload->hashed)
			add_file(entry, payload->sha256);
		else
			add_link(entry, facts, payload->name);
	}
	add_indicator(entry, LEDGER_IP, entry->message.client);
	add_files(entry, facts, verdict);
}

/* What only tells that a line is no track convicts nothing. */
void entry_add_tracks(Entry *entry, const GArray *tracks)
{
	for (guint i = 0; i < tracks->len; i++) {
		const Track *track = &g_array_index(tracks, Track, i);
		LedgerTrack kept = {track->kind, track->hash};
		if (!track->harmless)
			g_array_append_val(entry->tracks, kept);
	}
}

static guint64 public_hash(const char *text)
{
	guint8 bytes[PUBLIC_HASH_BYTES];
	guint64 hash = 0;
	if (text[0] == '\0')
		return 0;
	fingerprint_public(span_new(text, strlen(text)), bytes);
	memcpy(&hash, bytes, sizeof hash);
	return GUINT64_FROM_LE(hash);
}

/* What VERDICT says there is to open. */
static guint32 payload_traits(const Verdict *verdict)
{
	static const LedgerTrait traits[] = {[PAYLOAD_DOCUMENT] = LEDGER_BRINGS_DOCUMENT,
		[PAYLOAD_ARCHIVE] = LEDGER_BRINGS_ARCHIVE,
		[PAYLOAD_LINK] = LEDGER_BRINGS_LINK,
		[PAYLOAD_HTML] = LEDGER_BRINGS_PAGE,
		[PAYLOAD_MISLEADING_LINK] = LEDGER_BRINGS_LINK,
		[PAYLOAD_PROGRAM] = LEDGER_BRINGS_PROGRAM,
		[PAYLOAD_LOCKED] = LEDGER_BRINGS_LOCKED,
		[PAYLOAD_MACRO] = LEDGER_BRINGS_MACROS};
	guint32 found = 0;
	for (guint i = 0; i < verdict->payload->len; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		for (guint kind = PAYLOAD_DOCUMENT; kind < G_N_ELEMENTS(traits); kind++)
			if (strcmp(payload->kind, payload_kind_name((PayloadKind)kind)) == 0)
				found |= (guint32)1 << traits[kind];
	}
	return found;
}

static guint32 traits_of(const Facts *facts, const Verdict *verdict)
{
	guint32 traits = payload_traits(verdict);
	if (verdict->conversation.known)
		traits |= 1 << LEDGER_CONTINUES;
	if (facts->marks & MARK_PASSWORD)
		traits |= 1 << LEDGER_GIVES_PASSWORD;
	for (guint i = 0; i < verdict->evidence->len; i++)
		if (strcmp(((Evidence *)verdict->evidence->pdata[i])->id, "thread-woken") == 0)
			traits |= 1 << LEDGER_WAKES;
	return traits;
}

static gboolean leaves_organisation(const Hop *hop)
{
	g_autofree char *from = domain_site(hop->name[0] != '\0' ? hop->name : hop->helo);
	g_autofree char *by = domain_site(hop->by);
	return from[0] != '\0' && by[0] != '\0' && strcmp(from, by) != 0;
}

/* The server at which somebody logged in, and from where; else the one that handed the message over
 * to the recipient's. */
static void set_route(LedgerMessage *message, const Facts *facts, const Settings *settings)
{
	message->host = "";
	message->client = facts->originating_ip;
	message->peer = border_peer(facts, settings);
	for (guint i = facts->hops->len; i > 0; i--) {
		const Hop *hop = facts->hops->pdata[i - 1];
		if (hop->authenticated) {
			message->host = hop->by;
			message->client = hop->ip[0] != '\0' ? hop->ip : facts->originating_ip;
			return;
		}
	}
	for (guint i = 0; i < facts->hops->len; i++) {
		const Hop *hop = facts->hops->pdata[i];
		if (leaves_organisation(hop)) {
			message->host = hop->name[0] != '\0' ? hop->name : hop->helo;
			return;
		}
	}
}

/* When it came in, as our own server wrote; else what it says itself, unless that is yet to come.
 */
static gint64 time_of(const Facts *facts, gint64 now)
{
	const Hop *newest = facts->hops->len > 0 ? facts->hops->pdata[0] : NULL;
	if (newest != NULL && newest->time > 0 && newest->time <= now)
		return newest->time;
	return facts->date > 0 && facts->date <= now ? facts->date : now;
}

void entry_describe(Entry *entry, const Facts *facts, const Verdict *verdict,
	const Settings *settings, gint64 now)
{
	static const LedgerVerdict verdicts[] = {[VERDICT_CLEAN] = LEDGER_CLEAN,
		[VERDICT_UNVERIFIED] = LEDGER_UNVERIFIED,
		[VERDICT_SUSPICIOUS] = LEDGER_SUSPICIOUS,
		[VERDICT_HIJACKED] = LEDGER_HIJACKED,
		[VERDICT_UNSCANNABLE] = LEDGER_UNSCANNABLE};
	LedgerMessage *message = &entry->message;
	G_STATIC_ASSERT(LEDGER_IDENTITY_BYTES == IDENTITY_PUBLIC_BYTES);
	identity_public(facts, message->identity);
	message->source = LEDGER_FROM_MAIL;
	message->verdict = verdicts[verdict->kind];
	message->score = verdict->score;
	message->time = time_of(facts, now);
	message->recorded = now;
	message->message_id = facts->message_id;
	message->sender = mailbox_of(entry, verdict->sender);
	if (strcmp(verdict->claimed.address, verdict->sender) != 0)
		message->claimed = mailbox_of(entry, verdict->claimed.address);
	message->claimed_name = verdict->claimed.name;
	message->traits = traits_of(facts, verdict);
	message->subject_key = public_hash(facts->subject_base);
	const GPtrArray *parents = facts->parents;
	message->conversation_key = public_hash(
		parents->len > 0 ? parents->pdata[parents->len - 1] : facts->message_id);
	set_route(message, facts, settings);
}

/* What tells this sighting from others of the same message: the session and the transaction in it.
 * A sinkhole numbers its sessions; in a capture it is the connection and when it began, the same
 * again when the capture is read again. */
static Span name_event(Entry *entry, const Delivery *delivery)
{
	const Session *session = &delivery->session;
	g_autofree char *client = endpoint_text(&session->client);
	g_autofree char *server = endpoint_text(&session->server);
	g_autofree char *process = hex_of(session->process, sizeof session->process);
	char *event = session->source == SESSION_FROM_SINKHOLE
			      ? g_strdup_printf("%s %" G_GUINT64_FORMAT " %u", process,
					session->number, delivery->transaction)
			      : g_strdup_printf("%s %s %" G_GINT64_FORMAT " %u", client, server,
					session->begun, delivery->transaction);
	return span_new(keep(entry, event), strlen(event));
}

char *entry_host(const Session *session)
{
	return session->server_name != NULL ? g_strdup(session->server_name)
					    : endpoint_address(&session->server);
}

/* What was seen on the wire goes before what the message says of itself. A capture may come from a
 * clock that is wrong. */
void entry_describe_delivery(Entry *entry, const Delivery *delivery)
{
	const Session *session = &delivery->session;
	LedgerMessage *message = &entry->message;
	message->source = session->source == SESSION_FROM_SINKHOLE ? LEDGER_FROM_SINKHOLE
								   : LEDGER_FROM_CAPTURE;
	message->run = (LedgerRun){session->tag, session->sample};
	message->event = name_event(entry, delivery);
	message->time = MIN(delivery->time / G_USEC_PER_SEC, message->recorded);
	message->host = keep(entry, entry_host(session));
	message->client = message->peer = keep(entry, endpoint_address(&session->client));
	if (session->account != NULL && strchr(session->account, '@') != NULL)
		message->sender = mailbox_of(entry, session->account);
	for (guint i = 0; i < delivery->rcpt_to->len; i++)
		add_recipient(entry, delivery->rcpt_to->pdata[i]);
}

const LedgerMessage *entry_message(Entry *entry)
{
	LedgerMessage *message = &entry->message;
	message->recipients = (const LedgerMailbox *)entry->recipients->data;
	message->recipient_count = entry->recipients->len;
	message->handlings =
		entry->handlings->len > 0 ? (const LedgerHandling *)entry->handlings->data : NULL;
	message->candidates = (const LedgerCandidate *)entry->candidates->data;
	message->candidate_count = entry->candidates->len;
	message->indicators = (const LedgerIndicator *)entry->indicators->data;
	message->indicator_count = entry->indicators->len;
	message->tracks = (const LedgerTrack *)entry->tracks->data;
	message->track_count = entry->tracks->len;
	return message;
}
