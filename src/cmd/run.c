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

static void keep_silent(const char *path, const char *message, gpointer user_data)
{
}

static void step_only(const EngineResult *result, gpointer user_data)
{
	progress_step(((Run *)user_data)->progress);
}

/* One pass over all of OPTIONS' arguments; a REHEARSAL tells nothing. */
static gboolean pass(Run *run, gboolean rehearsal, EngineReport report, GError **error)
{
	g_autoptr(Source) source = source_new((const char *const *)run->options->arguments,
		rehearsal ? keep_silent : complain_of_path, run);
	g_autoptr(Progress) progress = progress_new(source);
	run->progress = progress;
	gboolean done = engine_run(run->engine, source, rehearsal ? step_only : report, run, error);
	run->complaints = source_complaints(source);
	progress_clear(progress);
	run->progress = NULL;
	return done;
}

static void run_passes(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report, gboolean rehearse)
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
	g_autoptr(Json) json = options->json ? json_new(stdout) : NULL;
	run->engine = engine;
	run->json = json;
	gint64 started = g_get_monotonic_time();
	gboolean done =
		(!rehearse || pass(run, TRUE, report, &error)) && pass(run, FALSE, report, &error);
	run->seconds = (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
	conclude(run, done, error);
	run->engine = NULL;
	run->json = NULL;
}

void run_engine(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report)
{
	run_passes(run, command, options, engine_options, report, FALSE);
}

void run_engine_twice(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report)
{
	run_passes(run, command, options, engine_options, report, TRUE);
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
