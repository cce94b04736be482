/* SPDX-License-Identifier: Apache-2.0
 *
 * kith eval: how well labelled mail is judged. Learns into a memory of its own; the user's state is
 * not touched.
 */
#include <errno.h>
#include <stdio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/options.h"
#include "cmd/print/progress.h"
#include "eval/report.h"
#include "output/text.h"

/* The command's own options. */
typedef struct Request {
	char **learn, **outgoing, **benign;
	gboolean cold, warm;
	char *svg, *reliability, *candidates;
} Request;

typedef struct Watch {
	const Command *command;
	Progress *progress; /* NULL between sources */
} Watch;

static void complain_of_path(const char *path, const char *message, gpointer user_data)
{
	Watch *watch = user_data;
	g_autofree char *shown = text_safe(path);
	if (watch->progress != NULL)
		progress_clear(watch->progress);
	fprintf(stderr, "kith %s: %s: %s\n", watch->command->name, shown, message);
}

static void on_begin(const Source *source, gpointer user_data)
{
	Watch *watch = user_data;
	watch->progress = progress_new(source);
}

static void on_step(gpointer user_data)
{
	Watch *watch = user_data;
	progress_step(watch->progress);
}

static void on_end(gpointer user_data)
{
	Watch *watch = user_data;
	g_clear_pointer(&watch->progress, progress_free);
}

/* What can be read of what is to be judged; RET_COMPLAINTS counts the rest. */
static Corpus *gather(
	const Command *command, char *const *labelled, char *const *benign, guint *ret_complaints)
{
	Corpus *corpus = corpus_new();
	for (guint i = 0; labelled[i] != NULL; i++) {
		g_autoptr(GError) error = NULL;
		if (corpus_add_labelled(corpus, labelled[i], &error))
			continue;
		g_autofree char *shown = text_safe(error->message);
		options_complain(command, shown);
		++*ret_complaints;
	}
	for (guint i = 0; benign != NULL && benign[i] != NULL; i++) {
		g_autoptr(GError) error = NULL;
		if (corpus_add_honest(corpus, benign[i], &error))
			continue;
		options_complain(command, error->message);
		++*ret_complaints;
	}
	return corpus;
}

static gboolean write_svg(const Command *command, const Measurement *measurement,
	char *(*report)(const Measurement *), const char *path)
{
	if (path == NULL)
		return TRUE;
	g_autoptr(GError) error = NULL;
	g_autofree char *svg = report(measurement);
	if (g_file_set_contents(path, svg, -1, &error))
		return TRUE;
	options_complain(command, error->message);
	return FALSE;
}

static gboolean write_candidates(
	const Command *command, const Measurement *measurement, const char *path)
{
	static const char *const names[PASS_COUNT] = {[PASS_WARM] = "warm", [PASS_COLD] = "cold"};
	FILE *stream = path != NULL ? fopen(path, "we") : NULL;
	for (guint i = 0; stream != NULL && i < PASS_COUNT; i++)
		attribution_write(measurement->passes[i].attribution, names[i], stream);
	if (path == NULL || (stream != NULL && fclose(stream) == 0))
		return TRUE;
	g_autofree char *problem = g_strdup_printf("%s: %s", path, g_strerror(errno));
	options_complain(command, problem);
	return FALSE;
}

static int conclude_failure(const Command *command, const GError *error)
{
	gboolean interrupted = g_error_matches(error, KITH_ERROR, KITH_ERROR_STOPPED);
	g_autofree char *message = text_safe(error->message);
	options_complain(command, interrupted ? _("stopped; nothing is left behind") : message);
	return interrupted ? EXIT_INTERRUPTED : EXIT_TROUBLE;
}

static MeasureOptions measure_options(const Options *options, const Request *request, Watch *watch)
{
	gboolean teaches = request->learn != NULL || request->outgoing != NULL;
	return (MeasureOptions){.settings = options->settings,
		.jobs = options->jobs,
		.outgoing = (const char *const *)request->outgoing,
		.learn = (const char *const *)request->learn,
		.passes = {[PASS_WARM] = teaches && !request->cold, [PASS_COLD] = !request->warm},
		.stop = progress_stop_flag_patient(),
		.begin = on_begin,
		.step = on_step,
		.end = on_end,
		.complain = complain_of_path,
		.user_data = watch};
}

static int evaluate(const Command *command, const Options *options, const Request *request)
{
	guint complaints = 0;
	Corpus *corpus = gather(command, options->arguments, request->benign, &complaints);
	g_autoptr(Measurement) measurement = measurement_new(corpus);
	Watch watch = {.command = command};
	MeasureOptions measuring = measure_options(options, request, &watch);
	g_autoptr(GError) error = NULL;
	if (corpus->files->len == 0)
		return EXIT_TROUBLE;
	if (!measurement_run(measurement, &measuring, &error))
		return conclude_failure(command, error);
	if (options->json)
		report_json(measurement, stdout);
	else
		report_text(measurement, stdout);
	gboolean written =
		write_svg(command, measurement, report_svg, request->svg) &&
		write_svg(command, measurement, report_reliability, request->reliability) &&
		write_candidates(command, measurement, request->candidates);
	complaints += measurement->complaints;
	return written && complaints == 0 && measurement->unscannable == 0 ? EXIT_NOTHING_FOUND
									   : EXIT_TROUBLE;
}

static gboolean check(const Command *command, const Request *request)
{
	const char *problem = NULL;
	if (request->cold && request->warm)
		problem = _("--cold and --warm exclude each other");
	else if (request->warm && request->learn == NULL && request->outgoing == NULL)
		problem = _("--warm needs something to learn: --learn or --outgoing");
	if (problem != NULL)
		options_complain(command, problem);
	return problem == NULL;
}

int command_eval(const Command *command, int argc, char **argv)
{
	Request request = {0};
	const GOptionEntry entries[] = {
		{"learn", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &request.learn,
			N_("past mail to learn first; may be repeated"), N_("PATH")},
		{"outgoing", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &request.outgoing,
			N_("past mail that our own people sent; may be repeated"), N_("PATH")},
		{"benign", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &request.benign,
			N_("honest mail to judge; may be repeated"), N_("PATH")},
		{"cold", 0, 0, G_OPTION_ARG_NONE, &request.cold,
			N_("judge with nothing learned only"), NULL},
		{"warm", 0, 0, G_OPTION_ARG_NONE, &request.warm,
			N_("judge with what was learned only"), NULL},
		{"svg", 0, 0, G_OPTION_ARG_FILENAME, &request.svg, N_("write a chart to FILE"),
			N_("FILE")},
		{"reliability", 0, 0, G_OPTION_ARG_FILENAME, &request.reliability,
			N_("write a chart of how far probabilities can be believed to FILE"),
			N_("FILE")},
		{"candidates", 0, 0, G_OPTION_ARG_FILENAME, &request.candidates,
			N_("write the mailboxes that each attack may come out of to FILE"),
			N_("FILE")},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, G_MAXINT);
	int status = options != NULL && check(command, &request)
			     ? evaluate(command, options, &request)
			     : EXIT_TROUBLE;
	g_strfreev(request.learn);
	g_strfreev(request.outgoing);
	g_strfreev(request.benign);
	g_free(request.svg);
	g_free(request.reliability);
	g_free(request.candidates);
	return status;
}
