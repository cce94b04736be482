/* SPDX-License-Identifier: Apache-2.0
 *
 * kith quarantine: what the guard holds back. What comes out of a message passes text_safe.
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cmd/options.h"
#include "output/json.h"
#include "output/table.h"
#include "output/text.h"
#include "service/guard/guard-settings.h"
#include "service/guard/guard.h"
#include "service/guard/release.h"

typedef struct Keeper {
	const Command *command;
	const Options *options;
	Quarantine *quarantine;
	gboolean again;
} Keeper;

/* ---- list ---- */

static void print_json(Json *json, const QuarantineEntry *entry)
{
	json_open_object(json, NULL);
	json_string(json, "id", entry->id);
	json_string(json, "state", quarantine_state_name(entry->state));
	json_time(json, "time", entry->time);
	json_string(json, "verdict", entry->verdict);
	json_string_or_null(json, "reason", entry->reason);
	json_string_or_null(json, "sender", entry->sender);
	json_string_or_null(json, "subject", entry->subject);
	json_string(json, "mail_from", entry->mail_from);
	json_open_array(json, "rcpt_to");
	for (guint i = 0; entry->recipients[i] != NULL; i++)
		json_string(json, NULL, entry->recipients[i]);
	json_close_array(json);
	json_close_object(json);
}

static void add_row(Table *table, const QuarantineEntry *entry)
{
	table_add(table, g_strdup(entry->id));
	table_add(table, text_time(entry->time));
	table_add(table, g_strdup(quarantine_state_name(entry->state)));
	table_add(table, g_strdup(entry->verdict));
	table_add(table, text_safe(entry->sender != NULL ? entry->sender : ""));
	table_add(table, text_safe(entry->recipients[0] != NULL ? entry->recipients[0] : ""));
	table_add(table, text_safe(entry->subject != NULL ? entry->subject : ""));
}

static void print_table(const GPtrArray *entries)
{
	static const char *const heads[] = {N_("id"), N_("time"), N_("state"), N_("verdict"),
		N_("sender"), N_("recipient"), N_("subject")};
	g_autoptr(Table) table = table_new(G_N_ELEMENTS(heads));
	for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
		table_left(table, i);
		table_add(table, g_strdup(_(heads[i])));
	}
	for (guint i = 0; i < entries->len; i++)
		add_row(table, entries->pdata[i]);
	table_print(table, stdout);
}

static gboolean list(const Keeper *keeper, GError **error)
{
	g_autoptr(GPtrArray) entries = NULL;
	if (!quarantine_list(keeper->quarantine, &entries, error))
		return FALSE;
	if (!keeper->options->json) {
		if (entries->len > 0)
			print_table(entries);
		return TRUE;
	}
	g_autoptr(Json) json = json_new(stdout);
	for (guint i = 0; i < entries->len; i++)
		print_json(json, entries->pdata[i]);
	return TRUE;
}

/* ---- one message ---- */

static void print_field(const char *name, const char *value)
{
	g_autofree char *safe = text_safe(value != NULL ? value : "");
	printf("%s: %s\n", name, safe);
}

/* The message is for a pipe; a terminal gets what is known of it. */
static gboolean show(const Keeper *keeper, const char *id, GError **error)
{
	g_autoptr(GBytes) message = NULL;
	g_autoptr(QuarantineEntry) entry = quarantine_find(keeper->quarantine, id, &message, error);
	if (entry == NULL)
		return FALSE;
	if (keeper->options->json) {
		g_autoptr(Json) json = json_new(stdout);
		print_json(json, entry);
		return TRUE;
	}
	if (isatty(STDOUT_FILENO)) {
		print_field(_("state"), quarantine_state_name(entry->state));
		print_field(_("verdict"), entry->verdict);
		print_field(_("Why"), entry->reason);
		print_field(_("sender"), entry->sender);
		print_field(_("subject"), entry->subject);
		for (guint i = 0; entry->recipients[i] != NULL; i++)
			print_field(_("recipient"), entry->recipients[i]);
		return TRUE;
	}
	gsize length = 0;
	const void *data = g_bytes_get_data(message, &length);
	fwrite(data, 1, length, stdout);
	return TRUE;
}

static gboolean release(const Keeper *keeper, const char *id, GError **error)
{
	const Settings *settings = keeper->options->settings;
	g_autoptr(GBytes) message = NULL;
	g_autoptr(QuarantineEntry) entry = quarantine_find(keeper->quarantine, id, &message, error);
	g_autoptr(GuardSettings) guard =
		entry != NULL ? guard_settings_read(settings, error) : NULL;
	g_autoptr(Secret) secret = guard != NULL ? secret_load(settings->secret, error) : NULL;
	return secret != NULL && release_message(keeper->quarantine, entry, message, secret,
					 guard->sendmail, keeper->again, error);
}

static gboolean delete (const Keeper *keeper, const char *id, GError **error)
{
	g_autoptr(QuarantineEntry) entry = quarantine_find(keeper->quarantine, id, NULL, error);
	return entry != NULL && quarantine_remove(keeper->quarantine, entry, error);
}

/* ---- the command ---- */

typedef gboolean (*Task)(const Keeper *keeper, const char *id, GError **error);

static Task find_task(const char *name)
{
	if (g_str_equal(name, "show"))
		return show;
	if (g_str_equal(name, "release"))
		return release;
	return g_str_equal(name, "delete") ? delete : NULL;
}

static int complain(const Keeper *keeper, const char *message)
{
	options_complain(keeper->command, message);
	return EXIT_TROUBLE;
}

static int run_task(const Keeper *keeper)
{
	char **arguments = keeper->options->arguments;
	g_autoptr(GError) error = NULL;
	int status = EXIT_NOTHING_FOUND;
	if (g_str_equal(arguments[0], "list") && arguments[1] == NULL)
		return list(keeper, &error) ? status : complain(keeper, error->message);
	Task task = find_task(arguments[0]);
	if (task == NULL || arguments[1] == NULL)
		return complain(keeper, _("tasks are list, show ID, release ID…, delete ID…"));
	for (guint i = 1; arguments[i] != NULL; i++) {
		if (!task(keeper, arguments[i], &error))
			status = complain(keeper, error->message);
		g_clear_error(&error);
	}
	return status;
}

int command_quarantine(const Command *command, int argc, char **argv)
{
	Keeper keeper = {.command = command};
	const GOptionEntry entries[] = {
		{"again", 0, 0, G_OPTION_ARG_NONE, &keeper.again,
			N_("release also what was released before"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, G_MAXINT);
	g_autoptr(GError) error = NULL;
	if (options == NULL)
		return EXIT_TROUBLE;
	keeper.options = options;
	/* A mailer that ends early is an error to tell, not an end. */
	(void)signal(SIGPIPE, SIG_IGN);
	g_autofree char *folder = guard_folder(options->settings, "quarantine");
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_autofree char *message = g_strdup_printf(
			_("no guard holds anything here: there is no folder %s"), folder);
		return complain(&keeper, message);
	}
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, &error);
	if (quarantine == NULL)
		return complain(&keeper, error->message);
	keeper.quarantine = quarantine;
	return run_task(&keeper);
}
