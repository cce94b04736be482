/* SPDX-License-Identifier: Apache-2.0
 *
 * Running the engine for a command.
 */
#include "cmd/run.h"

#include <stdio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "output/text.h"

static void complain_of_path(const char *path, const char *message, gpointer user_data)
{
	Run *run = user_data;
	g_autofree char *shown = text_safe(path);
	if (run->progress != NULL)
		progress_clear(run->progress);
	fprintf(stderr, "kith %s: %s: %s\n", run->command->name, shown, message);
}

static const char *advice_for(const GError *error)
{
	if (g_error_matches(error, KITH_ERROR, KITH_ERROR_STOPPED))
		return _("what was done so far is kept, run it again to go on");
	if (g_error_matches(error, KITH_ERROR, KITH_ERROR_SECRET))
		return _("kith init makes the state and its secret; --secret names another file");
	return NULL;
}

static void conclude(Run *run, gboolean done, const GError *error)
{
	if (done)
		return;
	run->interrupted = g_error_matches(error, KITH_ERROR, KITH_ERROR_STOPPED);
	run->failed = !run->interrupted;
	options_complain(run->command, run->interrupted ? _("stopped") : error->message);
	const char *advice = advice_for(error);
	if (advice != NULL)
		options_complain(run->command, advice);
}

void run_engine(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report)
{
	*run = (Run){.command = command, .options = options};
	g_autoptr(GError) error = NULL;
	engine_options.jobs = options->jobs;
	engine_options.stop = progress_stop_flag();
	g_autoptr(Engine) engine = engine_new(options->settings, &engine_options, &error);
	if (engine == NULL) {
		conclude(run, FALSE, error);
		return;
	}
	g_autoptr(Source) source =
		source_new((const char *const *)options->arguments, complain_of_path, run);
	g_autoptr(Progress) progress = progress_new(source);
	g_autoptr(Json) json = options->json ? json_new(stdout) : NULL;
	run->engine = engine;
	run->progress = progress;
	run->json = json;
	gint64 started = g_get_monotonic_time();
	gboolean done = engine_run(engine, source, report, run, &error);
	run->seconds = (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
	run->complaints = source_complaints(source);
	progress_clear(progress);
	conclude(run, done, error);
	run->engine = NULL;
	run->progress = NULL;
	run->json = NULL;
}

void run_count(Run *run, const EngineResult *result)
{
	run->messages++;
	run->bytes += result->bytes;
	run->verdicts[result->verdict->kind]++;
	run->fates[result->fate]++;
	run->sightings += result->sightings;
	progress_step(run->progress);
}

int run_status(const Run *run, gboolean found_matters)
{
	if (run->failed || run->complaints > 0 || run->verdicts[VERDICT_UNSCANNABLE] > 0)
		return EXIT_TROUBLE;
	if (run->interrupted)
		return EXIT_INTERRUPTED;
	gboolean found = run->verdicts[VERDICT_SUSPICIOUS] + run->verdicts[VERDICT_HIJACKED] > 0;
	return found && found_matters ? EXIT_FOUND : EXIT_NOTHING_FOUND;
}
