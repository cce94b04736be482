/* SPDX-License-Identifier: Apache-2.0
 *
 * kith notify: a notice for each robbed organisation and an abuse report for the provider of each
 * relay account, as files. Nothing is sent.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/report/report.h"
#include "output/text.h"
#include "report/attribution.h"
#include "report/notice/abuse.h"
#include "report/notice/notice.h"

typedef struct Request {
	char *out, *language, *tlp;
	ReportOptions period;
	Json *json; /* NULL unless --json */
	guint written;
} Request;

static void on_written(const char *kind, const char *subject, const char *path, gpointer data)
{
	Request *request = data;
	request->written++;
	if (request->json == NULL) {
		g_autofree char *shown = text_safe(path);
		puts(shown);
		return;
	}
	json_open_object(request->json, NULL);
	json_string(request->json, "kind", kind);
	json_string(request->json, "subject", subject);
	json_path(request->json, path);
	json_close_object(request->json);
}

static gboolean check(const Command *command, const Options *options, Request *request)
{
	const char *problem = NULL;
	if (request->out == NULL)
		problem = _("name the directory to write to with --out DIR");
	else if (request->language != NULL && strcmp(request->language, "en") != 0 &&
		 strcmp(request->language, "ja") != 0)
		problem = _("--language takes en or ja");
	else if (request->tlp != NULL && !report_read_tlp(request->tlp))
		problem = _("--tlp takes CLEAR, GREEN, AMBER, AMBER+STRICT or RED");
	if (problem != NULL)
		options_complain(command, problem);
	return problem == NULL && report_options_check(command, options, &request->period);
}

static gboolean write_all(const Command *command, const Options *options, const Outbox *outbox,
	const LedgerFilter *filter, GError **error)
{
	guint skipped = 0;
	g_autoptr(Ledger) ledger = attribution_open(options->settings->state, error);
	if (ledger == NULL || !outbox_open(outbox, error) ||
		!notice_write_all(ledger, filter, outbox, error) ||
		!abuse_write_all(ledger, filter, outbox, &skipped, error))
		return FALSE;
	if (skipped > 0)
		fprintf(stderr, _("kith %s: accounts with malformed addresses, no report: %u\n"),
			command->name, skipped);
	const Request *request = outbox->data;
	if (request->written > 0 && outbox->from == NULL)
		options_complain(command,
			_("the letters do not say who writes: set from and contact under [notify] "
			  "in kith.conf"));
	return TRUE;
}

static int notify(const Command *command, const Options *options, Request *request)
{
	gboolean japanese =
		request->language != NULL ? strcmp(request->language, "ja") == 0 : text_japanese();
	g_autoptr(Json) json = options->json ? json_new(stdout) : NULL;
	g_autoptr(GError) error = NULL;
	request->json = json;
	const Outbox outbox = {.folder = request->out,
		.language = japanese ? LETTER_JAPANESE : LETTER_ENGLISH,
		.tlp = request->tlp != NULL ? request->tlp : "AMBER",
		.from = options->settings->notify_from,
		.contact = options->settings->notify_contact,
		.now = g_get_real_time() / G_USEC_PER_SEC,
		.written = on_written,
		.data = request};
	if (write_all(command, options, &outbox, &request->period.filter, &error))
		return EXIT_NOTHING_FOUND;
	options_complain(command, error->message);
	return EXIT_TROUBLE;
}

int command_notify(const Command *command, int argc, char **argv)
{
	Request request = {0};
	const GOptionEntry more[] = {
		{"out", 'o', 0, G_OPTION_ARG_FILENAME, &request.out,
			N_("the directory to write to"), N_("DIR")},
		{"language", 0, 0, G_OPTION_ARG_STRING, &request.language,
			N_("of the notices: en or ja; by the locale unless given"), "en|ja"},
		{"tlp", 0, 0, G_OPTION_ARG_STRING, &request.tlp,
			N_("the notices' TLP mark, AMBER unless given"), N_("MARK")},
		{NULL},
	};
	g_autofree GOptionEntry *entries = report_entries(&request.period, REPORT_PERIOD, more);
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);
	int status = options != NULL && check(command, options, &request)
			     ? notify(command, options, &request)
			     : EXIT_TROUBLE;
	g_free(request.out);
	g_free(request.language);
	g_free(request.tlp);
	report_options_clear(&request.period);
	return status;
}
