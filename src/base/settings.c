/* SPDX-License-Identifier: Apache-2.0
 *
 * The configuration is an INI file; everything in it is optional.
 */
#include "base/settings.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

static const char group[] = "organisation";

static const char service_state[] = "/var/lib/kith", service_secret[] = "/etc/kith/secret";

/* The service's own user finds what root set up for it, as root does. */
static gboolean is_service(void)
{
	struct stat status;
	return geteuid() == 0 || (stat(service_state, &status) == 0 && status.st_uid == geteuid());
}

static char *default_state(void)
{
	const char *environment = g_getenv("KITH_STATE");
	if (environment != NULL && environment[0] != '\0')
		return g_strdup(environment);
	if (is_service())
		return g_strdup(service_state);
	return g_build_filename(g_get_user_state_dir(), "kith", NULL);
}

static char *default_secret(void)
{
	const char *credentials = g_getenv("CREDENTIALS_DIRECTORY");
	if (credentials != NULL && credentials[0] != '\0') {
		g_autofree char *path = g_build_filename(credentials, "kith-secret", NULL);
		if (g_file_test(path, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&path);
	}
	if (is_service())
		return g_strdup(service_secret);
	return g_build_filename(g_get_user_config_dir(), "kith", "secret", NULL);
}

/* The list under KEY, lower-cased, without empty words; an empty list when it is not there. */
static char **read_list(GKeyFile *file, const char *key)
{
	g_auto(GStrv) words = g_key_file_get_string_list(file, group, key, NULL, NULL);
	GPtrArray *list = g_ptr_array_new();
	for (guint i = 0; words != NULL && words[i] != NULL; i++) {
		char *word = g_ascii_strdown(g_strstrip(words[i]), -1);
		if (word[0] != '\0')
			g_ptr_array_add(list, word);
		else
			g_free(word);
	}
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_free(list, FALSE);
}

/* A path that is not absolute begins where the configuration is. */
static char *read_path(const Settings *settings, GKeyFile *file, const char *in, const char *key)
{
	g_autofree char *path = g_key_file_get_string(file, in, key, NULL);
	if (path == NULL || path[0] == '\0')
		return NULL;
	g_autofree char *config = g_canonicalize_filename(settings->config, NULL);
	g_autofree char *folder = g_path_get_dirname(config);
	return g_canonicalize_filename(path, folder);
}

enum { default_retention = 365, default_raw_retention = 30, longest_retention = 36500 };

/* Days in *RET, which has the default, under retention IN a group; FALSE with ERROR when they are
 * no number. */
static gboolean read_retention(
	Settings *settings, GKeyFile *file, const char *in, guint *ret, GError **error)
{
	g_autofree char *text = g_key_file_get_string(file, in, "retention", NULL);
	guint64 days = *ret;
	if (text != NULL && !g_ascii_string_to_unsigned(
				    g_strstrip(text), 10, 0, longest_retention, &days, NULL)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("%s: retention takes a number of days from 0 to 36500"),
			settings->config);
		return FALSE;
	}
	*ret = (guint)days;
	return TRUE;
}

/* The one line under KEY, NULL when there is none: it goes into header fields of reports. */
static char *read_line(GKeyFile *file, const char *in, const char *key)
{
	char *line = g_key_file_get_string(file, in, key, NULL);
	if (line != NULL)
		g_strstrip(g_strdelimit(line, "\r\n", ' '));
	if (line != NULL && line[0] == '\0')
		g_clear_pointer(&line, g_free);
	return line;
}

static gboolean read_config(Settings *settings, gboolean required, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) problem = NULL;
	gboolean read =
		g_key_file_load_from_file(file, settings->config, G_KEY_FILE_NONE, &problem);
	gboolean missing = g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT);
	if (!read && (required || !missing)) {
		KithError code = problem->domain == G_FILE_ERROR ? KITH_ERROR_IO : KITH_ERROR_USAGE;
		g_set_error(error, KITH_ERROR, code, "%s: %s", settings->config, problem->message);
		return FALSE;
	}
	settings->organisation = read_list(file, "domains");
	settings->authserv = read_list(file, "authserv");
	settings->weights = read_path(settings, file, "judge", "weights");
	settings->trend_table = read_path(settings, file, "trend", "table");
	settings->alert_command = read_line(file, "alert", "command");
	settings->notify_from = read_line(file, "notify", "from");
	settings->notify_contact = read_line(file, "notify", "contact");
	settings->awareness_contact = read_line(file, "awareness", "contact");
	settings->retention = default_retention;
	settings->raw_retention = default_raw_retention;
	return read_retention(settings, file, "ledger", &settings->retention, error) &&
	       read_retention(settings, file, "sink", &settings->raw_retention, error);
}

Settings *settings_load(const char *state, const char *secret, const char *config, GError **error)
{
	g_autoptr(Settings) settings = g_new0(Settings, 1);
	settings->state = state != NULL ? g_strdup(state) : default_state();
	settings->secret = secret != NULL ? g_strdup(secret) : default_secret();
	settings->config = config != NULL ? g_strdup(config)
					  : g_build_filename(settings->state, "kith.conf", NULL);
	if (!read_config(settings, config != NULL, error))
		return NULL;
	return g_steal_pointer(&settings);
}

void settings_free(Settings *settings)
{
	if (settings == NULL)
		return;
	g_free(settings->state);
	g_free(settings->secret);
	g_free(settings->config);
	g_free(settings->weights);
	g_free(settings->trend_table);
	g_free(settings->alert_command);
	g_free(settings->notify_from);
	g_free(settings->notify_contact);
	g_free(settings->awareness_contact);
	g_strfreev(settings->organisation);
	g_strfreev(settings->authserv);
	g_free(settings);
}

static gboolean fail(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return FALSE;
}

gboolean settings_save(const Settings *settings, GError **error)
{
	if (g_mkdir_with_parents(settings->state, 0700) != 0)
		return fail(settings->state, error);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_key_file_load_from_file(file, settings->config, G_KEY_FILE_KEEP_COMMENTS, NULL);
	g_key_file_set_string_list(file, group, "domains",
		(const char *const *)settings->organisation, g_strv_length(settings->organisation));
	g_key_file_set_string_list(file, group, "authserv", (const char *const *)settings->authserv,
		g_strv_length(settings->authserv));
	g_autoptr(GError) problem = NULL;
	if (!g_key_file_save_to_file(file, settings->config, &problem)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", settings->config,
			problem->message);
		return FALSE;
	}
	return TRUE;
}
