/* SPDX-License-Identifier: Apache-2.0
 *
 * kith expire: drop what is older, from memory, ledger and copies of mail.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/care/care.h"
#include "cmd/care/copies.h"
#include "output/json.h"
#include "output/text.h"
#include "report/period.h"

static gboolean expire_ledger(Ledger *ledger, gint64 before, GError **error)
{
	if (ledger == NULL)
		return TRUE;
	if (ledger_begin(ledger, error) && ledger_expire(ledger, before, before, error) &&
		ledger_commit(ledger, error))
		return ledger_settle(ledger, error);
	ledger_abort(ledger);
	return FALSE;
}

static void print(const Options *options, const MemoryErased *erased, const Copies *copies)
{
	if (options->json) {
		g_autoptr(Json) json = json_new(stdout);
		json_open_object(json, NULL);
		json_integer(json, "messages", (gint64)erased->messages);
		json_integer(json, "persons", (gint64)erased->persons);
		json_integer(json, "conversations", (gint64)erased->conversations);
		json_integer(json, "quarantine", copies->held);
		json_close_object(json);
		return;
	}
	g_autofree char *messages = text_number(erased->messages);
	g_autofree char *persons = text_number(erased->persons);
	printf(_("%s messages and %s persons erased\n"), messages, persons);
	if (copies->held > 0)
		printf(_("  removed from quarantine: %u\n"), copies->held);
}

static gboolean expire(const Options *options, gint64 before, GError **error)
{
	g_auto(Care) care;
	MemoryErased erased;
	Copies copies;
	if (!care_open(&care, options, TRUE, error) ||
		!memory_expire(care.memory, before, &erased, error) ||
		!expire_ledger(care.ledger, before, error) ||
		!copies_expire(options->settings, before, &copies, error))
		return FALSE;
	print(options, &erased, &copies);
	return TRUE;
}

int command_expire(const Command *command, int argc, char **argv)
{
	g_autoptr(Options) options = options_parse(command, NULL, argc, argv, 1, 1);
	gint64 before = 0;
	if (options == NULL)
		return EXIT_TROUBLE;
	if (!period_parse(options->arguments[0], g_get_real_time() / G_USEC_PER_SEC, &before) ||
		before <= 0) {
		options_complain(command,
			_("say how old: an age such as 730d or 104w, or a date (2020-01-30)"));
		return EXIT_TROUBLE;
	}
	g_autoptr(GError) error = NULL;
	if (expire(options, before, &error))
		return EXIT_NOTHING_FOUND;
	options_complain(command, error->message);
	return EXIT_TROUBLE;
}
