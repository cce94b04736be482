/* SPDX-License-Identifier: Apache-2.0
 *
 * kith pcap: the mail in captured network traffic, judged as kith scan judges it and recorded in
 * the ledger, with the SMTP sessions that it was sent in.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "cmd/print/delivery-json.h"
#include "cmd/print/session-text.h"
#include "cmd/print/verdict-json.h"
#include "cmd/print/verdict-text.h"
#include "cmd/run.h"
#include "output/text.h"

/* Run stands first: reports are given a Run. */
typedef struct Watch {
	Run run;
	char *interface; /* listened on, or NULL */
	char *tag;
	char *sample;
	gboolean lists_sessions;
	SessionCounts counts;
	GPtrArray *sessions; /* of Session, to be listed at the end */
} Watch;

static void watch_clear(Watch *watch)
{
	g_free(watch->interface);
	g_free(watch->tag);
	g_free(watch->sample);
	g_ptr_array_unref(watch->sessions);
}

/* ---- what is found ---- */

static void write_run(Json *json, const Watch *watch)
{
	if (watch->tag != NULL)
		json_string(json, "tag", watch->tag);
	if (watch->sample != NULL)
		json_string(json, "sample", watch->sample);
}

static void print_json(const Watch *watch, const EngineResult *result)
{
	Json *json = watch->run.json;
	g_autofree char *digest =
		g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, result->raw->bytes);

	json_open_object(json, NULL);
	verdict_json_fields(json, result);
	delivery_json_fields(json, result->raw->delivery, "capture");
	json_string(json, "sha256", digest);
	json_boolean(json, "cut", result->cut);
	write_run(json, watch);
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
	if (watch->interface != NULL)
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
	write_run(json, watch);
	json_close_object(json);
}

/* Sessions end while messages are still being judged: only live traffic has nothing in between. */
static void take_session(const Session *session, gpointer user_data)
{
	Watch *watch = user_data;

	session_counts_add(&watch->counts, session);
	if (!watch->lists_sessions)
		return;
	if (watch->interface != NULL) {
		print_session(watch, session);
	} else if (watch->sessions->len < LIMIT_SESSIONS) {
		Session copy = session_copy(session);

		g_ptr_array_add(watch->sessions, g_memdup2(&copy, sizeof copy));
	}
}

static void summarise(const Watch *watch)
{
	const Run *run = &watch->run;

	for (guint i = 0; i < watch->sessions->len; i++)
		print_session(watch, watch->sessions->pdata[i]);
	if (run->options->json || (run->failed && run->messages == 0))
		return;
	session_text_counts(stdout, &watch->counts);
	run_summarise(run, TRUE);
}

/* ---- what was asked for ---- */

static gboolean check_options(const Command *command, const Watch *watch, const Options *options)
{
	if ((options->arguments[0] == NULL) != (watch->interface != NULL)) {
		options_complain(command, _("captures are named, or one interface with -i"));
		return FALSE;
	}
	return options_check_sample(command, watch->sample);
}

static Source *open_source(Watch *watch, const Options *options, GError **error)
{
	if (watch->interface != NULL)
		return source_new_live(watch->interface, progress_stop_flag(), take_session,
			run_complain, watch, error);
	return source_new_captures(
		(const char *const *)options->arguments, take_session, run_complain, watch);
}

static int run_watch(Watch *watch, const Command *command, const Options *options)
{
	g_autoptr(GError) error = NULL;

	if (!check_options(command, watch, options))
		return EXIT_TROUBLE;
	g_autoptr(Source) source = open_source(watch, options, &error);

	if (source == NULL) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	run_source(&watch->run, command, options,
		(EngineOptions){.task = ENGINE_SCAN, .record = TRUE}, source, report);
	summarise(watch);
	return run_status(&watch->run, TRUE);
}

int command_pcap(const Command *command, int argc, char **argv)
{
	Watch watch = {.sessions = g_ptr_array_new_with_free_func(session_free)};
	const GOptionEntry entries[] = {
		{"interface", 'i', 0, G_OPTION_ARG_STRING, &watch.interface,
			N_("listen on this network interface"), N_("NAME")},
		{"sessions", 0, 0, G_OPTION_ARG_NONE, &watch.lists_sessions,
			N_("list each SMTP session, those without messages too"), NULL},
		{"tag", 0, 0, G_OPTION_ARG_STRING, &watch.tag,
			N_("a name for this run, given with everything found"), N_("NAME")},
		{"sample", 0, 0, G_OPTION_ARG_STRING, &watch.sample,
			N_("SHA-256 of the program that ran"), N_("HASH")},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, G_MAXINT);
	int status = options != NULL ? run_watch(&watch, command, options) : EXIT_TROUBLE;

	watch_clear(&watch);
	return status;
}
