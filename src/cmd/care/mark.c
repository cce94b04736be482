/* SPDX-License-Identifier: Apache-2.0
 *
 * kith mark: say what a message is, or take that back.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/care/care.h"
#include "cmd/run.h"
#include "output/text.h"

static const char *outcome(const MarkOrder *order, gboolean done, gboolean forgotten)
{
	gboolean benign = order->kind == MARK_BENIGN;
	if (forgotten)
		return _("marked as benign, but not learned: its author was forgotten (kith forget "
			 "--undo lifts that)");
	if (!order->undo && !done)
		return _("not marked: it is too large to be read whole");
	if (!order->undo)
		return benign ? _("marked as benign") : _("marked as hijacked");
	if (done)
		return benign ? _("no longer marked as benign") : _("no longer marked as hijacked");
	return benign ? _("was not marked as benign") : _("was not marked as hijacked");
}

static void print_outcome(
	const char *what, const MarkOrder *order, gboolean done, gboolean forgotten, gboolean json)
{
	if (!json) {
		g_autofree char *shown = text_safe(what);
		printf("%s: %s\n", shown, outcome(order, done, forgotten));
		return;
	}
	g_autoptr(Json) out = json_new(stdout);
	json_open_object(out, NULL);
	json_string(out, "message", what);
	json_string(out, "mark", order->kind == MARK_BENIGN ? "benign" : "hijacked");
	json_boolean(out, "undo", order->undo);
	json_boolean(out, "done", done);
	json_boolean(out, "forgotten", forgotten);
	json_close_object(out);
}

/* What the report is called with: the Run, and what is said. */
typedef struct MarkRun {
	Run run;
	const MarkOrder *order;
} MarkRun;

static void report(const EngineResult *result, gpointer user_data)
{
	const MarkRun *marking = user_data;
	Run *run = user_data;
	run_count(run, result);
	progress_clear(run->progress);
	if (result->facts == NULL)
		run_complain(result->path, result->problem, run);
	else
		print_outcome(result->path, marking->order, result->fate != FATE_JUDGED,
			result->fate == FATE_FORGOTTEN, run->options->json);
}

static int mark_mail(const Command *command, Options *options, const MarkOrder *order)
{
	MarkRun marking = {.order = order};
	run_engine(&marking.run, command, options,
		(EngineOptions){.task = ENGINE_MARK, .mark = *order}, report);
	return run_status(&marking.run, FALSE);
}

static gboolean complain_of(const Command *command, const char *format, const char *message_id)
{
	g_autofree char *shown = text_safe(message_id);
	g_autofree char *message = g_strdup_printf("%s: %s", shown, format);
	options_complain(command, message);
	return FALSE;
}

static gboolean mark_one(const Command *command, const Options *options, const MarkOrder *order,
	Memory *memory, Marking *marking, const char *given, GError **error)
{
	g_autofree char *id = g_strdup(given + (given[0] == '<'));
	guint count = 0;
	gboolean done = FALSE;
	if (g_str_has_suffix(id, ">"))
		id[strlen(id) - 1] = '\0';
	if (!marking_message_id(marking, memory, id, &count, &done, error))
		return FALSE;
	if (count == 0)
		return complain_of(
			command, _("neither a file nor a message that the ledger knows"), given);
	if (count > 1)
		return complain_of(
			command, _("several messages bear this Message-ID: give the file"), given);
	print_outcome(given, order, done, FALSE, options->json);
	return TRUE;
}

static gboolean mark_by_id(
	const Command *command, const Options *options, const MarkOrder *order, GError **error)
{
	g_autoptr(Secret) secret = secret_load(options->settings->secret, error);
	if (secret == NULL)
		return FALSE;
	g_autoptr(Memory) memory =
		memory_open(options->settings->state, secret, MEMORY_WRITE, error);
	if (memory == NULL)
		return FALSE;
	g_autoptr(Marking) marking = marking_new(options->settings, order, error);
	if (marking == NULL || !memory_begin(memory, error))
		return FALSE;
	gboolean done = TRUE;
	for (guint i = 0; options->arguments[i] != NULL && *error == NULL; i++)
		done &= mark_one(
			command, options, order, memory, marking, options->arguments[i], error);
	return *error == NULL && marking_commit(marking, memory, error) && done;
}

static int mark(const Command *command, Options *options, MarkOrder *order)
{
	g_autofree char *kind = options->arguments[0];
	if (g_str_equal(kind, "benign"))
		order->kind = MARK_BENIGN;
	else if (g_str_equal(kind, "hijacked"))
		order->kind = MARK_HIJACKED;
	for (guint i = 0; options->arguments[i] != NULL; i++)
		options->arguments[i] = options->arguments[i + 1];
	if (order->kind == MARK_NONE) {
		options_complain(command, _("say benign or hijacked, then what"));
		return EXIT_TROUBLE;
	}
	const char *first = options->arguments[0];
	g_autoptr(GError) error = NULL;
	if (!care_require_state(options->settings->state, &error)) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	if (g_str_equal(first, "-") || g_file_test(first, G_FILE_TEST_EXISTS))
		return mark_mail(command, options, order);
	if (mark_by_id(command, options, order, &error))
		return EXIT_NOTHING_FOUND;
	if (error != NULL)
		options_complain(command, error->message);
	return EXIT_TROUBLE;
}

int command_mark(const Command *command, int argc, char **argv)
{
	MarkOrder order = {.kind = MARK_NONE};
	g_autofree char *reason = NULL;
	const GOptionEntry entries[] = {
		{"reason", 0, 0, G_OPTION_ARG_STRING, &reason,
			N_("why; kept encrypted and shown by kith explain"), N_("TEXT")},
		{"undo", 0, 0, G_OPTION_ARG_NONE, &order.undo, N_("take it back"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 2, G_MAXINT);
	if (options == NULL)
		return EXIT_TROUBLE;
	order.reason = reason != NULL ? reason : "";
	return mark(command, options, &order);
}
