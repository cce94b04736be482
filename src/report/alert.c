/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding what is new, and running the user's command.
 */
#include "report/alert.h"

#include <string.h>

#include "base/error.h"
#include "mail/domain.h"
#include "report/attribution.h"

typedef struct Search {
	Ledger *ledger;
	const Settings *settings;
	GPtrArray *found;
} Search;

static gboolean is_own(const Settings *settings, const char *organisation)
{
	for (guint i = 0; settings->organisation[i] != NULL; i++) {
		g_autofree char *site = domain_site(settings->organisation[i]);
		if (strcmp(site, organisation) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean add_own(const LedgerVictimRow *row, gpointer user_data)
{
	Search *search = user_data;
	const char *organisation = row->mailbox.organisation;
	if (row->victim.probability >= ALERT_PROBABILITY &&
		is_own(search->settings, organisation) &&
		!g_ptr_array_find_with_equal_func(search->found, organisation, g_str_equal, NULL))
		g_ptr_array_add(search->found, g_strdup(organisation));
	return TRUE;
}

gboolean alert_find(Ledger *ledger, const Settings *settings, GPtrArray *ret, GError **error)
{
	Search search = {ledger, settings, ret};
	if (settings->organisation[0] == NULL)
		return TRUE;
	if (!attribution_each_victim(ledger, NULL, add_own, &search, error))
		return FALSE;
	for (guint i = ret->len; i > 0; i--) {
		gboolean given = FALSE;
		if (!ledger_alert_given(ledger, ret->pdata[i - 1], &given, error))
			return FALSE;
		if (given)
			g_ptr_array_remove_index(ret, i - 1);
	}
	return TRUE;
}

/* The words of COMMAND and ORGANISATION; NULL with ERROR. */
static char **arguments_of(const char *command, const char *organisation, GError **error)
{
	g_auto(GStrv) words = NULL;
	g_autoptr(GError) problem = NULL;
	if (!g_shell_parse_argv(command, NULL, &words, &problem)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "[alert] command: %s",
			problem->message);
		return NULL;
	}
	GStrvBuilder *builder = g_strv_builder_new();
	g_strv_builder_addv(builder, (const char **)words);
	g_strv_builder_add(builder, organisation);
	char **arguments = g_strv_builder_end(builder);
	g_strv_builder_unref(builder);
	return arguments;
}

static gboolean run_command(const char *command, const char *organisation, GError **error)
{
	int status = 0;
	g_autoptr(GError) problem = NULL;
	g_auto(GStrv) arguments = arguments_of(command, organisation, error);
	g_auto(GStrv) environment =
		g_environ_setenv(g_get_environ(), "KITH_ORGANISATION", organisation, TRUE);
	if (arguments == NULL)
		return FALSE;
	if (g_spawn_sync(NULL, arguments, environment,
		    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
		    &status, &problem) &&
		g_spawn_check_wait_status(status, &problem))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", arguments[0], problem->message);
	return FALSE;
}

static gboolean remember(const Settings *settings, const char *organisation, GError **error)
{
	g_autoptr(Ledger) ledger = ledger_open(settings->state, LEDGER_WRITE, error);
	return ledger != NULL && ledger_begin(ledger, error) &&
	       ledger_put_alert(ledger, organisation, error) && ledger_commit(ledger, error);
}

gboolean alert_give(const Settings *settings, const char *organisation, GError **error)
{
	if (settings->alert_command != NULL &&
		!run_command(settings->alert_command, organisation, error))
		return FALSE;
	return remember(settings, organisation, error);
}
