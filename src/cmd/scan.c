/* SPDX-License-Identifier: Apache-2.0
 *
 * kith scan: judge mail. Nothing is written unless --learn or --record is given.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/print/verdict-json.h"
#include "cmd/print/verdict-text.h"
#include "cmd/run.h"

static void report(const EngineResult *result, gpointer user_data)
{
	Run *run = user_data;
	run_count(run, result);
	if (run->json != NULL) {
		verdict_json(run->json, result);
		return;
	}
	if (result->verdict->kind < VERDICT_SUSPICIOUS)
		return;
	progress_clear(run->progress);
	verdict_text_brief(stdout, result);
	putchar('\n');
}

int command_scan(const Command *command, int argc, char **argv)
{
	EngineOptions engine_options = {.task = ENGINE_SCAN};
	const GOptionEntry entries[] = {
		{"learn", 0, 0, G_OPTION_ARG_NONE, &engine_options.learn,
			N_("learn each message after its judgement when it is clean or unverified"),
			NULL},
		{"record", 0, 0, G_OPTION_ARG_NONE, &engine_options.record,
			N_("record in the ledger what is not clean, and to whom it came"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, G_MAXINT);
	if (options == NULL)
		return EXIT_TROUBLE;
	Run run;
	run_engine(&run, command, options, engine_options, report);
	if (!options->json && (!run.failed || run.messages > 0))
		run_summarise(&run, engine_options.record);
	return run_status(&run, TRUE);
}
