/* SPDX-License-Identifier: Apache-2.0
 *
 * kith trend: sightings a day by kind of recipient, drawn for the terminal, as SVG or as rows.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/report/report.h"
#include "report/trend/trend-show.h"

/* Series drawn unless --top says otherwise: so many can be read. */
enum { usual_drawn = 8, most_keys = 1000, top_unset = G_MININT };

static const char *const kinds[TREND_KINDS] = {"tld", "domain", "org", "sector", "country"};

typedef struct Request {
	char *by, *only, *svg;
	int top;
	gboolean draws; /* on the terminal, in the place of rows */
	TrendQuestion question;
} Request;

static void clear_screen(void)
{
	if (isatty(STDOUT_FILENO))
		fputs("\033[H\033[2J", stdout);
}

static gboolean write_svg(const Request *request, const Trend *trend, guint drawn, GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autofree char *svg = trend_show_svg(trend, request->question.by, drawn);
	if (g_file_set_contents(request->svg, svg, -1, &problem))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s", problem->message);
	return FALSE;
}

static gboolean show(ReportContext *context, GError **error)
{
	const Request *request = context->question;
	guint drawn = request->top != top_unset ? (guint)request->top : usual_drawn;
	g_autoptr(Trend) trend = trend_count(context->ledger, &request->question, error);
	if (trend == NULL)
		return FALSE;
	if (request->draws) {
		g_autofree char *text = trend_show_text(trend, request->question.by, drawn);
		if (context->seen != NULL)
			clear_screen();
		fputs(text, stdout);
	} else {
		trend_show_rows(context, trend);
	}
	return request->svg == NULL || write_svg(request, trend, drawn, error);
}

static gboolean check(const Command *command, Request *request)
{
	TrendBy by = TREND_TLD;
	while (by < TREND_KINDS && request->by != NULL && strcmp(request->by, kinds[by]) != 0)
		by++;
	request->question.by = by;
	if (by == TREND_KINDS)
		options_complain(command, _("--by takes tld, domain, org, sector or country"));
	else if (request->top != top_unset && (request->top < 1 || request->top > most_keys))
		options_complain(command, _("--top takes a number from 1 to 1000"));
	else
		return TRUE;
	return FALSE;
}

static char **split_list(const char *list)
{
	char **words = list != NULL ? g_strsplit(list, ",", -1) : NULL;
	for (guint i = 0; words != NULL && words[i] != NULL; i++)
		g_strstrip(words[i]);
	return words;
}

static int run(
	const Command *command, const Options *options, const ReportOptions *own, Request *request)
{
	static const Report report = {trend_columns, TREND_COLUMNS, show};
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) only = split_list(request->only);
	g_autoptr(Sectors) sectors = sectors_load(options->settings->trend_table, &error);
	if (sectors == NULL) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	TrendQuestion *question = &request->question;
	request->draws = report_form(options, own) == &writer_table;
	question->sectors = sectors;
	question->only = (const char *const *)only;
	question->share = own->share;
	question->since = own->filter.since;
	question->until = own->filter.until;
	question->run = own->filter.run;
	question->top = request->top != top_unset ? (guint)request->top
			: request->draws          ? usual_drawn
						  : 0;
	return report_run(command, options, own, &report, request);
}

int command_trend(const Command *command, int argc, char **argv)
{
	Request request = {.top = top_unset};
	const GOptionEntry more[] = {
		{"by", 0, 0, G_OPTION_ARG_STRING, &request.by,
			N_("count by tld, domain, org, sector or country of recipients (tld)"),
			N_("KIND")},
		{"only", 0, 0, G_OPTION_ARG_STRING, &request.only,
			N_("only recipients below these domains, or these keys: .mil,.gov"),
			N_("LIST")},
		{"top", 0, 0, G_OPTION_ARG_INT, &request.top,
			N_("only the N keys with most sightings"), N_("N")},
		{"svg", 0, 0, G_OPTION_ARG_FILENAME, &request.svg, N_("write a chart to FILE"),
			N_("FILE")},
		{NULL},
	};
	g_auto(ReportOptions) own = {0};
	g_autofree GOptionEntry *entries = report_entries(
		&own, REPORT_PERIOD | REPORT_RUN | REPORT_FORM | REPORT_FOLLOW, more);
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);
	int status = options != NULL && report_options_check(command, options, &own) &&
				     check(command, &request)
			     ? run(command, options, &own, &request)
			     : EXIT_TROUBLE;
	g_free(request.by);
	g_free(request.only);
	g_free(request.svg);
	return status;
}
