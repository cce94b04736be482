/* SPDX-License-Identifier: Apache-2.0
 *
 * kith export: what was found, for every other defence, as files that they read.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/report/report.h"
#include "report/attribution.h"
#include "report/coverage/publish.h"
#include "report/period.h"

enum { highest_confidence = 99 };

typedef struct Request {
	char *since, *expire, *allow, *tlp, *out, *all;
	gint confidence;
	gboolean share, list;
	const Format *format; /* NULL: every one */
	CoverageOptions options;
} Request;

static void request_clear(Request *request)
{
	char *const texts[] = {request->since, request->expire, request->allow, request->tlp,
		request->out, request->all};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Request, request_clear)

static int list_formats(const Options *options)
{
	static const Column columns[] = {
		{"name", N_("Format"), CELL_TEXT},
		{"file", N_("File"), CELL_TEXT},
		{"summary", N_("What it is"), CELL_WORD},
	};
	g_autoptr(Writer) writer = writer_new(options->json ? &writer_json : &writer_table, columns,
		G_N_ELEMENTS(columns), stdout);
	for (guint i = 0; format_table[i] != NULL; i++) {
		const Format *format = format_table[i];
		const Cell cells[] = {
			{.text = format->name}, {.text = format->file}, {.text = format->summary}};
		writer_row(writer, cells);
	}
	return EXIT_NOTHING_FOUND;
}

/* What is wrong with the arguments; NULL when nothing is. */
static const char *check_target(Request *request, char *const *arguments)
{
	gboolean named = arguments[0] != NULL;
	if (request->list)
		return named || request->all != NULL ? _("--list stands alone") : NULL;
	if (named == (request->all != NULL))
		return _("name a format, or a directory for all with --all DIR; --list tells them");
	if (request->all != NULL)
		return request->out != NULL ? _("--all and --out exclude each other") : NULL;
	request->format = format_find(arguments[0]);
	return request->format == NULL ? _("there is no such format; --list tells them") : NULL;
}

static const char *check_values(Request *request)
{
	CoverageOptions *options = &request->options;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	if (request->since != NULL && !period_parse(request->since, now, &options->filter.since))
		return _("--since takes a time: 2020-01-30, 2020-01-30T10:00:00Z or 7d");
	if (request->expire != NULL && !period_parse_age(request->expire, &options->lifetime))
		return _("--expire takes an age such as 30d");
	if (request->confidence < 0 || request->confidence > highest_confidence)
		return _("--min-confidence takes a number from 0 to 99");
	if (request->tlp != NULL && !report_read_tlp(request->tlp))
		return _("--tlp takes CLEAR, GREEN, AMBER, AMBER+STRICT or RED");
	options->confidence = (guint)request->confidence;
	options->share = request->share;
	options->tlp = request->tlp != NULL ? request->tlp : "AMBER";
	return NULL;
}

static gboolean publish(const Options *options, Request *request, GError **error)
{
	g_autoptr(Allowed) allowed = allowed_new(options->settings->organisation);
	request->options.allowed = allowed;
	if (request->allow != NULL && !allowed_read(allowed, request->allow, error))
		return FALSE;
	g_autoptr(Ledger) ledger = attribution_open(options->settings->state, error);
	g_autoptr(Coverage) coverage =
		ledger != NULL ? coverage_new(ledger, &request->options, options->settings, error)
			       : NULL;
	if (coverage == NULL)
		return FALSE;
	if (request->all != NULL)
		return publish_all(coverage, request->all, error);
	if (request->out != NULL)
		return publish_file(coverage, request->format, request->out, error);
	return publish_stream(coverage, request->format, stdout, error);
}

static int run(const Command *command, const Options *options, Request *request)
{
	const char *problem = check_target(request, options->arguments);
	if (problem == NULL && request->list)
		return list_formats(options);
	if (problem == NULL)
		problem = check_values(request);
	g_autoptr(GError) error = NULL;
	if (problem == NULL && publish(options, request, &error))
		return EXIT_NOTHING_FOUND;
	options_complain(command, problem != NULL ? problem : error->message);
	return EXIT_TROUBLE;
}

int command_export(const Command *command, int argc, char **argv)
{
	g_auto(Request) request = {.confidence = COVERAGE_CONFIDENCE};
	const GOptionEntry entries[] = {
		{"all", 0, 0, G_OPTION_ARG_FILENAME, &request.all,
			N_("write every format to files in DIR"), N_("DIR")},
		{"out", 'o', 0, G_OPTION_ARG_FILENAME, &request.out,
			N_("write to FILE instead of standard output"), N_("FILE")},
		{"list", 0, 0, G_OPTION_ARG_NONE, &request.list, N_("list the formats"), NULL},
		{"since", 0, 0, G_OPTION_ARG_STRING, &request.since,
			N_("what was seen from TIME on: RFC 3339, a date, or an age such as 7d"),
			N_("TIME")},
		{"min-confidence", 0, 0, G_OPTION_ARG_INT, &request.confidence,
			N_("leave out what is less sure than N percent; 50 unless given"), N_("N")},
		{"expire", 0, 0, G_OPTION_ARG_STRING, &request.expire,
			N_("leave out what was not seen for AGE; by kind unless given"), N_("AGE")},
		{"allow", 0, 0, G_OPTION_ARG_FILENAME, &request.allow,
			N_("never export what stands in FILE"), N_("FILE")},
		{"share", 0, 0, G_OPTION_ARG_NONE, &request.share,
			N_("leave out addresses and names of persons"), NULL},
		{"tlp", 0, 0, G_OPTION_ARG_STRING, &request.tlp,
			N_("the TLP mark, AMBER unless given"), N_("MARK")},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 1);
	return options != NULL ? run(command, options, &request) : EXIT_TROUBLE;
}
