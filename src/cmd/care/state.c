/* SPDX-License-Identifier: Apache-2.0
 *
 * kith state: back the state up while it is in use, restore it, check it. A backup is a state
 * directory itself, without the secret.
 */
#include <stdio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/care/replacement.h"
#include "memory/care/check.h"
#include "output/json.h"
#include "output/text.h"
#include "store/place.h"

typedef struct Faults {
	const Options *options;
	guint count;
} Faults;

static void tell(Faults *faults, const char *part, const char *table, const char *problem)
{
	faults->count++;
	if (!faults->options->json) {
		g_autofree char *shown = text_safe(problem);
		printf("%s%s%s: %s\n", part, table[0] != '\0' ? ": " : "", table, shown);
		return;
	}
	g_autoptr(Json) json = json_new(stdout);
	json_open_object(json, NULL);
	json_string(json, "part", part);
	json_string_or_null(json, "table", table);
	json_string(json, "problem", problem);
	json_close_object(json);
}

static void tell_memory(const char *table, const char *problem, gpointer user_data)
{
	tell(user_data, "memory", table, problem);
}

static void tell_ledger(const char *problem, gpointer user_data)
{
	tell(user_data, "ledger", "", problem);
}

static gboolean check(const Options *options, Care *care, Faults *faults, GError **error)
{
	g_autofree char *left = replacement_left(options->settings->state);
	*faults = (Faults){.options = options};
	if (left != NULL)
		tell(faults, "state", "",
			_("restore.draft is left of a backup or restore that was killed; the next "
			  "command that writes removes it"));
	if (!memory_check(care->memory, tell_memory, faults, error))
		return FALSE;
	return care->ledger == NULL || ledger_check(care->ledger, tell_ledger, faults, error);
}

static int run_check(const Options *options, GError **error)
{
	g_auto(Care) care;
	Faults faults;
	MemoryStatistics statistics = {0};
	if (!care_open(&care, options, FALSE, error) || !check(options, &care, &faults, error))
		return EXIT_TROUBLE;
	if (faults.count > 0)
		return EXIT_FOUND;
	if (options->json)
		return EXIT_NOTHING_FOUND;
	if (!memory_is_missing(care.memory) && !memory_statistics(care.memory, &statistics, error))
		return EXIT_TROUBLE;
	g_autofree char *messages = text_number(statistics.messages);
	g_autofree char *persons = text_number(statistics.persons);
	printf(_("nothing is wrong: %s messages, %s persons\n"), messages, persons);
	return EXIT_NOTHING_FOUND;
}

static gboolean require_state(const Care *care, const char *directory, GError **error)
{
	if (!memory_is_missing(care->memory) || care->ledger != NULL)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, _("%s holds no state"), directory);
	return FALSE;
}

static gboolean refuse_state(const char *directory, gboolean replace, GError **error)
{
	if (replace || !care_has_state(directory))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("%s holds a state already; --replace puts this one in its place"), directory);
	return FALSE;
}

/* What is forgotten would go on standing in a backup within the state. */
static gboolean refuse_within(const char *directory, const char *state, GError **error)
{
	if (!place_is_within(directory, state) && !place_is_within(state, directory))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("%s is the state itself, lies in it or holds it: a backup needs a place of its "
		  "own"),
		directory);
	return FALSE;
}

static int run_backup(const Options *options, const char *to, gboolean replace, GError **error)
{
	const char *from = options->settings->state;
	g_auto(Care) care;
	if (!care_open(&care, options, FALSE, error) || !require_state(&care, from, error) ||
		!refuse_within(to, from, error) || !refuse_state(to, replace, error) ||
		!replacement_make(&care, from, to, NULL, error))
		return EXIT_TROUBLE;
	if (!options->json)
		printf(_("backed up to %s; the secret is not in it\n"), to);
	return EXIT_NOTHING_FOUND;
}

static void print_restored(
	const Options *options, const char *to, const Care *care, const Forgotten *forgotten)
{
	if (options->json)
		return;
	printf(_("restored to %s\n"), to);
	if (care->ledger == NULL)
		printf(_("the backup held no ledger, and there is none now\n"));
	if (forgotten->erased > 0)
		printf(_("forgotten since the backup, and erased from what was restored: %u "
			 "addresses\n"),
			forgotten->erased);
}

static void warn_of_return(const Command *command, const Forgotten *forgotten)
{
	if (forgotten->unknown == NULL)
		return;
	g_autofree char *message = g_strdup_printf(
		_("whoever was forgotten since the backup was made is back, and to be forgotten "
		  "again: what stood there does not tell who (%s)"),
		forgotten->unknown);
	options_complain(command, message);
}

/* What is restored is checked before anything is replaced by it. */
static int run_restore(const Command *command, Options *options, const char *from, gboolean replace,
	GError **error)
{
	g_autofree char *to = options->settings->state;
	options->settings->state = g_strdup(from);
	g_auto(Care) care;
	Faults faults;
	if (!care_open(&care, options, FALSE, error) || !require_state(&care, from, error) ||
		!refuse_within(from, to, error) || !refuse_state(to, replace, error) ||
		!check(options, &care, &faults, error))
		return EXIT_TROUBLE;
	if (faults.count > 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
			_("%s is damaged; nothing was restored"), from);
		return EXIT_TROUBLE;
	}
	g_auto(Forgotten) forgotten = {NULL};
	if (!replacement_make(&care, from, to, &forgotten, error))
		return EXIT_TROUBLE;
	print_restored(options, to, &care, &forgotten);
	warn_of_return(command, &forgotten);
	return EXIT_NOTHING_FOUND;
}

static int run(const Command *command, Options *options, gboolean replace, GError **error)
{
	const char *task = options->arguments[0], *directory = options->arguments[1];
	if (g_str_equal(task, "check") && directory == NULL)
		return run_check(options, error);
	if (g_str_equal(task, "backup") && directory != NULL)
		return run_backup(options, directory, replace, error);
	if (g_str_equal(task, "restore") && directory != NULL)
		return run_restore(command, options, directory, replace, error);
	options_complain(command, _("say check, backup DIR or restore DIR"));
	return EXIT_TROUBLE;
}

int command_state(const Command *command, int argc, char **argv)
{
	gboolean replace = FALSE;
	const GOptionEntry entries[] = {
		{"replace", 0, 0, G_OPTION_ARG_NONE, &replace,
			N_("in the place of a state that is there"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, 2);
	if (options == NULL)
		return EXIT_TROUBLE;
	g_autoptr(GError) error = NULL;
	int status = run(command, options, replace, &error);
	if (error != NULL)
		options_complain(command, error->message);
	return status;
}
