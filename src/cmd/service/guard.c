/* SPDX-License-Identifier: Apache-2.0
 *
 * kith guard: the mail filter, in the foreground, as a service manager runs it.
 */
#include "service/guard/guard.h"
#include "base/error.h"
#include "base/i18n.h"
#include "cmd/care/replacement.h"
#include "cmd/options.h"
#include "service/guard/control.h"
#include "service/guard/guard-settings.h"

/* A mistyped setting must not be one that silently does nothing. */
static gboolean is_understood(const Options *options, GError **error)
{
	if (!options->puzzling)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("the guard takes no configuration that it does not understand"));
	return FALSE;
}

static gboolean check(const Settings *settings, GError **error)
{
	g_autoptr(GuardSettings) read = guard_settings_read(settings, error);
	return read != NULL;
}

static gboolean let_reload(const Settings *settings, GError **error)
{
	g_autofree char *answer = control_ask(settings, "reload", error);
	return answer != NULL;
}

static gboolean run(const Settings *settings, const GuardOptions *options, GError **error)
{
	return replacement_clean(settings->state, error) && guard_run(settings, options, error);
}

int command_guard(const Command *command, int argc, char **argv)
{
	g_autofree char *listen = NULL, *user = NULL;
	gboolean reload = FALSE, only_check = FALSE;
	const GOptionEntry entries[] = {
		{"listen", 0, 0, G_OPTION_ARG_STRING, &listen,
			N_("where the mail server connects: inet:PORT@HOST or unix:PATH"),
			N_("PLACE")},
		{"user", 0, 0, G_OPTION_ARG_STRING, &user, N_("whom to become, when root"),
			N_("NAME")},
		{"reload", 0, 0, G_OPTION_ARG_NONE, &reload,
			N_("let the guard that runs read its configuration again"), NULL},
		{"check", 0, 0, G_OPTION_ARG_NONE, &only_check,
			N_("say whether the configuration can be taken, and end"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);
	g_autoptr(GError) error = NULL;
	if (options == NULL)
		return EXIT_TROUBLE;
	GuardOptions guard_options = {.listen = listen, .user = user, .jobs = options->jobs};
	const Settings *settings = options->settings;
	if (is_understood(options, &error) &&
		(only_check      ? check(settings, &error)
			: reload ? let_reload(settings, &error)
				 : run(settings, &guard_options, &error)))
		return EXIT_NOTHING_FOUND;
	options_complain(command, error->message);
	return EXIT_TROUBLE;
}
