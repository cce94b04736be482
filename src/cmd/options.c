/* SPDX-License-Identifier: Apache-2.0
 *
 * The options that every command takes, as one table.
 */
#include "cmd/options.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/settings-words.h"
#include "cmd/care/replacement.h"

enum { most_jobs = 64, jobs_unset = G_MININT };

typedef struct Raw {
	char *state, *secret, *config;
	char **arguments;
	gint jobs;
	gboolean json;
} Raw;

static void add_common(GOptionContext *context, Raw *raw, const char *arguments)
{
	const GOptionEntry entries[] = {
		{"state", 0, 0, G_OPTION_ARG_FILENAME, &raw->state, N_("the state directory"),
			N_("DIR")},
		{"secret", 0, 0, G_OPTION_ARG_FILENAME, &raw->secret,
			N_("the file with the secret"), N_("FILE")},
		{"config", 0, 0, G_OPTION_ARG_FILENAME, &raw->config, N_("the configuration file"),
			N_("FILE")},
		{"json", 0, 0, G_OPTION_ARG_NONE, &raw->json, N_("print one JSON object a line"),
			NULL},
		{"jobs", 'j', 0, G_OPTION_ARG_INT, &raw->jobs, N_("number of workers"), N_("N")},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->arguments, NULL,
			arguments},
		{NULL},
	};
	g_option_context_add_main_entries(context, entries, KITH_GETTEXT_DOMAIN);
}

void options_complain(const Command *command, const char *message)
{
	fprintf(stderr, "kith %s: %s\n", command->name, message);
}

static gboolean check_arguments(const Command *command, const Raw *raw, guint least, guint most)
{
	guint given = raw->arguments != NULL ? g_strv_length(raw->arguments) : 0;
	if (given < least) {
		options_complain(command, _("an argument is missing; see --help"));
		return FALSE;
	}
	if (given > most) {
		options_complain(command, _("too many arguments; see --help"));
		return FALSE;
	}
	if (raw->jobs != jobs_unset && (raw->jobs < 1 || raw->jobs > most_jobs)) {
		options_complain(command, _("--jobs takes a number from 1 to 64"));
		return FALSE;
	}
	return TRUE;
}

/* A restore that a crash cut off is finished first: its configuration counts. */
static Settings *load(const Raw *raw, GError **error)
{
	gboolean replaced = FALSE;
	g_autoptr(Settings) settings = settings_load(raw->state, raw->secret, raw->config, error);
	if (settings == NULL || !replacement_finish(settings->state, &replaced, error))
		return NULL;
	return replaced ? settings_load(raw->state, raw->secret, raw->config, error)
			: g_steal_pointer(&settings);
}

/* A newer program's configuration may say more: the command goes on. */
static gboolean tell_unknown_words(const Command *command, const Settings *settings)
{
	g_auto(GStrv) sentences = settings_words_unknown(settings->config);
	for (guint i = 0; sentences[i] != NULL; i++)
		options_complain(command, sentences[i]);
	return sentences[0] != NULL;
}

static Options *take(const Command *command, Raw *raw, guint least, guint most)
{
	if (!check_arguments(command, raw, least, most))
		return NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(Options) options = g_new0(Options, 1);
	options->settings = load(raw, &error);
	if (options->settings == NULL) {
		options_complain(command, error->message);
		return NULL;
	}
	options->puzzling = tell_unknown_words(command, options->settings);
	options->arguments =
		raw->arguments != NULL ? g_steal_pointer(&raw->arguments) : g_new0(char *, 1);
	options->json = raw->json;
	options->jobs =
		raw->jobs != jobs_unset ? (guint)raw->jobs : MIN(g_get_num_processors(), most_jobs);
	return g_steal_pointer(&options);
}

Options *options_parse(const Command *command, const GOptionEntry *entries, int argc, char **argv,
	guint least, guint most)
{
	Raw raw = {.jobs = jobs_unset};
	g_autofree char *program = g_strdup_printf("kith %s", command->name);
	g_set_prgname(program);
	const char *arguments = command->arguments[0] != '\0' ? _(command->arguments) : NULL;
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_set_summary(context, _(command->summary));
	g_option_context_set_translation_domain(context, KITH_GETTEXT_DOMAIN);
	if (entries != NULL)
		g_option_context_add_main_entries(context, entries, KITH_GETTEXT_DOMAIN);
	add_common(context, &raw, arguments);
	g_autoptr(GError) error = NULL;
	Options *options = NULL;
	if (!g_option_context_parse(context, &argc, &argv, &error))
		options_complain(command, error->message);
	else
		options = take(command, &raw, least, most);
	g_free(raw.state);
	g_free(raw.secret);
	g_free(raw.config);
	g_strfreev(raw.arguments);
	return options;
}

void options_free(Options *options)
{
	if (options == NULL)
		return;
	settings_free(options->settings);
	g_strfreev(options->arguments);
	g_free(options);
}

gboolean options_check_sample(const Command *command, const char *sample)
{
	gsize length = sample != NULL ? strspn(sample, "0123456789abcdefABCDEF") : 64;

	if (length == 64 && (sample == NULL || sample[length] == '\0'))
		return TRUE;
	options_complain(command, _("--sample takes a SHA-256 of 64 hexadecimal digits"));
	return FALSE;
}
