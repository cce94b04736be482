/* SPDX-License-Identifier: Apache-2.0
 *
 * kith init: make the state directory, its configuration and the secret. Run again, it adds domains
 * and keeps the secret.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/options.h"
#include "memory/memory.h"

/* LIST and the words of MORE that are not in it, lower-cased; takes LIST. */
static char **merge(char **take_list, char *const *more)
{
	GPtrArray *merged = g_ptr_array_new();
	for (guint i = 0; take_list[i] != NULL; i++)
		g_ptr_array_add(merged, take_list[i]);
	for (guint i = 0; more != NULL && more[i] != NULL; i++) {
		char *word = g_ascii_strdown(more[i], -1);
		if (g_ptr_array_find_with_equal_func(merged, word, g_str_equal, NULL))
			g_free(word);
		else
			g_ptr_array_add(merged, word);
	}
	g_free(take_list);
	g_ptr_array_add(merged, NULL);
	return (char **)g_ptr_array_free(merged, FALSE);
}

static gboolean is_domain(const char *word)
{
	gsize length = 0;
	for (; word[length] != '\0'; length++)
		if (!g_ascii_isalnum(word[length]) && word[length] != '.' && word[length] != '-')
			return FALSE;
	return length > 0 && length <= 253 && word[0] != '.' && word[0] != '-';
}

static gboolean check_domains(const Command *command, char *const *words)
{
	for (guint i = 0; words != NULL && words[i] != NULL; i++) {
		if (is_domain(words[i]))
			continue;
		g_autofree char *message =
			g_strdup_printf(_("\"%s\" is not a domain name"), words[i]);
		options_complain(command, message);
		return FALSE;
	}
	return TRUE;
}

static gboolean make(const Options *options, GError **error)
{
	const Settings *settings = options->settings;
	if (!settings_save(settings, error) || !secret_create(settings->secret, error))
		return FALSE;
	g_autoptr(Secret) secret = secret_load(settings->secret, error);
	if (secret == NULL)
		return FALSE;
	/* Makes the store, so that a wrong secret or a file system that cannot hold it shows now.
	 */
	g_autoptr(Memory) memory = memory_open(settings->state, secret, MEMORY_WRITE, error);
	return memory != NULL;
}

static int init(
	const Command *command, Options *options, char *const *domains, char *const *authserv)
{
	if (!check_domains(command, domains) || !check_domains(command, authserv))
		return EXIT_TROUBLE;
	Settings *settings = options->settings;
	settings->organisation = merge(settings->organisation, domains);
	settings->authserv = merge(settings->authserv, authserv);
	if (settings->organisation[0] == NULL) {
		options_complain(
			command, _("name the organisation's own domain with --org DOMAIN"));
		return EXIT_TROUBLE;
	}
	g_autoptr(GError) error = NULL;
	if (!make(options, &error)) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	g_autofree char *own = g_strjoinv(", ", settings->organisation);
	printf(_("State directory: %s\nSecret:          %s (keep a copy apart from the state)\nOwn "
		 "domains:     "
		 "%s\n"),
		settings->state, settings->secret, own);
	return EXIT_NOTHING_FOUND;
}

int command_init(const Command *command, int argc, char **argv)
{
	g_auto(GStrv) domains = NULL;
	g_auto(GStrv) authserv = NULL;
	const GOptionEntry entries[] = {
		{"org", 0, 0, G_OPTION_ARG_STRING_ARRAY, &domains,
			N_("a domain of our own; may be repeated"), N_("DOMAIN")},
		{"authserv", 0, 0, G_OPTION_ARG_STRING_ARRAY, &authserv,
			N_("a host whose Authentication-Results are believed; may be repeated"),
			N_("NAME")},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);
	if (options == NULL)
		return EXIT_TROUBLE;
	return init(command, options, domains, authserv);
}
