/* SPDX-License-Identifier: Apache-2.0
 *
 * Every file is judged by an engine of its own, so that the verdicts are those of `kith scan FILE`:
 * nothing that is remembered within one run helps or harms another group.
 */
#include "eval/measure.h"

#include <inttypes.h>
#include <math.h>

#include "base/error.h"
#include "base/i18n.h"
#include "engine/engine.h"
#include "eval/scratch.h"

typedef struct Run {
	Measurement *measurement;
	const MeasureOptions *options;
	Scratch *scratch;
} Run;

/* One file that is being judged. */
typedef struct Judging {
	Run *run;
	Pass *pass;
	const LabelledFile *file;
	guint64 messages;
} Judging;

Measurement *measurement_new(Corpus *take_corpus)
{
	Measurement *measurement = g_new0(Measurement, 1);
	measurement->corpus = take_corpus;
	for (guint i = 0; i < PASS_COUNT; i++) {
		measurement->passes[i].tallies = g_new0(Tally, take_corpus->groups->len);
		measurement->passes[i].roc = roc_new();
		measurement->passes[i].attribution = attribution_new();
	}
	return measurement;
}

void measurement_free(Measurement *measurement)
{
	if (measurement == NULL)
		return;
	for (guint i = 0; i < PASS_COUNT; i++) {
		g_free(measurement->passes[i].tallies);
		roc_free(measurement->passes[i].roc);
		attribution_free(measurement->passes[i].attribution);
	}
	corpus_free(measurement->corpus);
	g_free(measurement);
}

static void note(Run *run, const EngineResult *result)
{
	const MeasureOptions *options = run->options;
	options->step(options->user_data);
	if (result->verdict->kind != VERDICT_UNSCANNABLE)
		return;
	run->measurement->unscannable++;
	options->complain(result->path, result->problem, options->user_data);
}

static void on_learned(const EngineResult *result, gpointer user_data)
{
	Run *run = user_data;
	Measurement *measurement = run->measurement;
	note(run, result);
	measurement->lesson.messages++;
	measurement->lesson.learned += result->fate == FATE_LEARNED;
	measurement->lesson.known += result->fate == FATE_KNOWN;
	measurement->lesson.skipped += result->fate == FATE_SKIPPED;
}

/* What can be said against kith where it could not read a message. */
static double score_of(const Verdict *verdict, gboolean attack)
{
	if (verdict->kind != VERDICT_UNSCANNABLE)
		return verdict->score;
	return attack ? -(double)INFINITY : (double)INFINITY;
}

static void on_judged(const EngineResult *result, gpointer user_data)
{
	Judging *judging = user_data;
	const LabelledFile *file = judging->file;
	note(judging->run, result);
	guint64 at = judging->messages++;
	if (file->labels != NULL && at >= file->labels->len)
		return;
	Label whole = {.group = file->group, .victim = "", .campaign = ""};
	const Label *label =
		file->labels != NULL ? &g_array_index(file->labels, Label, at) : &whole;
	const Group *group = label->group;
	tally_count(&judging->pass->tallies[group->number], result, label);
	if (group->attack)
		attribution_add(judging->pass->attribution, label, result->verdict);
	roc_add(judging->pass->roc, score_of(result->verdict, group->attack), group->attack);
}

/* Run PATHS through an engine of its own; the time goes to RET_SECONDS. */
static gboolean run_paths(Run *run, const EngineOptions *task, const Settings *settings,
	const char *const *paths, EngineReport report, gpointer user_data, double *seconds,
	GError **error)
{
	const MeasureOptions *options = run->options;
	EngineOptions engine_options = *task;
	engine_options.jobs = options->jobs;
	engine_options.stop = options->stop;
	g_autoptr(Engine) engine = engine_new(settings, &engine_options, error);
	if (engine == NULL)
		return FALSE;
	g_autoptr(Source) source = source_new(paths, options->complain, options->user_data);
	options->begin(source, options->user_data);
	gint64 started = g_get_monotonic_time();
	gboolean done = engine_run(engine, source, report, user_data, error);
	*seconds += (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
	options->end(options->user_data);
	run->measurement->complaints += source_complaints(source);
	return done;
}

static gboolean learn(Run *run, const char *const *paths, gboolean outgoing, GError **error)
{
	if (paths == NULL || paths[0] == NULL)
		return TRUE;
	EngineOptions task = {.task = ENGINE_LEARN, .outgoing = outgoing};
	Measurement *measurement = run->measurement;
	measurement->lesson.done = TRUE;
	return run_paths(run, &task, scratch_warm(run->scratch), paths, on_learned, run,
		&measurement->lesson.seconds, error);
}

static gboolean check_count(const Judging *judging, GError **error)
{
	const GArray *labels = judging->file->labels;
	if (labels == NULL || judging->messages == labels->len)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("%s: %" PRIu64 " messages, but %u labels in truth.jsonl"), judging->file->path,
		judging->messages, labels->len);
	return FALSE;
}

static gboolean judge_file(Run *run, PassKind kind, const LabelledFile *file, GError **error)
{
	const char *const paths[] = {file->path, NULL};
	Judging judging = {.run = run, .pass = &run->measurement->passes[kind], .file = file};
	EngineOptions task = {.task = ENGINE_SCAN};
	const Settings *settings =
		kind == PASS_WARM ? scratch_warm(run->scratch) : scratch_cold(run->scratch);
	return run_paths(run, &task, settings, paths, on_judged, &judging, &judging.pass->seconds,
		       error) &&
	       check_count(&judging, error);
}

static gboolean judge(Run *run, PassKind kind, GError **error)
{
	const GPtrArray *files = run->measurement->corpus->files;
	for (guint i = 0; i < files->len; i++)
		if (!judge_file(run, kind, files->pdata[i], error))
			return FALSE;
	attribution_evaluate(run->measurement->passes[kind].attribution);
	run->measurement->passes[kind].done = TRUE;
	return TRUE;
}

gboolean measurement_run(Measurement *measurement, const MeasureOptions *options, GError **error)
{
	g_autoptr(Scratch) scratch = scratch_new(options->settings, error);
	if (scratch == NULL)
		return FALSE;
	Run run = {.measurement = measurement, .options = options, .scratch = scratch};
	if (options->passes[PASS_WARM] && (!learn(&run, options->outgoing, TRUE, error) ||
						  !learn(&run, options->learn, FALSE, error)))
		return FALSE;
	for (guint kind = 0; kind < PASS_COUNT; kind++)
		if (options->passes[kind] && !judge(&run, kind, error))
			return FALSE;
	return TRUE;
}

Tally measurement_sum(const Measurement *measurement, PassKind pass, gboolean attack)
{
	Tally sum = {0};
	const GPtrArray *groups = measurement->corpus->groups;
	for (guint i = 0; i < groups->len; i++)
		if (((const Group *)groups->pdata[i])->attack == attack)
			tally_add(&sum, &measurement->passes[pass].tallies[i]);
	return sum;
}

PassKind measurement_any(const Measurement *measurement)
{
	guint pass = 0;
	while (pass < PASS_COUNT && !measurement->passes[pass].done)
		pass++;
	return pass;
}
