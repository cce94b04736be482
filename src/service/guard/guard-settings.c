/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the groups of kith.conf that are the guard's alone.
 */
#include "service/guard/guard-settings.h"

#include "base/error.h"
#include "base/i18n.h"
#include "report/awareness/explanation.h"

#define GROUP "guard"

enum { default_seconds = 15, least_seconds = 2, most_seconds = 250 };
enum { default_retention = 30, most_retention = 36500 };

typedef struct Choice {
	const char *word;
	int value;
} Choice;

/* The one line under KEY; NULL when there is none. */
static char *read_line(GKeyFile *file, const char *key)
{
	char *line = g_key_file_get_string(file, GROUP, key, NULL);
	if (line != NULL)
		g_strstrip(g_strdelimit(line, "\r\n", ' '));
	if (line != NULL && line[0] == '\0')
		g_clear_pointer(&line, g_free);
	return line;
}

/* The number from LEAST to MOST under KEY; *RET stays when there is none. */
static gboolean read_number(
	GKeyFile *file, const char *key, guint least, guint most, guint *ret, GError **error)
{
	g_autofree char *text = read_line(file, key);
	guint64 number = *ret;
	if (text != NULL && !g_ascii_string_to_unsigned(text, 10, least, most, &number, NULL)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("[guard] %s takes a number from %u to %u"), key, least, most);
		return FALSE;
	}
	*ret = (guint)number;
	return TRUE;
}

/* A web address that may stand in HTML and in a line of text. */
static gboolean check_explanation(const GuardSettings *settings, GError **error)
{
	const char *url = settings->explanation;
	if (url == NULL || explanation_is_address(url))
		return TRUE;
	g_set_error_literal(
		error, KITH_ERROR, KITH_ERROR_USAGE, _("[guard] explanation takes a web address"));
	return FALSE;
}

/* One of CHOICES under KEY, the first when nothing is said. */
static gboolean read_choice(
	GKeyFile *file, const char *key, const Choice *choices, int *ret, GError **error)
{
	g_autofree char *word = read_line(file, key);
	*ret = choices[0].value;
	if (word == NULL)
		return TRUE;
	for (guint i = 0; choices[i].word != NULL; i++) {
		if (g_ascii_strcasecmp(word, choices[i].word) != 0)
			continue;
		*ret = choices[i].value;
		return TRUE;
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, _("[guard] %s: there is no choice \"%s\""),
		key, word);
	return FALSE;
}

static gboolean read_networks(GuardSettings *settings, GKeyFile *file, GError **error)
{
	g_auto(GStrv) words = g_key_file_get_string_list(file, GROUP, "networks", NULL, NULL);
	static const char *const none[] = {NULL};
	for (guint i = 0; words != NULL && words[i] != NULL; i++)
		g_strstrip(words[i]);
	settings->networks = networks_new(words != NULL ? (const char *const *)words : none, error);
	return settings->networks != NULL;
}

static gboolean read_all(GuardSettings *settings, GKeyFile *file, GError **error)
{
	static const Choice fails[] = {{"accept", FALSE}, {"tempfail", TRUE}, {NULL}};
	static const Choice languages[] = {{"mail", LANGUAGE_OF_MAIL}, {"en", LANGUAGE_ENGLISH},
		{"ja", LANGUAGE_JAPANESE}, {NULL}};
	int tempfail = FALSE, language = LANGUAGE_OF_MAIL;
	settings->listen = read_line(file, "listen");
	settings->user = read_line(file, "user");
	settings->tag = read_line(file, "tag");
	settings->explanation = read_line(file, "explanation");
	settings->sendmail = read_line(file, "sendmail");
	if (settings->sendmail == NULL)
		settings->sendmail = g_strdup("/usr/sbin/sendmail");
	settings->seconds = default_seconds;
	settings->retention = default_retention;
	if (!read_choice(file, "fail", fails, &tempfail, error) ||
		!read_choice(file, "language", languages, &language, error) ||
		!read_number(
			file, "timeout", least_seconds, most_seconds, &settings->seconds, error) ||
		!read_number(file, "retention", 0, most_retention, &settings->retention, error) ||
		!read_number(file, "metrics", 0, G_MAXUINT16, &settings->metrics, error) ||
		!check_explanation(settings, error) || !read_networks(settings, file, error))
		return FALSE;
	settings->tempfail = tempfail;
	settings->language = (WarningLanguage)language;
	settings->actions = actions_read(file, error);
	return settings->actions != NULL;
}

GuardSettings *guard_settings_read(const Settings *settings, GError **error)
{
	g_autoptr(GuardSettings) read = g_new0(GuardSettings, 1);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) problem = NULL;
	read->references = 1;
	if (!g_key_file_load_from_file(file, settings->config, G_KEY_FILE_NONE, &problem) &&
		!g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "%s: %s", settings->config,
			problem->message);
		return NULL;
	}
	if (!read_all(read, file, error)) {
		g_prefix_error(error, "%s: ", settings->config);
		return NULL;
	}
	return g_steal_pointer(&read);
}

GuardSettings *guard_settings_hold(GuardSettings *settings)
{
	g_atomic_int_inc(&settings->references);
	return settings;
}

void guard_settings_release(GuardSettings *settings)
{
	if (settings == NULL || !g_atomic_int_dec_and_test(&settings->references))
		return;
	g_free(settings->listen);
	g_free(settings->user);
	g_free(settings->tag);
	g_free(settings->explanation);
	g_free(settings->sendmail);
	networks_free(settings->networks);
	actions_free(settings->actions);
	g_free(settings);
}
