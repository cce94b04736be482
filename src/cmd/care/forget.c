/* SPDX-License-Identifier: Apache-2.0
 *
 * kith forget: erase persons from memory, ledger and copies of mail, or let one be learned again.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/care/care.h"
#include "cmd/care/copies.h"
#include "mail/header/address.h"
#include "output/json.h"
#include "output/text.h"

/* What was done for one address. */
typedef struct Outcome {
	const char *address;
	gboolean lifted; /* --undo: there was something to lift */
	MemoryErased erased;
	gboolean in_ledger;
	Copies copies;
} Outcome;

/* What is to be done, for all addresses together. */
typedef struct Task {
	const Options *options;
	Care *care;
	const char *const *addresses;
	guint count;
	Outcome *outcomes;
} Task;

static void print_json(const Outcome *outcome, gboolean undo)
{
	g_autoptr(Json) json = json_new(stdout);
	json_open_object(json, NULL);
	json_string(json, "address", outcome->address);
	if (undo) {
		json_boolean(json, "lifted", outcome->lifted);
	} else {
		json_integer(json, "messages", (gint64)outcome->erased.messages);
		json_integer(json, "persons", (gint64)outcome->erased.persons);
		json_integer(json, "conversations", (gint64)outcome->erased.conversations);
		json_boolean(json, "ledger", outcome->in_ledger);
		json_integer(json, "quarantine", outcome->copies.held);
		json_integer(json, "raw", outcome->copies.raw);
		json_integer(json, "quarantine_left", outcome->copies.others);
		json_integer(json, "waiting", outcome->copies.waiting);
	}
	json_close_object(json);
}

/* What went beside memory and ledger, and above all what did not. */
static void print_copies(const Copies *copies)
{
	if (copies->held > 0)
		printf(_("  removed from quarantine: %u\n"), copies->held);
	if (copies->raw > 0)
		printf(_("  removed from a sinkhole's raw mail: %u\n"), copies->raw);
	if (copies->others > 0)
		printf(_("  still in quarantine, for others too, where the address stands in the "
			 "message: %u (see kith quarantine)\n"),
			copies->others);
	if (copies->waiting > 0)
		printf(_("  files of the guard's backlog or a sinkhole's spool that name it: %u; "
			 "they go when they have been read (forget it again then)\n"),
			copies->waiting);
}

static void print(const Outcome *outcome, gboolean undo)
{
	g_autofree char *address = text_safe(outcome->address);
	if (undo) {
		printf("%s: %s\n", address,
			outcome->lifted ? _("may be learned again") : _("was not forgotten"));
		return;
	}
	g_autofree char *messages = text_number(outcome->erased.messages);
	g_autofree char *persons = text_number(outcome->erased.persons);
	printf(_("%s: forgotten with %s messages; %s persons erased"), address, messages, persons);
	printf("%s\n", outcome->in_ledger ? _(", and in the ledger") : "");
	print_copies(&outcome->copies);
}

static gboolean forget_copies(const Task *task, GError **error)
{
	for (guint i = 0; i < task->count; i++)
		if (!copies_forget(task->options->settings, task->addresses[i],
			    &task->outcomes[i].copies, error))
			return FALSE;
	return TRUE;
}

static gboolean forget(const Task *task, GError **error)
{
	g_autofree MemoryErased *erased = g_new0(MemoryErased, task->count);
	g_autofree gboolean *in_ledger = g_new0(gboolean, task->count);
	if (!care_forget(task->care, task->addresses, erased, in_ledger, error))
		return FALSE;
	for (guint i = 0; i < task->count; i++) {
		task->outcomes[i].erased = erased[i];
		task->outcomes[i].in_ledger = in_ledger[i];
	}
	return forget_copies(task, error);
}

static gboolean lift(const Task *task, GError **error)
{
	Memory *memory = task->care->memory;
	for (guint i = 0; i < task->count; i++)
		if (!memory_lift(memory, task->addresses[i], &task->outcomes[i].lifted, error))
			return FALSE;
	return memory_commit(memory, error);
}

static gboolean run(const Options *options, char *const *addresses, gboolean undo, GError **error)
{
	g_auto(Care) care;
	if (!care_open(&care, options, TRUE, error))
		return FALSE;
	guint count = g_strv_length((char **)addresses);
	g_autofree Outcome *outcomes = g_new0(Outcome, count);
	Task task = {options, &care, (const char *const *)addresses, count, outcomes};
	if (!(undo ? lift(&task, error) : forget(&task, error)))
		return FALSE;
	for (guint i = 0; i < count; i++) {
		outcomes[i].address = addresses[i];
		if (options->json)
			print_json(&outcomes[i], undo);
		else
			print(&outcomes[i], undo);
	}
	return TRUE;
}

/* ARGUMENTS as mail spells them; NULL after a complaint of one that is none. */
static char **read_addresses(const Command *command, char *const *arguments)
{
	g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; arguments[i] != NULL; i++) {
		char *address = address_normal(span_new(arguments[i], strlen(arguments[i])));
		g_ptr_array_add(addresses, address);
		if (strchr(address, '@') != NULL)
			continue;
		g_autofree char *shown = text_safe(arguments[i]);
		g_autofree char *message = g_strdup_printf(_("\"%s\" is no address"), shown);
		options_complain(command, message);
		return NULL;
	}
	g_ptr_array_add(addresses, NULL);
	return (char **)g_ptr_array_steal(addresses, NULL);
}

int command_forget(const Command *command, int argc, char **argv)
{
	gboolean undo = FALSE;
	const GOptionEntry entries[] = {
		{"undo", 0, 0, G_OPTION_ARG_NONE, &undo,
			N_("let it be learned again; what was erased stays erased"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, G_MAXINT);
	if (options == NULL)
		return EXIT_TROUBLE;
	g_auto(GStrv) addresses = read_addresses(command, options->arguments);
	g_autoptr(GError) error = NULL;
	if (addresses == NULL)
		return EXIT_TROUBLE;
	if (run(options, addresses, undo, &error))
		return EXIT_NOTHING_FOUND;
	options_complain(command, error->message);
	return EXIT_TROUBLE;
}
