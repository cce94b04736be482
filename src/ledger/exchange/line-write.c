/* SPDX-License-Identifier: Apache-2.0
 *
 * A message, login or password of the ledger to one JSON object.
 */
#include "ledger/exchange/line.h"

static void write_hex(Json *json, const char *key, const guint8 *bytes, gsize length)
{
	g_autoptr(GString) hex = g_string_sized_new(2 * length);
	for (gsize i = 0; i < length; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	json_string(json, key, hex->str);
}

/* As text: not every reader of JSON has integers of 64 bits. */
static void write_hash(Json *json, const char *key, guint64 hash)
{
	char text[17];
	g_snprintf(text, sizeof text, "%016" G_GINT64_MODIFIER "x", hash);
	json_string(json, key, text);
}

static void write_mailbox(Json *json, const LedgerMailbox *mailbox)
{
	json_string(json, "address", mailbox->address);
	json_string(json, "organisation", mailbox->organisation);
}

static void write_candidate(Json *json, const LedgerCandidate *candidate)
{
	json_open_object(json, NULL);
	write_mailbox(json, &candidate->mailbox);
	json_string(json, "name", candidate->name);
	json_number(json, "weight", candidate->weight, LINE_DECIMALS);
	json_boolean(json, "repaired", candidate->repaired);
	json_boolean(json, "claimed", candidate->claimed);
	json_string(json, "side", ledger_side_name(candidate->side));
	json_close_object(json);
}

static void write_run(Json *json, const LedgerRun *run)
{
	if (run->tag != NULL && run->tag[0] != '\0')
		json_string(json, "tag", run->tag);
	if (run->sample != NULL && run->sample[0] != '\0')
		json_string(json, "sample", run->sample);
}

static void write_recipients(Json *json, const LedgerMessage *message)
{
	json_string(json, "source", ledger_source_name(message->source));
	write_hex(json, "event", (const guint8 *)message->event.data, message->event.length);
	write_run(json, &message->run);
	json_open_array(json, "recipients");
	for (guint i = 0; i < message->recipient_count; i++) {
		json_open_object(json, NULL);
		write_mailbox(json, &message->recipients[i]);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_traits(Json *json, guint32 traits)
{
	json_open_array(json, "traits");
	for (guint i = 0; i < LEDGER_TRAITS; i++)
		if (traits >> i & 1)
			json_string(json, NULL, ledger_trait_name((LedgerTrait)i));
	json_close_array(json);
}

static void write_contents(Json *json, const LedgerMessage *message)
{
	json_open_array(json, "candidates");
	for (guint i = 0; i < message->candidate_count; i++)
		write_candidate(json, &message->candidates[i]);
	json_close_array(json);
	json_open_array(json, "indicators");
	for (guint i = 0; i < message->indicator_count; i++) {
		json_open_object(json, NULL);
		json_string(json, "kind", ledger_indicator_name(message->indicators[i].kind));
		json_string(json, "value", message->indicators[i].value);
		json_close_object(json);
	}
	json_close_array(json);
	json_open_array(json, "tracks");
	for (guint i = 0; i < message->track_count; i++) {
		json_open_object(json, NULL);
		json_integer(json, "kind", message->tracks[i].kind);
		write_hash(json, "hash", message->tracks[i].hash);
		json_close_object(json);
	}
	json_close_array(json);
}

void line_write(Json *json, const LedgerMessage *message)
{
	json_open_object(json, NULL);
	write_hex(json, "identity", message->identity, sizeof message->identity);
	json_string(json, "verdict", ledger_verdict_name(message->verdict));
	json_number(json, "score", message->score, LINE_DECIMALS);
	json_integer(json, "time", message->time);
	json_integer(json, "recorded", message->recorded);
	json_string(json, "message_id", message->message_id);
	json_open_object(json, "sender");
	write_mailbox(json, &message->sender);
	json_close_object(json);
	json_open_object(json, "claimed");
	write_mailbox(json, &message->claimed);
	json_string(json, "name", message->claimed_name);
	json_close_object(json);
	json_string(json, "host", message->host);
	json_string(json, "client", message->client);
	json_string(json, "peer", message->peer);
	write_traits(json, message->traits);
	write_hash(json, "subject_key", message->subject_key);
	write_hash(json, "conversation_key", message->conversation_key);
	write_recipients(json, message);
	write_contents(json, message);
	json_close_object(json);
}

void line_write_login(Json *json, const LedgerLogin *login)
{
	json_open_object(json, NULL);
	json_open_object(json, "login");
	json_string(json, "account", login->account);
	json_string(json, "organisation", login->organisation);
	json_string(json, "host", login->host);
	json_string(json, "mechanism", login->mechanism);
	json_integer(json, "first", login->first);
	json_integer(json, "last", login->last);
	json_integer(json, "recorded", login->recorded);
	write_run(json, &login->run);
	json_close_object(json);
	json_close_object(json);
}

void line_write_password(Json *json, const LedgerPasswordRow *password)
{
	json_open_object(json, NULL);
	json_open_object(json, "password");
	json_string(json, "account", password->account);
	json_string(json, "hash", password->hash);
	json_integer(json, "recorded", password->recorded);
	json_close_object(json);
	json_close_object(json);
}

void line_write_header(Json *json)
{
	json_open_object(json, NULL);
	json_string(json, "format", LINE_FORMAT);
	json_integer(json, "version", LINE_VERSION);
	json_close_object(json);
}
