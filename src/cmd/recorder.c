/* SPDX-License-Identifier: Apache-2.0
 *
 * From a sinkhole's spool to the ledger.
 */
#include "cmd/recorder.h"

#include "cmd/watch.h"

/* After a failure, such as a full disk, it is tried again. */
enum { seconds_between_attempts = 10 };

/* *RET_RAN tells whether anything was read: what is wrong before that is a mistake of the user's.
 */
static int attempt(const Command *command, const Options *options, gboolean lists_sessions,
	const volatile int *stop, gboolean *ret_ran)
{
	Watch watch = {.lists_sessions = lists_sessions, .live = stop != NULL};
	g_autoptr(GError) error = NULL;
	const SourceEvents events = watch_events(&watch);
	g_autoptr(Source) source = source_new_spool(
		options->settings->state, options->settings->raw_retention, stop, &events, &error);

	*ret_ran = FALSE;
	if (source == NULL) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	watch_run(&watch, command, options, source);
	watch_summarise(&watch);
	*ret_ran = watch.run.seconds > 0;
	int status = run_status(&watch.run, TRUE);

	watch_clear(&watch);
	return status;
}

static void wait_for_better(const volatile int *stop)
{
	for (guint i = 0; i < seconds_between_attempts * 20 && !*stop; i++)
		g_usleep(G_USEC_PER_SEC / 20);
}

/* What was answered is in the spool, and stays there until it can be recorded. */
int recorder_run(const Command *command, const Options *options, gboolean lists_sessions,
	const volatile int *stop)
{
	gboolean ran;
	int status = attempt(command, options, lists_sessions, stop, &ran);

	while (ran && stop != NULL && !*stop) {
		wait_for_better(stop);
		status = attempt(command, options, lists_sessions, stop, &ran);
	}
	return status;
}
