/* SPDX-License-Identifier: Apache-2.0
 *
 * kith learn: feed past mail to memory. What looks hijacked is skipped and listed.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/print/verdict-json.h"
#include "cmd/print/verdict-text.h"
#include "cmd/run.h"
#include "output/text.h"

static const char *reason_of(const EngineResult *result)
{
	if (result->facts == NULL)
		return result->problem;
	if (result->fate == FATE_FORGOTTEN)
		return _("not learned: its author was forgotten (kith forget --undo lifts that)");
	if (result->recall->mark == MARK_HIJACKED)
		return _("not learned: it is marked as hijacked");
	return _("not learned: it looks hijacked (--trust learns it all the same)");
}

static void report(const EngineResult *result, gpointer user_data)
{
	Run *run = user_data;
	run_count(run, result);
	if (result->fate != FATE_SKIPPED && result->fate != FATE_FORGOTTEN)
		return;
	progress_clear(run->progress);
	if (run->json != NULL) {
		verdict_json(run->json, result);
		return;
	}
	g_autofree char *path = text_safe(result->path);
	printf("%s: %s\n", path, reason_of(result));
}

static guint64 skipped_count(const Run *run)
{
	return run->fates[FATE_SKIPPED] + run->fates[FATE_FORGOTTEN];
}

static void summarise(const Run *run)
{
	g_autofree char *read = text_number(run->messages);
	g_autofree char *learned = text_number(run->fates[FATE_LEARNED]);
	g_autofree char *known = text_number(run->fates[FATE_KNOWN]);
	g_autofree char *skipped = text_number(skipped_count(run));
	printf(_("%s messages read: %s learned, %s known before, %s skipped (%.1f s)\n"), read,
		learned, known, skipped, run->seconds);
}

static void summarise_json(const Run *run)
{
	g_autoptr(Json) json = json_new(stdout);
	json_open_object(json, NULL);
	json_integer(json, "messages", (gint64)run->messages);
	json_integer(json, "learned", (gint64)run->fates[FATE_LEARNED]);
	json_integer(json, "known", (gint64)run->fates[FATE_KNOWN]);
	json_integer(json, "skipped", (gint64)skipped_count(run));
	json_close_object(json);
}

int command_learn(const Command *command, int argc, char **argv)
{
	EngineOptions engine_options = {.task = ENGINE_LEARN};
	const GOptionEntry entries[] = {
		{"outgoing", 0, 0, G_OPTION_ARG_NONE, &engine_options.outgoing,
			N_("this is mail that our own people sent"), NULL},
		{"trust", 0, 0, G_OPTION_ARG_NONE, &engine_options.trust,
			N_("learn also what looks hijacked"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, G_MAXINT);
	if (options == NULL)
		return EXIT_TROUBLE;
	Run run;
	run_engine(&run, command, options, engine_options, report);
	if (!run.failed || run.messages > 0) {
		if (options->json)
			summarise_json(&run);
		else
			summarise(&run);
	}
	return run_status(&run, FALSE);
}
