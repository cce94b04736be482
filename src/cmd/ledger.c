/* SPDX-License-Identifier: Apache-2.0
 *
 * kith ledger: take a ledger out as JSON lines, and other sensors' in. A file is written whole or
 * not at all, and read so.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/options.h"
#include "ledger/exchange/ledger-exchange.h"
#include "output/json.h"
#include "output/text.h"
#include "report/attribution.h"

static gboolean io_error(const char *path, GError **error)
{
	int number = errno;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(number));
	return FALSE;
}

/* What is asked for. */
typedef struct Task {
	const Options *options;
	gboolean passwords;
} Task;

static gboolean export_to(const Task *task, FILE *stream, guint64 *ret_messages, GError **error)
{
	g_autoptr(Ledger) ledger = ledger_open(task->options->settings->state, LEDGER_READ, error);
	return ledger != NULL && ledger_begin(ledger, error) &&
	       ledger_export(ledger, stream, task->passwords, ret_messages, error);
}

/* Beside PATH, and in its place when it is complete and on the disk. */
static gboolean export_to_file(
	const Task *task, const char *path, guint64 *ret_messages, GError **error)
{
	g_autofree char *draft = g_strconcat(path, ".XXXXXX", NULL);
	int file = g_mkstemp_full(draft, O_RDWR | O_CLOEXEC, 0600);
	FILE *stream = file >= 0 ? fdopen(file, "w") : NULL;
	if (stream == NULL)
		return io_error(path, error);
	gboolean done = export_to(task, stream, ret_messages, error);
	if (done && (fflush(stream) != 0 || fsync(file) != 0))
		done = io_error(path, error);
	if (fclose(stream) != 0 && done)
		done = io_error(path, error);
	if (done && rename(draft, path) != 0)
		done = io_error(path, error);
	if (!done)
		unlink(draft);
	return done;
}

/* What is no regular file, such as a pipe or a device, is written to and never replaced. */
static gboolean is_special(const char *path)
{
	GStatBuf info;
	return g_stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static gboolean export_to_special(
	const Task *task, const char *path, guint64 *ret_messages, GError **error)
{
	FILE *stream = fopen(path, "we");
	if (stream == NULL)
		return io_error(path, error);
	gboolean done = export_to(task, stream, ret_messages, error);
	if (fclose(stream) != 0 && done)
		done = io_error(path, error);
	return done;
}

static gboolean take_out(const Task *task, const char *path, GError **error)
{
	guint64 messages = 0;
	if (path == NULL || g_str_equal(path, "-"))
		return export_to(task, stdout, &messages, error);
	if (!(is_special(path) ? export_to_special : export_to_file)(task, path, &messages, error))
		return FALSE;
	g_autofree char *number = text_number(messages);
	if (!task->options->json)
		printf(_("%s messages exported\n"), number);
	return TRUE;
}

static gboolean import_stream(
	Ledger *ledger, const char *path, FILE *stream, LedgerImport *total, GError **error)
{
	LedgerImport read = {0};
	if (!ledger_begin(ledger, error) ||
		!ledger_import(ledger, stream, g_get_real_time() / G_USEC_PER_SEC, &read, error))
		return FALSE;
	if (read.problem != NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "%s:%" G_GUINT64_FORMAT ": %s",
			path, read.line, read.problem);
		return FALSE;
	}
	total->messages += read.messages;
	total->sightings += read.sightings;
	return ledger_commit(ledger, error);
}

static gboolean import_file(Ledger *ledger, const char *path, LedgerImport *total, GError **error)
{
	gboolean is_standard = g_str_equal(path, "-");
	FILE *stream = is_standard ? stdin : fopen(path, "re");
	if (stream == NULL)
		return io_error(path, error);
	gboolean done = import_stream(ledger, path, stream, total, error);
	ledger_abort(ledger);
	if (!is_standard)
		fclose(stream);
	return done;
}

static void summarise(const Options *options, const LedgerImport *total)
{
	if (options->json) {
		g_autoptr(Json) json = json_new(stdout);
		json_open_object(json, NULL);
		json_integer(json, "messages", (gint64)total->messages);
		json_integer(json, "sightings", (gint64)total->sightings);
		json_close_object(json);
		return;
	}
	g_autofree char *messages = text_number(total->messages);
	g_autofree char *sightings = text_number(total->sightings);
	printf(_("%s messages imported, %s sightings new in the ledger\n"), messages, sightings);
}

/* Files that cannot be read are named, the others are still read. */
static int take_in(const Command *command, const Options *options)
{
	LedgerImport total = {0};
	int status = EXIT_NOTHING_FOUND;
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) ledger = ledger_open(options->settings->state, LEDGER_WRITE, &error);
	if (ledger == NULL) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	for (guint i = 1; options->arguments[i] != NULL; i++) {
		g_autoptr(GError) problem = NULL;
		if (import_file(ledger, options->arguments[i], &total, &problem))
			continue;
		g_autofree char *shown = text_safe(problem->message);
		options_complain(command, shown);
		status = EXIT_TROUBLE;
	}
	attribution_keep_up(options->settings->state);
	summarise(options, &total);
	return status;
}

int command_ledger(const Command *command, int argc, char **argv)
{
	Task task = {0};
	const GOptionEntry entries[] = {
		{"passwords", 0, 0, G_OPTION_ARG_NONE, &task.passwords,
			N_("export the hashes of stolen passwords too"), NULL},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, G_MAXINT);
	if (options == NULL)
		return EXIT_TROUBLE;
	const char *what = options->arguments[0];
	task.options = options;
	guint given = g_strv_length(options->arguments) - 1;
	if (g_str_equal(what, "import") && given > 0)
		return take_in(command, options);
	if (!g_str_equal(what, "export") || given > 1) {
		options_complain(command, _("say export [FILE] or import FILE…"));
		return EXIT_TROUBLE;
	}
	g_autoptr(GError) error = NULL;
	if (take_out(&task, options->arguments[1], &error))
		return EXIT_NOTHING_FOUND;
	options_complain(command, error->message);
	return EXIT_TROUBLE;
}
