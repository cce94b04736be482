/* SPDX-License-Identifier: Apache-2.0
 *
 * Sessions as JSON. There is no password in what is written here: none is kept.
 */
#include "cmd/print/delivery-json.h"

static void write_endpoint(Json *json, const char *key, const Endpoint *endpoint)
{
	g_autofree char *text = endpoint_text(endpoint);

	json_string(json, key, text);
}

/* Fields of SESSION within an open object. */
static void write_session(Json *json, const Session *session)
{
	write_endpoint(json, "client", &session->client);
	write_endpoint(json, "server", &session->server);
	json_time(json, "begun", session->begun / G_USEC_PER_SEC);
	json_string_or_null(json, "helo", session->helo);
	json_string(json, "mechanism", smtp_auth_mechanism_name(session->mechanism));
	json_open_array(json, "marks");
	for (guint i = 0; i < SESSION_MARKS; i++)
		if (session->marks & (1U << i))
			json_string(json, NULL, session_mark_name(i));
	json_close_array(json);
}

static void write_relay(Json *json, const Session *session)
{
	g_autofree char *server = endpoint_address(&session->server);
	g_autofree char *client = endpoint_address(&session->client);

	json_open_object(json, "relay");
	json_string_or_null(json, "account", session->account);
	json_string(json, "host", session->server_name != NULL ? session->server_name : server);
	json_string(json, "client", client);
	json_close_object(json);
}

static void write_run(Json *json, const Session *session)
{
	if (session->tag != NULL)
		json_string(json, "tag", session->tag);
	if (session->sample != NULL)
		json_string(json, "sample", session->sample);
}

void delivery_json_fields(Json *json, const Delivery *delivery)
{
	json_time(json, "time", delivery->time / G_USEC_PER_SEC);
	json_string(json, "source", session_source_name(delivery->session.source));
	write_relay(json, &delivery->session);
	json_string(json, "mail_from", delivery->mail_from);
	json_open_array(json, "rcpt_to");
	for (guint i = 0; i < delivery->rcpt_to->len; i++)
		json_string(json, NULL, delivery->rcpt_to->pdata[i]);
	json_close_array(json);
	json_open_object(json, "session");
	write_session(json, &delivery->session);
	json_integer(json, "transaction", delivery->transaction);
	json_integer(json, "refused", delivery->refused);
	if (delivery->code != 0)
		json_integer(json, "answer", delivery->code);
	else
		json_null(json, "answer");
	json_close_object(json);
	write_run(json, &delivery->session);
}

void delivery_json_session(Json *json, const Session *session)
{
	json_open_object(json, "session");
	write_session(json, session);
	json_time(json, "ended", session->ended / G_USEC_PER_SEC);
	write_relay(json, session);
	json_integer(json, "attempts", session->attempts);
	json_integer(json, "messages", session->messages);
	json_close_object(json);
	write_run(json, session);
}
