/* SPDX-License-Identifier: Apache-2.0
 *
 * kith scan: judge mail. Nothing is written unless --learn or --record is given.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/run.h"
#include "cmd/verdict-json.h"
#include "cmd/verdict-text.h"
#include "output/text.h"

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

static void print_count(VerdictKind kind, guint64 count, const char *meaning)
{
	if (count == 0 && kind == VERDICT_UNSCANNABLE)
		return;
	const char *name = verdict_text_kind(kind);
	g_autofree char *number = text_number(count);
	printf("  %s%s%s%*s%9s  %s%s%s\n",
		count > 0 ? text_colour(stdout, verdict_text_colour(kind)) : "", name,
		text_colour(stdout, COLOUR_NONE), (int)(13 - MIN(text_width(name), 12)), "", number,
		text_colour(stdout, COLOUR_DIM), meaning, text_colour(stdout, COLOUR_NONE));
}

static void summarise(const Run *run, gboolean recorded)
{
	g_autofree char *judged = text_number(run->messages);
	g_autofree char *learned = text_number(run->fates[FATE_LEARNED]);
	printf(_("%s messages judged in %.1f s\n"), judged, run->seconds);
	print_count(VERDICT_HIJACKED, run->verdicts[VERDICT_HIJACKED],
		_("a stolen conversation, with something to open"));
	print_count(VERDICT_SUSPICIOUS, run->verdicts[VERDICT_SUSPICIOUS],
		_("contradicts what is known"));
	print_count(VERDICT_UNVERIFIED, run->verdicts[VERDICT_UNVERIFIED],
		_("a reply from somebody new, to nothing that is known"));
	print_count(VERDICT_CLEAN, run->verdicts[VERDICT_CLEAN], "");
	print_count(VERDICT_UNSCANNABLE, run->verdicts[VERDICT_UNSCANNABLE],
		_("could not be read safely: treat as suspicious"));
	if (run->fates[FATE_LEARNED] > 0)
		printf(_("%s of them learned\n"), learned);
	if (recorded) {
		g_autofree char *sightings = text_number(run->sightings);
		printf(_("%s sightings new in the ledger\n"), sightings);
	}
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
		summarise(&run, engine_options.record);
	return run_status(&run, TRUE);
}
