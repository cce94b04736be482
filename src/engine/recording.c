/* SPDX-License-Identifier: Apache-2.0
 *
 * From Facts and Verdict to a row of the ledger. Where a message came from is told by its Received
 * fields, of which those below the first server that one trusts may be forged.
 */
#include "engine/recording.h"

#include <string.h>

#include "base/limits.h"
#include "engine/border.h"
#include "judge/payload.h"
#include "ledger/ledger.h"
#include "mail/domain.h"
#include "memory/campaign.h"
#include "memory/fingerprint.h"
#include "memory/identity.h"

#define DAY (24 * 3600)

/* What was delivered is soon read or never. */
enum { delivery_days = 30 };
/* Forgetting reads the whole ledger. */
enum { seconds_between_expiries = 3600 };

struct Recording {
	const Settings *settings;
	Ledger *ledger;
	gboolean begun;
	gint64 expired; /* when it was last looked for what to forget, 0 before */
};

Recording *recording_new(const Settings *settings, GError **error)
{
	g_autoptr(Recording) recording = g_new0(Recording, 1);
	recording->settings = settings;
	recording->ledger = ledger_open(settings->state, LEDGER_WRITE, error);
	return recording->ledger != NULL ? g_steal_pointer(&recording) : NULL;
}

void recording_free(Recording *recording)
{
	if (recording == NULL)
		return;
	ledger_free(recording->ledger);
	g_free(recording);
}

static gboolean begin(Recording *recording, gint64 now, GError **error)
{
	if (recording->begun)
		return TRUE;
	gint64 days = recording->settings->retention;
	if (!ledger_begin(recording->ledger, error))
		return FALSE;
	recording->begun = TRUE;
	if (ABS(now - recording->expired) < seconds_between_expiries)
		return TRUE;
	recording->expired = now;
	return ledger_expire(recording->ledger, days > 0 ? now - days * DAY : 0,
		now - delivery_days * DAY, error);
}

/* A message of the ledger while it is put together. */
typedef struct Draft {
	LedgerMessage message;
	GPtrArray *strings; /* that nobody else owns */
	GArray *recipients, *candidates, *indicators, *tracks;
} Draft;

static void draft_init(Draft *draft)
{
	*draft = (Draft){.strings = g_ptr_array_new_with_free_func(g_free),
		.recipients = g_array_new(FALSE, FALSE, sizeof(LedgerMailbox)),
		.candidates = g_array_new(FALSE, FALSE, sizeof(LedgerCandidate)),
		.indicators = g_array_new(FALSE, FALSE, sizeof(LedgerIndicator)),
		.tracks = g_array_new(FALSE, FALSE, sizeof(LedgerTrack))};
}

static void draft_clear(Draft *draft)
{
	g_ptr_array_unref(draft->strings);
	g_array_unref(draft->recipients);
	g_array_unref(draft->candidates);
	g_array_unref(draft->indicators);
	g_array_unref(draft->tracks);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Draft, draft_clear)

static const char *keep(Draft *draft, char *take_string)
{
	g_ptr_array_add(draft->strings, take_string);
	return take_string;
}

static LedgerMailbox mailbox_of(Draft *draft, const char *address)
{
	return (LedgerMailbox){address, keep(draft, domain_organisation(address))};
}

static void add_recipient(Draft *draft, const char *address)
{
	if (address[0] == '\0')
		return;
	LedgerMailbox recipient = mailbox_of(draft, address);
	g_array_append_val(draft->recipients, recipient);
}

/* By the envelope where a field tells it, else by To and Cc. */
static void add_recipients(Draft *draft, const Facts *facts)
{
	const GPtrArray *fields[] = {facts->to, facts->cc};
	for (guint i = 0; i < facts->envelope->len; i++)
		add_recipient(draft, facts->envelope->pdata[i]);
	for (guint field = 0; facts->envelope->len == 0 && field < G_N_ELEMENTS(fields); field++)
		for (guint i = 0; i < fields[field]->len; i++)
			add_recipient(draft, ((Address *)fields[field]->pdata[i])->address);
}

static void add_candidates(Draft *draft, const Verdict *verdict)
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
		g_array_append_val(draft->candidates, candidate);
	}
}

static void add_indicator(Draft *draft, LedgerIndicatorKind kind, const char *value)
{
	LedgerIndicator indicator = {kind, value};
	if (value[0] != '\0')
		g_array_append_val(draft->indicators, indicator);
}

