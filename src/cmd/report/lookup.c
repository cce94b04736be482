/* SPDX-License-Identifier: Apache-2.0
 *
 * kith lookup: the roles that addresses and domains were seen in, and the samples that files and
 * messages came from; of arguments or one a line from standard input.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "cmd/report/report.h"
#include "mail/header/address.h"
#include "output/text.h"
#include "report/attribution.h"

typedef struct Lookups {
	const Command *command;
	ReportContext context;
	ReportContext traces; /* of hashes and Message-IDs */
	gboolean hit;
	guint complaints;
} Lookups;

/* A domain has a dot: a digest of another kind than those that are known has none. */
static gboolean is_address_or_domain(const char *what)
{
	g_autofree char *address = address_normal(span_new(what, strlen(what)));
	return address[0] != '\0' || (strchr(what, '@') == NULL && strchr(what, '.') != NULL &&
					     address_good_host(span_new(what, strlen(what))));
}

static void complain(Lookups *lookups, const char *what)
{
	g_autofree char *safe = text_safe(what);
	g_autofree char *message =
		g_strdup_printf(_("\"%s\" is no address, domain, SHA-256 or Message-ID"), safe);
	options_complain(lookups->command, message);
	lookups->complaints++;
}

static gboolean look_up(Lookups *lookups, const char *what, GError **error)
{
	gboolean hit = FALSE;
	g_autofree char *id = g_strdup_printf("<%s>", what);
	/* The tables show Message-IDs without brackets, and then they look like addresses. */
	if (!traces_know(what) && strchr(what, '@') != NULL &&
		!traces_write(&lookups->traces, id, &hit, error))
		return FALSE;
	lookups->hit |= hit;
	if (hit)
		return TRUE;
	if (!traces_know(what) && !is_address_or_domain(what)) {
		complain(lookups, what);
		return TRUE;
	}
	gboolean done = traces_know(what) ? traces_write(&lookups->traces, what, &hit, error)
					  : lookup_write(&lookups->context, what, &hit, error);
	lookups->hit |= hit;
	return done;
}

/* The next line into LINE, as much as has ROOM; *RET_LENGTH is its whole length. FALSE at the end.
 */
static gboolean next_line(FILE *stream, char *line, gsize room, gsize *ret_length)
{
	int c = fgetc(stream);
	gsize length = 0;
	if (c == EOF)
		return FALSE;
	for (; c != '\n' && c != EOF; c = fgetc(stream), length++)
		if (length + 1 < room)
			line[length] = (char)c;
	line[MIN(length, room - 1)] = '\0';
	*ret_length = length;
	return TRUE;
}

static gboolean look_up_lines(Lookups *lookups, FILE *stream, GError **error)
{
	char line[LIMIT_STRING + 2];
	gsize length = 0;
	while (next_line(stream, line, sizeof line, &length)) {
		if (length >= sizeof line) {
			options_complain(lookups->command, _("a line is too long for an address"));
			lookups->complaints++;
			continue;
		}
		g_strstrip(line);
		if (line[0] != '\0' && !look_up(lookups, line, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean look_up_all(Lookups *lookups, char *const *queries, GError **error)
{
	for (guint i = 0; queries[i] != NULL; i++) {
		gboolean done = strcmp(queries[i], "-") == 0 ? look_up_lines(lookups, stdin, error)
							     : look_up(lookups, queries[i], error);
		if (!done)
			return FALSE;
	}
	return TRUE;
}

static int look(const Command *command, const Options *options, const ReportOptions *own)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) ledger = attribution_open(options->settings->state, &error);
	g_autoptr(Writer) writer = writer_new(
		report_form(options, own), report_lookup.columns, report_lookup.count, stdout);
	g_autoptr(Writer) traces = writer_new(
		report_form(options, own), report_traces.columns, report_traces.count, stdout);
	Lookups lookups = {.command = command,
		.context = {.ledger = ledger,
			.filter = &own->filter,
			.share = own->share,
			.writer = writer}};
	lookups.traces = lookups.context;
	lookups.traces.writer = traces;
	if (ledger == NULL || !look_up_all(&lookups, options->arguments, &error)) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	if (lookups.complaints > 0)
		return EXIT_TROUBLE;
	return lookups.hit ? EXIT_FOUND : EXIT_NOTHING_FOUND;
}

int command_lookup(const Command *command, int argc, char **argv)
{
	g_auto(ReportOptions) own = {0};
	g_autofree GOptionEntry *entries =
		report_entries(&own, REPORT_PERIOD | REPORT_RUN | REPORT_FORM, NULL);
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 1, G_MAXINT);
	if (options == NULL || !report_options_check(command, options, &own))
		return EXIT_TROUBLE;
	return look(command, options, &own);
}
