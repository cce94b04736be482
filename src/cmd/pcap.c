/* SPDX-License-Identifier: Apache-2.0
 *
 * kith pcap: the mail in captured network traffic, judged as kith scan judges it and recorded in
 * the ledger, with the SMTP sessions that it was sent in.
 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/print/progress.h"
#include "cmd/watch.h"
#include "intake/capture/sandbox-report.h"
#include "service/privilege.h"

/* Watch stands first: events are given a Watch. */
typedef struct Capture {
	Watch watch;
	char *interface; /* listened on, or NULL */
	char *user;      /* who goes on then */
	char *report;    /* of a sandbox, or NULL: those beside the captures */
	char *tag;
	char *sample;
} Capture;

static void capture_clear(Capture *capture)
{
	watch_clear(&capture->watch);
	g_free(capture->interface);
	g_free(capture->user);
	g_free(capture->report);
	g_free(capture->tag);
	g_free(capture->sample);
}

/* ---- what was asked for ---- */

static gboolean check_options(
	const Command *command, const Capture *capture, const Options *options)
{
	if ((options->arguments[0] == NULL) != (capture->interface != NULL)) {
		options_complain(command, _("captures are named, or one interface with -i"));
		return FALSE;
	}
	if (capture->user != NULL && capture->interface == NULL) {
		options_complain(command, _("--user belongs to -i"));
		return FALSE;
	}
	return options_check_sample(command, capture->sample);
}

/* What was given goes before what a sandbox says. */
static void take_run(const SandboxReport *report, char **tag, char **sample)
{
	if (*tag == NULL)
		*tag = g_strdup(report->tag);
	if (*sample == NULL)
		*sample = g_strdup(report->sample);
}

/* The report that was named stands for all captures, those beside them for their own. */
static gboolean read_report(Capture *capture, GError **error)
{
	g_auto(SandboxReport) report = {0};

	if (capture->report == NULL)
		return TRUE;
	if (!sandbox_report_read(capture->report, &report, error))
		return FALSE;
	take_run(&report, &capture->tag, &capture->sample);
	return TRUE;
}

static void find_run(const char *path, char **ret_tag, char **ret_sample, gpointer user_data)
{
	Capture *capture = user_data;
	g_autofree char *beside = capture->report == NULL && capture->interface == NULL
					  ? sandbox_report_beside(path)
					  : NULL;
	g_auto(SandboxReport) report = {0};
	g_autoptr(GError) error = NULL;

	*ret_tag = g_strdup(capture->tag);
	*ret_sample = g_strdup(capture->sample);
	if (beside == NULL)
		return;
	if (sandbox_report_read(beside, &report, &error))
		take_run(&report, ret_tag, ret_sample);
	else
		run_complain(path, error->message, capture);
}

/* The interface is open: from now on nobody needs to be root. Who goes on must own the state and
 * may read the secret. */
static gboolean give_up_privileges(const Capture *capture, const Options *options, GError **error)
{
	struct stat status;
	Privilege privilege;

	if (geteuid() != 0)
		return TRUE;
	if (stat(options->settings->state, &status) != 0) {
		int reason = errno;

		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, "%s: %s", options->settings->state,
			g_strerror(reason));
		return FALSE;
	}
	privilege = (Privilege){.user = status.st_uid, .group = status.st_gid};
	if (capture->user != NULL && !privilege_find(capture->user, &privilege, error))
		return FALSE;
	return privilege.user == 0 || privilege_drop(&privilege, NULL, error);
}

static Source *open_source(Capture *capture, const Options *options, GError **error)
{
	SourceEvents events = watch_events(&capture->watch);

	events.run = find_run;
	if (capture->interface == NULL)
		return source_new_captures((const char *const *)options->arguments, &events);
	capture->watch.live = TRUE;
	g_autoptr(Source) source =
		source_new_live(capture->interface, progress_stop_flag(), &events, error);

	if (source == NULL || !give_up_privileges(capture, options, error))
		return NULL;
	return g_steal_pointer(&source);
}

static int run_capture(Capture *capture, const Command *command, const Options *options)
{
	g_autoptr(GError) error = NULL;

	if (!check_options(command, capture, options))
		return EXIT_TROUBLE;
	g_autoptr(Source) source =
		read_report(capture, &error) ? open_source(capture, options, &error) : NULL;

	if (source == NULL) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	watch_run(&capture->watch, command, options, source);
	watch_summarise(&capture->watch);
	return run_status(&capture->watch.run, TRUE);
}

int command_pcap(const Command *command, int argc, char **argv)
{
	Capture capture = {0};
	const GOptionEntry entries[] = {
		{"interface", 'i', 0, G_OPTION_ARG_STRING, &capture.interface,
			N_("listen on this network interface"), N_("NAME")},
		{"user", 0, 0, G_OPTION_ARG_STRING, &capture.user,
			N_("the user that goes on when the interface is open"), N_("NAME")},
		{"sessions", 0, 0, G_OPTION_ARG_NONE, &capture.watch.lists_sessions,
			N_("list each SMTP session, those without messages too"), NULL},
		{"report", 0, 0, G_OPTION_ARG_FILENAME, &capture.report,
			N_("a sandbox's report.json on the run of all captures"), N_("FILE")},
		{"tag", 0, 0, G_OPTION_ARG_STRING, &capture.tag,
			N_("a name for this run, given with everything found"), N_("NAME")},
		{"sample", 0, 0, G_OPTION_ARG_STRING, &capture.sample,
			N_("SHA-256 of the program that ran"), N_("HASH")},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, G_MAXINT);
	int status = options != NULL ? run_capture(&capture, command, options) : EXIT_TROUBLE;

	capture_clear(&capture);
	return status;
}
