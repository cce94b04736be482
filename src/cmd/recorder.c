/* SPDX-License-Identifier: Apache-2.0
 *
 * From a sinkhole's spool to the ledger.
 */
#include "cmd/recorder.h"

#include "cmd/watch.h"

int recorder_run(const Command *command, const Options *options, gboolean lists_sessions,
	const volatile int *stop)
{
	Watch watch = {.lists_sessions = lists_sessions, .live = stop != NULL};
	g_autoptr(GError) error = NULL;
	const SourceEvents events = watch_events(&watch);
	g_autoptr(Source) source = source_new_spool(
		options->settings->state, options->settings->raw_retention, stop, &events, &error);

	if (source == NULL) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	watch_run(&watch, command, options, source);
	watch_summarise(&watch);
	int status = run_status(&watch.run, TRUE);

	watch_clear(&watch);
	return status;
}
