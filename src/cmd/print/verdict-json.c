/* SPDX-License-Identifier: Apache-2.0
 *
 * Reasons are in English here whatever the locale: they are for programs and logs.
 */
#include "cmd/print/verdict-json.h"

#include "base/limits.h"

static void write_claimed(Json *json, const Verdict *verdict)
{
	json_open_object(json, "claimed");
	json_string_or_null(json, "name", verdict->claimed.name);
	json_string_or_null(json, "address", verdict->claimed.address);
	json_string(json, "kind", verdict_claim_name(verdict->claim));
	json_close_object(json);
}

static void write_conversation(Json *json, const Verdict *verdict)
{
	json_open_object(json, "conversation");
	json_boolean(json, "known", verdict->conversation.known);
	json_integer(json, "messages", verdict->conversation.messages);
	json_time(json, "last", verdict->conversation.last);
	json_close_object(json);
}

static void write_victims(Json *json, const Verdict *verdict)
{
	json_open_array(json, "victim");
	for (guint i = 0; i < MIN(verdict->victims->len, LIMIT_VICTIMS_SHOWN); i++) {
		const Victim *victim = verdict->victims->pdata[i];
		json_open_object(json, NULL);
		json_string_or_null(json, "address", victim->address);
		json_string_or_null(json, "name", victim->name);
		json_string(json, "organisation", victim->organisation);
		json_boolean(json, "repaired", victim->repaired);
		json_string(json, "side", verdict_side_name(victim->side));
		json_number(json, "probability", victim->probability, 3);
		json_close_object(json);
	}
	json_close_array(json);
	json_open_array(json, "sides");
	for (guint i = 0; i < verdict->sides->len; i++) {
		const RecipientSide *side = verdict->sides->pdata[i];
		json_open_object(json, NULL);
		json_string(json, "recipient", side->recipient);
		json_string(json, "side", verdict_side_name(side->side));
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_evidence(Json *json, const Verdict *verdict)
{
	json_open_array(json, "evidence");
	for (guint i = 0; i < verdict->evidence->len; i++) {
		const Evidence *evidence = verdict->evidence->pdata[i];
		json_open_object(json, NULL);
		json_string(json, "id", evidence->id);
		json_number(json, "weight", evidence->weight, 2);
		json_number(json, "strength", evidence->strength, 3);
		json_string(json, "reason", evidence->reason_en);
		if (evidence->detail[0] != '\0')
			json_string(json, "detail", evidence->detail);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_payload(Json *json, const Verdict *verdict)
{
	json_open_array(json, "payload");
	for (guint i = 0; i < verdict->payload->len; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		char hex[65] = "";
		for (guint byte = 0; payload->hashed && byte < 32; byte++)
			g_snprintf(hex + 2 * byte, 3, "%02x", payload->sha256[byte]);
		json_open_object(json, NULL);
		json_string(json, "kind", payload->kind);
		json_string(json, "name", payload->name);
		json_string_or_null(json, "sha256", hex);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_anomalies(Json *json, const EngineResult *result)
{
	json_open_array(json, "anomalies");
	guint32 anomalies = result->facts != NULL ? result->facts->anomalies : 0;
	for (guint bit = 0; bit < 32; bit++)
		if (anomalies & (1U << bit))
			json_string(json, NULL, anomaly_name(1U << bit));
	if (result->cut)
		json_string(json, NULL, "cut");
	json_close_array(json);
}

void verdict_json_fields(Json *json, const EngineResult *result)
{
	const Verdict *verdict = result->verdict;
	gboolean unscannable = verdict->kind == VERDICT_UNSCANNABLE;
	json_path(json, result->path);
	json_string_or_null(json, "message_id", unscannable ? "" : result->facts->message_id);
	json_string(json, "verdict", verdict_kind_name(verdict->kind));
	if (unscannable) {
		json_null(json, "score");
		json_null(json, "victim");
	} else {
		json_number(json, "score", verdict->score, 2);
		json_string_or_null(json, "sender", verdict->sender);
		write_claimed(json, verdict);
		write_conversation(json, verdict);
		write_victims(json, verdict);
		write_evidence(json, verdict);
		write_payload(json, verdict);
		write_anomalies(json, result);
	}
	json_string(json, "error", result->problem);
}

void verdict_json(Json *json, const EngineResult *result)
{
	json_open_object(json, NULL);
	verdict_json_fields(json, result);
	json_close_object(json);
}
