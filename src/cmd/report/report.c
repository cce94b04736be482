/* SPDX-License-Identifier: Apache-2.0
 *
 * Running reports. Following looks again when the ledger has a newer sighting and writes the rows
 * that were not there.
 */
#include "cmd/report/report.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cmd/print/progress.h"
#include "report/alert.h"
#include "report/attribution.h"
#include "report/period.h"

enum { look_every = 1000 }; /* milliseconds */
static const gint64 search_every = 60 * (gint64)G_USEC_PER_SEC;

void report_options_clear(ReportOptions *options)
{
	g_free(options->since);
	g_free(options->until);
	g_free(options->tag);
	g_free(options->sample);
}

GOptionEntry *report_entries(ReportOptions *options, guint which, const GOptionEntry *more)
{
	const struct {
		guint which;
		GOptionEntry entry;
	} all[] = {
		{REPORT_PERIOD, {"since", 0, 0, G_OPTION_ARG_STRING, &options->since,
					N_("what was seen from TIME on: RFC 3339, a date, or an "
					   "age such as 7d"),
					N_("TIME")}},
		{REPORT_PERIOD, {"until", 0, 0, G_OPTION_ARG_STRING, &options->until,
					N_("what was seen before TIME"), N_("TIME")}},
		{REPORT_RUN, {"tag", 0, 0, G_OPTION_ARG_STRING, &options->tag,
				     N_("what was seen in the runs of this name"), N_("NAME")}},
		{REPORT_RUN, {"sample", 0, 0, G_OPTION_ARG_STRING, &options->sample,
				     N_("what was seen in the runs of this program: SHA-256"),
				     N_("HASH")}},
		{REPORT_FORM, {"share", 0, 0, G_OPTION_ARG_NONE, &options->share,
				      N_("leave out addresses and names of persons"), NULL}},
		{REPORT_FORM, {"csv", 0, 0, G_OPTION_ARG_NONE, &options->csv,
				      N_("print comma-separated values for a spreadsheet"), NULL}},
		{REPORT_FOLLOW, {"follow", 0, 0, G_OPTION_ARG_NONE, &options->follow,
					N_("go on and print new ones as they come"), NULL}},
	};
	const GOptionEntry end = {NULL};
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(GOptionEntry));
	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		if (all[i].which & which)
			g_array_append_val(entries, all[i].entry);
	for (guint i = 0; more != NULL && more[i].long_name != NULL; i++)
		g_array_append_val(entries, more[i]);
	g_array_append_val(entries, end);
	return g_array_steal(entries, NULL);
}

static gboolean read_time(const Command *command, const char *option, const char *text, gint64 *ret)
{
	if (text == NULL || period_parse(text, g_get_real_time() / G_USEC_PER_SEC, ret))
		return TRUE;
	g_autofree char *message = g_strdup_printf(
		_("%s takes a time: 2020-01-30, 2020-01-30T10:00:00Z or 7d"), option);
	options_complain(command, message);
	return FALSE;
}

gboolean report_options_check(const Command *command, const Options *common, ReportOptions *options)
{
	if (common->json && options->csv) {
		options_complain(command, _("--json and --csv exclude each other"));
		return FALSE;
	}
	if (!options_check_sample(command, options->sample))
		return FALSE;
	options->filter.run = (LedgerRun){options->tag, options->sample};
	if (!read_time(command, "--since", options->since, &options->filter.since) ||
		!read_time(command, "--until", options->until, &options->filter.until))
		return FALSE;
	/* To the filter 0 is no bound. */
	if (options->until != NULL)
		options->filter.until = MAX(options->filter.until, 1);
	return TRUE;
}

gboolean report_read_tlp(char *mark)
{
	static const char *const marks[] = {"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED", NULL};
	for (char *at = mark; *at != '\0'; at++)
		*at = g_ascii_toupper(*at);
	return g_strv_contains(marks, mark);
}

const WriterForm *report_form(const Options *common, const ReportOptions *options)
{
	return options->csv ? &writer_csv : common->json ? &writer_json : &writer_table;
}

/* One report, and the alerts that what it shows asks for. */
typedef struct Reporting {
	const Command *command;
	const Settings *settings;
	const Report *report;
	ReportContext context;
	gint64 searched; /* when it was last looked for surges, 0 before */
	gboolean alarmed;
	gboolean troubled;
} Reporting;

