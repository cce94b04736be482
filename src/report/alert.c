/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding what is new, and running the user's command.
 */
#include "report/alert.h"

#include <string.h>

#include "base/error.h"
#include "mail/domain.h"
#include "report/attribution.h"
#include "report/trend/trend.h"

typedef struct Search {
	Ledger *ledger;
	const Settings *settings;
	GPtrArray *found;
} Search;

static Alert *alert_new(const char *organisation, const char *surge)
{
	Alert *alert = g_new0(Alert, 1);
	alert->organisation = g_strdup(organisation);
	alert->surge = g_strdup(surge);
	return alert;
}

void alert_free(gpointer alert)
{
	Alert *own = alert;
	g_free(own->organisation);
	g_free(own->surge);
	g_free(own);
}

static gboolean is_of(gconstpointer alert, gconstpointer organisation)
{
	return g_str_equal(((const Alert *)alert)->organisation, organisation);
}

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
		!g_ptr_array_find_with_equal_func(search->found, organisation, is_of, NULL))
		g_ptr_array_add(search->found, alert_new(organisation, NULL));
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
		const Alert *alert = ret->pdata[i - 1];
		if (!ledger_alert_given(ledger, alert->organisation, &given, error))
			return FALSE;
		if (given)
			g_ptr_array_remove_index(ret, i - 1);
	}
	return TRUE;
}

gboolean alert_find_surges(
	Ledger *ledger, const Settings *settings, gint64 now, GPtrArray *ret, GError **error)
{
	g_autoptr(GPtrArray) surges = g_ptr_array_new_with_free_func(trend_surge_free);
	if (!trend_surging(ledger, settings, now, surges, error))
		return FALSE;
	for (guint i = 0; i < surges->len; i++) {
		gboolean given = FALSE;
		const TrendSurge *surge = surges->pdata[i];
		if (!ledger_surge_alert_given(
			    ledger, surge->organisation, surge->since, &given, error))
			return FALSE;
		if (!given)
			g_ptr_array_add(ret, alert_new(surge->organisation, surge->day));
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

static char **environment_of(const Alert *alert)
{
	char **environment =
		g_environ_setenv(g_get_environ(), "KITH_ORGANISATION", alert->organisation, TRUE);
	environment = g_environ_setenv(
		environment, "KITH_ALERT", alert->surge != NULL ? "surge" : "robbed", TRUE);
	return alert->surge != NULL
		       ? g_environ_setenv(environment, "KITH_SURGE", alert->surge, TRUE)
		       : environment;
}

static gboolean run_command(const char *command, const Alert *alert, GError **error)
{
	int status = 0;
	g_autoptr(GError) problem = NULL;
	g_auto(GStrv) arguments = arguments_of(command, alert->organisation, error);
	g_auto(GStrv) environment = environment_of(alert);
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

static gboolean put(Ledger *ledger, const Alert *alert, GError **error)
{
	return alert->surge != NULL
		       ? ledger_put_surge_alert(ledger, alert->organisation, alert->surge, error)
		       : ledger_put_alert(ledger, alert->organisation, error);
}

static gboolean remember(const Settings *settings, const Alert *alert, GError **error)
{
	g_autoptr(Ledger) ledger = ledger_open(settings->state, LEDGER_WRITE, error);
	return ledger != NULL && ledger_begin(ledger, error) && put(ledger, alert, error) &&
	       ledger_commit(ledger, error);
}

gboolean alert_give(const Settings *settings, const Alert *alert, GError **error)
{
	if (settings->alert_command != NULL && !run_command(settings->alert_command, alert, error))
		return FALSE;
	return remember(settings, alert, error);
}
