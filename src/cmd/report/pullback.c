/* SPDX-License-Identifier: Apache-2.0
 *
 * kith pullback: what was delivered before and is convicted now, out of the ledger or by judging
 * mail again; and what an administrator can do about it. Nothing is moved or deleted here.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/print/pullback-script.h"
#include "cmd/report/report.h"
#include "cmd/run.h"
#include "output/text.h"
#include "report/pullback.h"

static const Column columns[] = {
	{"mailbox", N_("Mailbox"), CELL_NAME},
	{"message_id", N_("Message-ID"), CELL_NAME},
	{"path", N_("Path"), CELL_NAME},
	{"time", N_("Time"), CELL_TIME},
	{"verdict_then", N_("Then"), CELL_NAME},
	{"verdict", N_("Now"), CELL_WORD},
	{"reason", N_("Why"), CELL_WORD},
};

typedef struct Request {
	ReportOptions report;
	gboolean doveadm, script;
} Request;

typedef struct Pullback {
	const Options *options;
	const Request *request;
	Writer *writer; /* NULL when commands are printed */
	PullbackScript *script;
	guint64 found;
} Pullback;

static gboolean on_delivered(
	const LedgerSightingRow *row, PullbackReason reason, gpointer user_data)
{
	Pullback *pullback = user_data;
	const Cell cells[] = {{.text = row->recipient.address}, {.text = row->message_id},
		{.text = ""}, {.number = row->time}, {.text = ledger_verdict_name(row->verdict)},
		{.text = verdict_kind_name(VERDICT_HIJACKED)},
		{.text = pullback_reason_name(reason)}};
	pullback->found++;
	if (pullback->writer != NULL)
		writer_row(pullback->writer, cells);
	else
		pullback_script_add(
			pullback->script, row->recipient.address, row->message_id, row->time);
	return TRUE;
}

static int from_ledger(const Command *command, Pullback *pullback)
{
	const Settings *settings = pullback->options->settings;
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) ledger = ledger_open(settings->state, LEDGER_READ, &error);
	if (ledger != NULL && pullback_each(ledger, &pullback->request->report.filter, on_delivered,
				      pullback, &error))
		return pullback->found > 0 ? EXIT_FOUND : EXIT_NOTHING_FOUND;
	options_complain(command, error->message);
	return EXIT_TROUBLE;
}

static const char *recipient_of(const Facts *facts)
{
	if (facts->envelope->len > 0)
		return facts->envelope->pdata[0];
	return facts->to->len > 0 ? ((const Address *)facts->to->pdata[0])->address : "";
}

/* A run of the engine that writes rows. */
typedef struct Rerun {
	Run run; /* first: what the engine hands back */
	Writer *writer;
	gboolean japanese;
} Rerun;

static void on_judged(const EngineResult *result, gpointer user_data)
{
	Rerun *rerun = user_data;
	const Verdict *verdict = result->verdict;
	run_count(&rerun->run, result);
	if (verdict->kind != VERDICT_SUSPICIOUS && verdict->kind != VERDICT_HIJACKED)
		return;
	const Evidence *heaviest = verdict->evidence->len > 0 ? verdict->evidence->pdata[0] : NULL;
	const char *reason = heaviest == NULL  ? ""
			     : rerun->japanese ? heaviest->reason_ja
					       : heaviest->reason_en;
	const Cell cells[] = {{.text = recipient_of(result->facts)},
		{.text = result->facts->message_id}, {.text = result->path},
		{.number = result->facts->date}, {.text = ""},
		{.text = verdict_kind_name(verdict->kind)}, {.text = reason}};
	writer_row(rerun->writer, cells);
}

/* The first pass makes what messages have in common known, the second one judges. */
static int from_paths(const Command *command, const Pullback *pullback)
{
	Rerun rerun = {.writer = pullback->writer,
		.japanese = text_japanese() && pullback->writer->form == &writer_table};
	run_engine_twice(&rerun.run, command, pullback->options,
		(EngineOptions){.task = ENGINE_SCAN}, on_judged);
	return run_status(&rerun.run, TRUE);
}

static gboolean check(const Command *command, const Options *options, Request *request)
{
	const char *problem = NULL;
	gboolean commands = request->doveadm || request->script;
	if (request->report.share)
		problem = _("no --share: a list of mailboxes and Message-IDs has nothing else "
			    "to share");
	else if (request->doveadm && request->script)
		problem = _("--doveadm and --script exclude each other");
	else if (commands && options->arguments[0] != NULL)
		problem = _("--doveadm and --script are for what the ledger holds: no PATH");
	else if (commands && (options->json || request->report.csv))
		problem = _("--doveadm and --script print commands: no --json, no --csv");
	if (problem != NULL)
		options_complain(command, problem);
	return problem == NULL && report_options_check(command, options, &request->report);
}

static int pull_back(const Command *command, const Options *options, const Request *request)
{
	gboolean commands = request->doveadm || request->script;
	g_autoptr(Writer) writer = commands ? NULL
					    : writer_new(report_form(options, &request->report),
						      columns, G_N_ELEMENTS(columns), stdout);
	g_autoptr(PullbackScript) script =
		commands ? pullback_script_new(options->settings, request->script, stdout) : NULL;
	Pullback pullback = {options, request, writer, script, 0};
	int status = options->arguments[0] != NULL ? from_paths(command, &pullback)
						   : from_ledger(command, &pullback);
	guint left_out = script != NULL ? pullback_script_end(script) : 0;
	if (left_out > 0)
		fprintf(stderr,
			_("kith %s: left out, without a usable Message-ID or own mailbox: %u; "
			  "without options they are listed\n"),
			command->name, left_out);
	return status;
}

int command_pullback(const Command *command, int argc, char **argv)
{
	Request request = {0};
	const GOptionEntry more[] = {
		{"csv", 0, 0, G_OPTION_ARG_NONE, &request.report.csv,
			N_("print comma-separated values for a spreadsheet"), NULL},
		{"doveadm", 0, 0, G_OPTION_ARG_NONE, &request.doveadm,
			N_("print doveadm commands that move what was found"), NULL},
		{"script", 0, 0, G_OPTION_ARG_NONE, &request.script,
			N_("print a script that shows, and when asked moves, what was found"),
			NULL},
		{"share", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &request.report.share, "",
			NULL},
		{NULL},
	};
	g_autofree GOptionEntry *entries = report_entries(&request.report, REPORT_PERIOD, more);
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, G_MAXINT);
	int status = options != NULL && check(command, options, &request)
			     ? pull_back(command, options, &request)
			     : EXIT_TROUBLE;
	report_options_clear(&request.report);
	return status;
}
