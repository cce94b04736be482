/* SPDX-License-Identifier: Apache-2.0
 *
 * A line of another sensor's ledger: what is taken is within its bounds, and comes back the same
 * when it is written and read again.
 */
#include <math.h>
#include <stdint.h>

#include "base/limits.h"
#include "ledger/exchange/line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const LedgerMessage *message)
{
	g_assert_cmpuint(message->verdict, <=, LEDGER_UNSCANNABLE);
	g_assert_cmpuint(message->source, <, LEDGER_SOURCES);
	g_assert_true(isfinite(message->score));
	g_assert_cmpint(message->time, >=, 0);
	g_assert_cmpint(message->recorded, <=, LIMIT_TIME);
	g_assert_cmpuint(message->recipient_count, <=, LIMIT_LEDGER_RECIPIENTS);
	g_assert_cmpuint(message->candidate_count, <=, LIMIT_LEDGER_CANDIDATES);
	g_assert_cmpuint(message->indicator_count, <=, LIMIT_LEDGER_INDICATORS);
	g_assert_cmpuint(message->track_count, <=, LIMIT_LEDGER_TRACKS);
	g_assert_cmpuint(message->event.length, <=, LIMIT_STRING);
	for (guint i = 0; i < message->candidate_count; i++) {
		g_assert_cmpfloat(message->candidates[i].weight, >=, 0);
		g_assert_cmpfloat(message->candidates[i].weight, <=, 1);
		g_assert_nonnull(message->candidates[i].mailbox.address);
	}
}

/* LINE as it is written, and its length without the newline. */
static char *write_line(const Line *line, gsize *ret_length)
{
	char *text = NULL;
	FILE *stream = open_memstream(&text, ret_length);
	g_autoptr(Json) json = json_new(stream);

	if (line->kind == LINE_LOGIN)
		line_write_login(json, &line->login);
	else if (line->kind == LINE_PASSWORD)
		line_write_password(json, &line->password);
	else
		line_write(json, &line->message);
	fclose(stream);
	--*ret_length;
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *problem = NULL;
	g_auto(Line) line = {0};

	line_is_header((const char *)data, size);
	if (!line_read((const char *)data, size, &line, &problem)) {
		g_assert_nonnull(problem);
		return 0;
	}
	if (line.kind == LINE_MESSAGE)
		check(&line.message);
	gsize length = 0, length_again = 0;
	g_autofree char *text = write_line(&line, &length);
	g_auto(Line) again = {0};
	if (length > LIMIT_LEDGER_LINE)
		return 0;
	g_assert_true(line_read(text, length, &again, &problem));
	g_autofree char *text_again = write_line(&again, &length_again);
	g_assert_cmpmem(text, length, text_again, length_again);
	return 0;
}
