/* SPDX-License-Identifier: Apache-2.0
 *
 * Running the engine for a command.
 */
#include "cmd/run.h"

#include <stdio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/care/replacement.h"
#include "cmd/print/verdict-text.h"
#include "output/text.h"
#include "report/attribution.h"

void run_complain(const char *path, const char *message, gpointer user_data)
{
	Run *run = user_data;
	g_autofree char *shown = text_safe(path);
	if (run->progress != NULL)
		progress_clear(run->progress);
	fprintf(stderr, "kith %s: %s: %s\n", run->command->name, shown, message);
}

static const char *advice_for(const Run *run, const GError *error)
{
	if (g_error_matches(error, KITH_ERROR, KITH_ERROR_STOPPED) && !run->keeps)
		return NULL;
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
	const char *advice = advice_for(run, error);
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

/* One pass over SOURCE. */
static gboolean pass(Run *run, Source *source, EngineReport report, GError **error)
{
	g_autoptr(Progress) progress = progress_new(source);
	run->progress = progress;
	gboolean done = engine_run(run->engine, source, report, run, error);
	run->complaints = source_complaints(source);
	progress_clear(progress);
	run->progress = NULL;
	return done;
}

/* One over all of OPTIONS' arguments that tells nothing. */
static gboolean rehearse(Run *run, GError **error)
{
	g_autoptr(Source) source =
		source_new((const char *const *)run->options->arguments, keep_silent, run);
	return pass(run, source, step_only, error);
}

static void run_passes(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, Source *source, EngineReport report, gboolean rehearsed)
{
	*run = (Run){.command = command,
		.options = options,
		.keeps = engine_options.task == ENGINE_LEARN || engine_options.learn ||
			 engine_options.record};
	g_autoptr(GError) error = NULL;
	engine_options.jobs = options->jobs;
	/* A live source ends itself: what it still holds is to be judged. */
	engine_options.stop = source_stops(source) ? NULL : progress_stop_flag();
	g_autoptr(Engine) engine = replacement_clean(options->settings->state, &error)
					   ? engine_new(options->settings, &engine_options, &error)
					   : NULL;
	if (engine == NULL) {
		conclude(run, FALSE, error);
		return;
	}
	g_autoptr(Json) json = options->json ? json_new(stdout) : NULL;
	run->engine = engine;
	run->json = json;
	gint64 started = g_get_monotonic_time();
	gboolean done = (!rehearsed || rehearse(run, &error)) && pass(run, source, report, &error);
	run->seconds = (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
	conclude(run, done, error);
	run->engine = NULL;
	run->json = NULL;
	g_clear_pointer(&engine, engine_free); /* it may hold the ledger, after a failure */
	if (engine_options.record && !run->failed)
		attribution_keep_up(options->settings->state);
}

void run_source(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, Source *source, EngineReport report)
{
	run_passes(run, command, options, engine_options, source, report, FALSE);
}

void run_engine(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report)
{
	g_autoptr(Source) source =
		source_new((const char *const *)options->arguments, run_complain, run);
	run_passes(run, command, options, engine_options, source, report, FALSE);
}

void run_engine_twice(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report)
{
	g_autoptr(Source) source =
		source_new((const char *const *)options->arguments, run_complain, run);
	run_passes(run, command, options, engine_options, source, report, TRUE);
}

void run_count(Run *run, const EngineResult *result)
{
	run->messages++;
	run->bytes += result->bytes;
	run->verdicts[result->verdict->kind]++;
	run->fates[result->fate]++;
	run->sightings += result->sightings;
	run->cold |= result->recall != NULL && result->recall->empty;
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

void run_summarise(const Run *run, gboolean recorded)
{
	g_autofree char *judged = text_number(run->messages);
	g_autofree char *learned = text_number(run->fates[FATE_LEARNED]);
	printf(_("%s messages judged in %.1f s\n"), judged, run->seconds);
	if (run->cold)
		printf(_("nothing was learned before: by the messages alone\n"));
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
