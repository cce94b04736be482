/* SPDX-License-Identifier: Apache-2.0
 *
 * kith explain: all about one message: claims, what memory knows, evidence with weights,
 * attribution.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/run.h"
#include "cmd/verdict-json.h"
#include "cmd/verdict-text.h"

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

int command_explain(const Command *command, int argc, char **argv)
{
	g_autoptr(Options) options = options_parse(command, NULL, argc, argv, 1, 1);
	if (options == NULL)
		return EXIT_TROUBLE;
	Run run;
	run_engine(&run, command, options, (EngineOptions){.task = ENGINE_SCAN}, report);
	return run_status(&run, TRUE);
}