static void say_alert(const char *command, const Alert *alert)
{
	if (alert->surge == NULL)
		fprintf(stderr,
			_("kith %s: alert: mail was probably stolen from a mailbox of your own "
			  "organisation, %s; not known before\n"),
			command, alert->organisation);
	else
		fprintf(stderr,
			_("kith %s: alert: %s is aimed at more than usual since %s; not known "
			  "before\n"),
			command, alert->organisation, alert->surge);
}

static void give_alerts(Reporting *reporting, const GPtrArray *alerts)
{
	for (guint i = 0; i < alerts->len; i++) {
		g_autoptr(GError) error = NULL;
		say_alert(reporting->command->name, alerts->pdata[i]);
		reporting->alarmed = TRUE;
		if (alert_give(reporting->settings, alerts->pdata[i], &error))
			continue;
		options_complain(reporting->command, error->message);
		reporting->troubled = TRUE;
	}
}

/* Surges are days long, and all sightings are read to find them. */
static gboolean find_alerts(Reporting *reporting, Ledger *ledger, GPtrArray *alerts, GError **error)
{
	gint64 now = g_get_monotonic_time();
	if (!alert_find(ledger, reporting->settings, alerts, error))
		return FALSE;
	if (reporting->searched != 0 && now - reporting->searched < search_every)
		return TRUE;
	reporting->searched = now;
	return alert_find_surges(
		ledger, reporting->settings, g_get_real_time() / G_USEC_PER_SEC, alerts, error);
}

/* Writes what is there; *RET_NEWEST is the newest sighting that was looked at. */
static gboolean look(Reporting *reporting, gint64 *ret_newest, GError **error)
{
	g_autoptr(GPtrArray) alerts = g_ptr_array_new_with_free_func(alert_free);
	g_autoptr(Ledger) ledger = attribution_open(reporting->settings->state, error);
	if (ledger == NULL || !ledger_newest_sighting(ledger, ret_newest, error))
		return FALSE;
	reporting->context.ledger = ledger;
	if (!reporting->report->run(&reporting->context, error) ||
		!find_alerts(reporting, ledger, alerts, error))
		return FALSE;
	writer_flush(reporting->context.writer);
	give_alerts(reporting, alerts);
	return TRUE;
}

static gboolean is_new(const char *state, gint64 newest, gboolean *ret, GError **error)
{
	gint64 now = 0;
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_READ, error);
	if (ledger == NULL || !ledger_newest_sighting(ledger, &now, error))
		return FALSE;
	*ret = now != newest;
	return TRUE;
}

/* Waits until it is time to look again; FALSE when nobody reads standard output any more. */
static gboolean wait_for_reader(void)
{
	struct pollfd output = {.fd = STDOUT_FILENO};
	return poll(&output, 1, look_every) <= 0;
}

static gboolean follow(Reporting *reporting, gint64 newest, GError **error)
{
	const volatile int *stop = progress_stop_flag();
	while (!*stop && !ferror(stdout) && wait_for_reader()) {
		gboolean some = FALSE;
		if (!is_new(reporting->settings->state, newest, &some, error) ||
			(some && !look(reporting, &newest, error)))
			return FALSE;
	}
	return TRUE;
}

static int run(Reporting *reporting, gboolean follows)
{
	gint64 newest = 0;
	g_autoptr(GError) error = NULL;
	gboolean done =
		look(reporting, &newest, &error) && (!follows || follow(reporting, newest, &error));
	if (!done)
		options_complain(reporting->command, error->message);
	if (!done || reporting->troubled)
		return EXIT_TROUBLE;
	if (follows)
		return EXIT_INTERRUPTED;
	return reporting->alarmed ? EXIT_FOUND : EXIT_NOTHING_FOUND;
}

int report_run(const Command *command, const Options *common, const ReportOptions *options,
	const Report *report, gpointer question)
{
	g_autoptr(Writer) writer =
		writer_new(report_form(common, options), report->columns, report->count, stdout);
	g_autoptr(GHashTable) seen =
		options->follow ? g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)
				: NULL;
	Reporting reporting = {.command = command,
		.settings = common->settings,
		.report = report,
		.context = {.filter = &options->filter,
			.share = options->share,
			.writer = writer,
			.seen = seen,
			.question = question}};
	return run(&reporting, options->follow);
}

int report_command(const Command *command, const Report *report, int argc, char **argv)
{
	g_auto(ReportOptions) own = {0};
	g_autofree GOptionEntry *entries = report_entries(
		&own, REPORT_PERIOD | REPORT_RUN | REPORT_FORM | REPORT_FOLLOW, NULL);
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);
	if (options == NULL || !report_options_check(command, options, &own))
		return EXIT_TROUBLE;
	return report_run(command, options, &own, report, NULL);
}
