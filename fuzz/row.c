/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of memory as a damaged store may hold them: the first byte chooses the kind. What can be
 * read must come back the same when it is written and read again.
 */
#include <stdint.h>

#include "memory/row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_message(Span bytes)
{
	MessageRow row, again;
	RowBuffer buffer;

	if (!message_row_read(bytes, &row)) {
		g_assert_cmpuint(row.recipient_count, ==, 0);
		return;
	}
	g_assert_cmpuint(row.recipient_count, <=, LIMIT_RECIPIENTS);
	message_row_write(&row, &buffer);
	g_assert_true(message_row_read(row_span(&buffer), &again));
	g_assert_cmpmem(&row, sizeof row, &again, sizeof again);
}

static void check_account(Span bytes)
{
	AccountRow row, again;
	RowBuffer buffer;

	if (!account_row_read(bytes, &row))
		return;
	account_row_write(&row, &buffer);
	g_assert_true(account_row_read(row_span(&buffer), &again));
	g_assert_cmpmem(&row, sizeof row, &again, sizeof again);
}

static void check_conversation(Span bytes)
{
	ConversationRow row, again;
	RowBuffer buffer;

	if (!conversation_row_read(bytes, &row))
		return;
	conversation_row_write(&row, &buffer);
	g_assert_true(conversation_row_read(row_span(&buffer), &again));
	g_assert_cmpint(row.first, ==, again.first);
	g_assert_cmpint(row.last, ==, again.last);
}

static void check_others(Span bytes)
{
	CounterRow counters, counters_again;
	PairRow pair, pair_again;
	RowBuffer buffer;

	if (pair_row_read(bytes, &pair)) {
		pair_row_write(&pair, &buffer);
		g_assert_true(pair_row_read(row_span(&buffer), &pair_again));
		g_assert_cmpint(pair.last, ==, pair_again.last);
	}
	if (counter_row_read(bytes, &counters)) {
		counter_row_write(&counters, &buffer);
		g_assert_true(counter_row_read(row_span(&buffer), &counters_again));
		g_assert_cmpmem(&counters, sizeof counters, &counters_again, sizeof counters);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const checks[])(Span bytes) = {
		check_message, check_account, check_conversation, check_others};
	Span bytes = span_from(span_new(data, size), 1);

	if (size > 0)
		checks[data[0] % G_N_ELEMENTS(checks)](bytes);
	return 0;
}
