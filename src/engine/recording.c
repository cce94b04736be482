/* SPDX-License-Identifier: Apache-2.0
 *
 * Entering what was judged and seen, in transactions that the engine ends.
 */
#include "engine/recording.h"

#include <string.h>

#include "engine/entry.h"
#include "engine/handled.h"
#include "mail/domain.h"
#include "memory/identity.h"

#define DAY (24 * 3600)

/* What was delivered is soon read or never. */
enum { delivery_days = 30 };
/* Forgetting reads the whole ledger. */
enum { seconds_between_expiries = 3600 };

struct Recording {
	const Settings *settings;
	Ledger *ledger;
	gboolean handled;
	gboolean begun;
	gint64 expired; /* when it was last looked for what to forget, 0 before */
};

Recording *recording_new(const Settings *settings, gboolean handled, GError **error)
{
	g_autoptr(Recording) recording = g_new0(Recording, 1);
	recording->settings = settings;
	recording->handled = handled;
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

static gboolean record(Recording *recording, Entry *entry, guint *ret_new, GError **error)
{
	const LedgerMessage *message = entry_message(entry);
	return begin(recording, message->recorded, error) &&
	       ledger_record(recording->ledger, message, ret_new, error);
}

static gint64 now_in_seconds(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

static Span span_of(GBytes *bytes)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	return span_new(data, length);
}

static void add_handlings(const Recording *recording, Entry *entry, const RawMessage *raw)
{
	if (!recording->handled)
		return;
	g_autoptr(GHashTable) table = handled_read(span_of(raw->bytes));
	entry_add_handlings(entry, table);
}

gboolean recording_take(Recording *recording, const RawMessage *raw, const Facts *facts,
	const Verdict *verdict, const GArray *tracks, guint *ret_new, GError **error)
{
	const Delivery *delivery = raw->delivery;
	g_auto(Entry) entry;
	entry_init(&entry);
	entry_add_tracks(&entry, tracks);
	if (verdict->kind == VERDICT_CLEAN && entry.tracks->len == 0 && delivery == NULL)
		return TRUE;
	entry_describe(&entry, facts, verdict, recording->settings, now_in_seconds());
	if (delivery != NULL)
		entry_describe_delivery(&entry, delivery);
	if (entry.recipients->len == 0)
		entry_add_recipients(&entry, facts);
	add_handlings(recording, &entry, raw);
	if (verdict->kind >= VERDICT_SUSPICIOUS) {
		entry_add_candidates(&entry, verdict);
		entry_add_indicators(&entry, facts, verdict);
	}
	return record(recording, &entry, ret_new, error);
}

gboolean recording_take_unscannable(
	Recording *recording, const RawMessage *raw, guint *ret_new, GError **error)
{
	g_auto(Entry) entry;
	entry_init(&entry);
	identity_public_of_bytes(span_of(raw->bytes), entry.message.identity);
	entry.message.verdict = LEDGER_UNSCANNABLE;
	entry.message.time = entry.message.recorded = now_in_seconds();
	if (raw->delivery != NULL)
		entry_describe_delivery(&entry, raw->delivery);
	return record(recording, &entry, ret_new, error);
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
	g_autofree char *host = entry_host(session);
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
