/* SPDX-License-Identifier: Apache-2.0
 *
 * Another sensor's ledger, line by line, each recorded as if it had been seen here.
 */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "ledger/exchange/ledger-exchange.h"
#include "ledger/exchange/line.h"

/* When another ledger took MESSAGE in, as far as that can be: not before it came, nor in the
 * future; or it would be forgotten at once, or never. */
static gint64 recorded_at(const LedgerMessage *message, gint64 now)
{
	if (message->recorded <= 0 && message->time <= 0)
		return now;
	return CLAMP(message->recorded, message->time, now);
}

static gboolean take_line(Ledger *ledger, const char *text, gsize length, gint64 now,
	LedgerImport *import, GError **error)
{
	g_auto(Line) line = {0};
	guint added = 0;
	if (!line_read(text, length, &line, &import->problem))
		return TRUE;
	if (line.kind == LINE_LOGIN) {
		line.login.first = MIN(line.login.first, now);
		line.login.last = MIN(line.login.last, now);
		line.login.recorded = MIN(line.login.recorded, now);
		return ledger_record_login(ledger, &line.login, error);
	}
	if (line.kind == LINE_PASSWORD)
		return ledger_record_password(ledger, line.password.account, line.password.hash,
			MIN(line.password.recorded, now), error);
	line.message.time = MIN(line.message.time, now);
	line.message.recorded = recorded_at(&line.message, now);
	if (!ledger_record(ledger, &line.message, &added, error))
		return FALSE;
	import->messages++;
	import->sightings += added;
	return TRUE;
}

/* Reads the next line into ROOM bytes of LINE; FALSE at the end. */
static gboolean next_line(FILE *stream, char *line, int room, gsize *ret_length)
{
	if (fgets(line, room, stream) == NULL)
		return FALSE;
	*ret_length = strlen(line);
	if (*ret_length > 0 && line[*ret_length - 1] == '\n')
		--*ret_length;
	return TRUE;
}

gboolean ledger_import(Ledger *ledger, FILE *stream, gint64 now, LedgerImport *ret, GError **error)
{
	enum { room = LIMIT_LEDGER_LINE + 2 };
	g_autofree char *line = g_malloc(room);
	gsize length = 0;
	*ret = (LedgerImport){.line = 1};
	if (!next_line(stream, line, room, &length) || !line_is_header(line, length))
		ret->problem = _("not a ledger, or one of a newer version");
	while (ret->problem == NULL && next_line(stream, line, room, &length)) {
		ret->line++;
		if (!take_line(ledger, line, length, now, ret, error))
			return FALSE;
	}
	if (ferror(stream) == 0)
		return TRUE;
	int number = errno;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, g_strerror(number));
	return FALSE;
}
