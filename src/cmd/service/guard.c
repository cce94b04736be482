/* SPDX-License-Identifier: Apache-2.0
 *
 * kith guard: the mail filter, in the foreground, as a service manager runs it.
 */
#include "service/guard/guard.h"
#include "base/i18n.h"
#include "cmd/options.h"
#include "service/guard/control.h"

int command_guard(const Command *command, int argc, char **argv)
{
	g_autofree char *listen = NULL, *user = NULL;
	gboolean reload = FALSE;
	const GOptionEntry entries[] = {
		{"listen", 0, 0, G_OPTION_ARG_STRING, &listen,
			N_("where the mail server connects: inet:PORT@HOST or unix:PATH"),
			N_("PLACE")},
		{"user", 0, 0, G_OPTION_ARG_STRING, &user, N_("whom to become, when root"),
			N_("NAME")},
		{"reload", 0, 0, G_OPTION_ARG_NONE, &reload,
			N_("let the guard that runs read its configuration again"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);
	g_autoptr(GError) error = NULL;
	if (options == NULL)
		return EXIT_TROUBLE;
	GuardOptions guard_options = {.listen = listen, .user = user, .jobs = options->jobs};
	g_autofree char *answer = reload ? control_ask(options->settings, "reload", &error) : NULL;
	if (answer != NULL || (!reload && guard_run(options->settings, &guard_options, &error)))
		return EXIT_NOTHING_FOUND;
	options_complain(command, error->message);
	return EXIT_TROUBLE;
}
