/* SPDX-License-Identifier: Apache-2.0
 *
 * kith explain: all about one message: claims, what memory knows, evidence with weights,
 * attribution. Redacted, it is a specimen fit to show.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/print/verdict-json.h"
#include "cmd/print/verdict-text.h"
#include "cmd/run.h"
#include "report/specimen/redact.h"
#include "report/specimen/specimen.h"

static void report(const EngineResult *result, gpointer user_data)
{
	Run *run = user_data;
	run_count(run, result);
	progress_clear(run->progress);
	if (run->json != NULL)
		verdict_json(run->json, result);
	else
		verdict_text_full(stdout, result, engine_memory(run->engine));
}

static void print_specimen(const EngineResult *redacted)
{
	printf("%s\n\n", _("The same stand-in is the same person, organisation, host or message."));
	specimen_print(redacted->facts, redacted->verdict, stdout);
	putchar('\n');
	verdict_text_full(stdout, redacted, NULL);
}

/* Path and problem are left out too: they may name somebody. */
static void report_redacted(const EngineResult *result, gpointer user_data)
{
	Run *run = user_data;
	run_count(run, result);
	progress_clear(run->progress);
	if (result->facts == NULL) {
		options_complain(run->command, _("it could not be read safely: nothing is shown"));
		return;
	}
	g_autoptr(Aliases) aliases = aliases_new();
	g_autoptr(Facts) facts = redact_facts(aliases, result->facts, result->verdict);
	g_autoptr(Verdict) verdict = redact_verdict(aliases, result->verdict);
	EngineResult redacted = *result;
	redacted.path = run->json != NULL ? "specimen" : _("specimen");
	redacted.facts = facts;
	redacted.verdict = verdict;
	if (run->json != NULL)
		verdict_json(run->json, &redacted);
	else
		print_specimen(&redacted);
}

int command_explain(const Command *command, int argc, char **argv)
{
	gboolean redact = FALSE;
	const GOptionEntry entries[] = {
		{"redact", 0, 0, G_OPTION_ARG_NONE, &redact,
			N_("show the message with everything personal replaced, fit to publish"),
			NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, 1);
	if (options == NULL)
		return EXIT_TROUBLE;
	Run run;
	run_engine(&run, command, options, (EngineOptions){.task = ENGINE_SCAN},
		redact ? report_redacted : report);
	return run_status(&run, TRUE);
}