static char *hex_of(const guint8 *bytes, gsize length)
{
	GString *hex = g_string_sized_new(2 * length);
	for (gsize i = 0; i < length; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	return g_string_free(hex, FALSE);
}

static void add_link(Draft *draft, const Facts *facts, const char *url)
{
	add_indicator(draft, LEDGER_URL, url);
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = facts->links->pdata[i];
		if (strcmp(link->url, url) == 0) {
			add_indicator(draft, LEDGER_HOST, link->host);
			return;
		}
	}
}

/* Of nothing at all: a file that a filter emptied tells of no campaign. */
static const char empty_sha256[] =
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void add_file(Draft *draft, const guint8 *sha256)
{
	const char *hex = keep(draft, hex_of(sha256, 32));
	if (strcmp(hex, empty_sha256) != 0)
		add_indicator(draft, LEDGER_SHA256, hex);
}

/* What there is to see of a locked archive at INDEX: its members stand behind it. */
static void add_members(Draft *draft, const Facts *facts, guint index, guint *left)
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
		add_indicator(draft, LEDGER_MEMBER,
			keep(draft,
				g_strdup_printf("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ":%s",
					archive->size, member->size, name)));
		--*left;
	}
}

static void add_md5(Draft *draft, const Attachment *attachment)
{
	static const guint8 none[sizeof attachment->md5];
	if (attachment->size == 0 || memcmp(attachment->md5, none, sizeof none) == 0)
		return;
	g_autofree char *sha256 = hex_of(attachment->sha256, sizeof attachment->sha256);
	g_autofree char *md5 = hex_of(attachment->md5, sizeof attachment->md5);
	add_indicator(draft, LEDGER_MD5,
		keep(draft, g_strdup_printf(
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
static void add_files(Draft *draft, const Facts *facts, const Verdict *verdict)
{
	guint left = LIMIT_LEDGER_MEMBERS;
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *attachment = facts->attachments->pdata[i];
		if (!is_payload(verdict, attachment))
			continue;
		add_md5(draft, attachment);
		if ((attachment->flags & ATTACHMENT_ENCRYPTED) != 0)
			add_members(draft, facts, i, &left);
	}
}

/* What the ledger has no room for is left out at the end. */
static void add_indicators(Draft *draft, const Facts *facts, const Verdict *verdict)
{
	for (guint i = 0; i < verdict->payload->len; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		if (payload->hashed)
			add_file(draft, payload->sha256);
		else
			add_link(draft, facts, payload->name);
	}
	add_indicator(draft, LEDGER_IP, draft->message.client);
	add_files(draft, facts, verdict);
}

/* What only tells that a line is no track convicts nothing. */
static void add_tracks(Draft *draft, const GArray *tracks)
{
	for (guint i = 0; i < tracks->len; i++) {
		const Track *track = &g_array_index(tracks, Track, i);
		LedgerTrack kept = {track->kind, track->hash};
		if (!track->harmless)
			g_array_append_val(draft->tracks, kept);
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

static void describe(Draft *draft, const Facts *facts, const Verdict *verdict,
	const Settings *settings, gint64 now)
{
	static const LedgerVerdict verdicts[] = {[VERDICT_CLEAN] = LEDGER_CLEAN,
		[VERDICT_UNVERIFIED] = LEDGER_UNVERIFIED,
		[VERDICT_SUSPICIOUS] = LEDGER_SUSPICIOUS,
		[VERDICT_HIJACKED] = LEDGER_HIJACKED,
		[VERDICT_UNSCANNABLE] = LEDGER_UNSCANNABLE};
	LedgerMessage *message = &draft->message;
	G_STATIC_ASSERT(LEDGER_IDENTITY_BYTES == IDENTITY_PUBLIC_BYTES);
	identity_public(facts, message->identity);
	message->source = LEDGER_FROM_MAIL;
	message->verdict = verdicts[verdict->kind];
	message->score = verdict->score;
	message->time = time_of(facts, now);
	message->recorded = now;
	message->message_id = facts->message_id;
	message->sender = mailbox_of(draft, verdict->sender);
	if (strcmp(verdict->claimed.address, verdict->sender) != 0)
		message->claimed = mailbox_of(draft, verdict->claimed.address);
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
static Span name_event(Draft *draft, const Delivery *delivery)
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
	return span_new(keep(draft, event), strlen(event));
}

static char *host_of(const Session *session)
{
	return session->server_name != NULL ? g_strdup(session->server_name)
					    : endpoint_address(&session->server);
}

/* What was seen on the wire goes before what the message says of itself. A capture may come from a
 * clock that is wrong. */
static void describe_delivery(Draft *draft, const Delivery *delivery)
{
	const Session *session = &delivery->session;
	LedgerMessage *message = &draft->message;
	message->source = session->source == SESSION_FROM_SINKHOLE ? LEDGER_FROM_SINKHOLE
								   : LEDGER_FROM_CAPTURE;
	message->run = (LedgerRun){session->tag, session->sample};
	message->event = name_event(draft, delivery);
	message->time = MIN(delivery->time / G_USEC_PER_SEC, message->recorded);
	message->host = keep(draft, host_of(session));
	message->client = message->peer = keep(draft, endpoint_address(&session->client));
	if (session->account != NULL && strchr(session->account, '@') != NULL)
		message->sender = mailbox_of(draft, session->account);
	for (guint i = 0; i < delivery->rcpt_to->len; i++)
		add_recipient(draft, delivery->rcpt_to->pdata[i]);
}

static gboolean record(Recording *recording, Draft *draft, guint *ret_new, GError **error)
{
	LedgerMessage *message = &draft->message;
	message->recipients = (const LedgerMailbox *)draft->recipients->data;
	message->recipient_count = draft->recipients->len;
	message->candidates = (const LedgerCandidate *)draft->candidates->data;
	message->candidate_count = draft->candidates->len;
	message->indicators = (const LedgerIndicator *)draft->indicators->data;
	message->indicator_count = draft->indicators->len;
	message->tracks = (const LedgerTrack *)draft->tracks->data;
	message->track_count = draft->tracks->len;
	return begin(recording, message->recorded, error) &&
	       ledger_record(recording->ledger, message, ret_new, error);
}

static gint64 now_in_seconds(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

gboolean recording_take(Recording *recording, const Facts *facts, const Verdict *verdict,
	const GArray *tracks, const Delivery *delivery, guint *ret_new, GError **error)
{
	g_auto(Draft) draft;
	draft_init(&draft);
	add_tracks(&draft, tracks);
	if (verdict->kind == VERDICT_CLEAN && draft.tracks->len == 0 && delivery == NULL)
		return TRUE;
	describe(&draft, facts, verdict, recording->settings, now_in_seconds());
	if (delivery != NULL)
		describe_delivery(&draft, delivery);
	if (draft.recipients->len == 0)
		add_recipients(&draft, facts);
	if (verdict->kind >= VERDICT_SUSPICIOUS) {
		add_candidates(&draft, verdict);
		add_indicators(&draft, facts, verdict);
	}
	return record(recording, &draft, ret_new, error);
}

gboolean recording_take_unscannable(
	Recording *recording, GBytes *raw, const Delivery *delivery, guint *ret_new, GError **error)
{
	g_auto(Draft) draft;
	gsize length = 0;
	const char *data = g_bytes_get_data(raw, &length);
	draft_init(&draft);
	identity_public_of_bytes(span_new(data, length), draft.message.identity);
	draft.message.verdict = LEDGER_UNSCANNABLE;
	draft.message.time = draft.message.recorded = now_in_seconds();
	if (delivery != NULL)
		describe_delivery(&draft, delivery);
	return record(recording, &draft, ret_new, error);
}

static gboolean has_account(const Session *session)
{
	return session->account != NULL && session->account[0] != '\0';
}

gboolean recording_take_login(Recording *recording, const Session *session, GError **error)
{
	const char *account = session->account;
	gint64 now = now_in_seconds();
	gint64 time = CLAMP(session->begun / G_USEC_PER_SEC, 0, now);
	if (!has_account(session))
		return TRUE;
	g_autofree char *organisation =
		strchr(account, '@') != NULL ? domain_organisation(account) : g_strdup("");
	g_autofree char *host = host_of(session);
	LedgerLogin login = {.account = account,
		.organisation = organisation,
		.host = host,
		.mechanism = smtp_auth_mechanism_name(session->mechanism),
		.first = time,
		.last = time,
		.recorded = now,
		.run = {session->tag, session->sample}};
	return begin(recording, now, error) &&
	       ledger_record_login(recording->ledger, &login, error);
}

gboolean recording_take_password(
	Recording *recording, const Session *session, const char *hash, GError **error)
{
	return !has_account(session) ||
	       (recording_take_login(recording, session, error) &&
		       ledger_record_password(
			       recording->ledger, session->account, hash, now_in_seconds(), error));
}

gboolean recording_commit(Recording *recording, GError **error)
{
	if (!recording->begun)
		return TRUE;
	recording->begun = FALSE;
	if (ledger_commit(recording->ledger, error))
		return TRUE;
	ledger_abort(recording->ledger);
	return FALSE;
}
