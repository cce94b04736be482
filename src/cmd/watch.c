/* SPDX-License-Identifier: Apache-2.0
 *
 * Watching: from a source of deliveries to the ledger and the screen.
 */
#include "cmd/watch.h"

#include <stdio.h>

#include "base/limits.h"
#include "cmd/print/delivery-json.h"
#include "cmd/print/verdict-json.h"
#include "cmd/print/verdict-text.h"

void watch_clear(Watch *watch)
{
	g_clear_pointer(&watch->sessions, g_ptr_array_unref);
}

static void print_json(const Watch *watch, const EngineResult *result)
{
	Json *json = watch->run.json;
	g_autofree char *digest =
		g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, result->raw->bytes);

	json_open_object(json, NULL);
	verdict_json_fields(json, result);
	delivery_json_fields(json, result->raw->delivery);
	json_string(json, "sha256", digest);
	json_boolean(json, "cut", result->cut);
	json_close_object(json);
}

static void report(const EngineResult *result, gpointer user_data)
{
	Watch *watch = user_data;

	run_count(&watch->run, result);
	if (watch->run.json != NULL) {
		print_json(watch, result);
	} else if (result->verdict->kind >= VERDICT_SUSPICIOUS) {
		progress_clear(watch->run.progress);
		verdict_text_brief(stdout, result);
		session_text_delivery(stdout, result->raw->delivery);
		putchar('\n');
	}
	if (watch->live)
		(void)fflush(stdout);
}

static void print_session(const Watch *watch, const Session *session)
{
	if (!watch->run.options->json) {
		session_text(stdout, session);
		return;
	}
	g_autoptr(Json) json = json_new(stdout);

	json_open_object(json, NULL);
	delivery_json_session(json, session);
	json_close_object(json);
}

/* Sessions end while messages are still being judged: only what comes live has nothing in between.
 */
static void list_session(Watch *watch, const Session *session)
{
	if (watch->live) {
		print_session(watch, session);
		(void)fflush(stdout);
		return;
	}
	if (watch->sessions == NULL)
		watch->sessions = g_ptr_array_new_with_free_func(session_free);
	if (watch->sessions->len >= LIMIT_SESSIONS)
		return;
	Session copy = session_copy(session);

	g_ptr_array_add(watch->sessions, g_memdup2(&copy, sizeof copy));
}

static void take_session(const Session *session, gpointer user_data)
{
	Watch *watch = user_data;

	session_counts_add(&watch->counts, session);
	engine_take_session(watch->run.engine, session);
	if (watch->lists_sessions)
		list_session(watch, session);
}

static void take_password(const Session *session, Span password, gpointer user_data)
{
	engine_take_password(((Watch *)user_data)->run.engine, session, password);
}

static void take_hash(const Session *session, const char *hash, gpointer user_data)
{
	engine_take_hash(((Watch *)user_data)->run.engine, session, hash);
}

SourceEvents watch_events(Watch *watch)
{
	return (SourceEvents){.complain = run_complain,
		.session = take_session,
		.password = take_password,
		.hash = take_hash,
		.user_data = watch};
}

void watch_run(Watch *watch, const Command *command, const Options *options, Source *source)
{
	run_source(&watch->run, command, options,
		(EngineOptions){.task = ENGINE_SCAN, .record = TRUE}, source, report);
}

void watch_summarise(const Watch *watch)
{
	const Run *run = &watch->run;

	for (guint i = 0; watch->sessions != NULL && i < watch->sessions->len; i++)
		print_session(watch, watch->sessions->pdata[i]);
	if (run->options->json || (run->failed && run->messages == 0))
		return;
	session_text_counts(stdout, &watch->counts);
	run_summarise(run, TRUE);
}
