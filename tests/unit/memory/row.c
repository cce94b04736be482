/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows come back as they were written; damaged ones are told and are all zero.
 */
#include "memory/row.h"

static MessageRow full_message(void)
{
	MessageRow row = {.conversation = G_MAXUINT32,
		.author = 7,
		.time = 1600000000,
		.flags = ROW_OPEN,
		.recipient_count = LIMIT_RECIPIENTS};

	for (guint i = 0; i < LIMIT_RECIPIENTS; i++)
		row.recipients[i] = i * 0x07ffffff;
	return row;
}

static void test_round_trip(void)
{
	const gint64 times[] = {0, 1, -1, 1600000000, G_MAXINT64, G_MININT64};
	RowBuffer buffer;

	for (guint i = 0; i < G_N_ELEMENTS(times); i++)
		for (guint k = 0; k < G_N_ELEMENTS(times); k++) {
			AccountRow account = {ROW_PROVEN, G_MAXUINT32, times[i], times[k]},
				   account_back;
			PairRow pair = {3, times[i], times[k]}, pair_back;
			ConversationRow talk = {9, times[i], times[k], ROW_OPEN}, talk_back;

			account_row_write(&account, &buffer);
			g_assert_true(account_row_read(row_span(&buffer), &account_back));
			g_assert_cmpmem(&account, sizeof account, &account_back, sizeof account);
			pair_row_write(&pair, &buffer);
			g_assert_true(pair_row_read(row_span(&buffer), &pair_back));
			g_assert_cmpint(pair.first, ==, pair_back.first);
			g_assert_cmpint(pair.last, ==, pair_back.last);
			g_assert_cmpuint(pair.count, ==, pair_back.count);
			conversation_row_write(&talk, &buffer);
			g_assert_true(conversation_row_read(row_span(&buffer), &talk_back));
			g_assert_cmpint(talk.first, ==, talk_back.first);
			g_assert_cmpint(talk.last, ==, talk_back.last);
			g_assert_cmpuint(talk.flags, ==, talk_back.flags);
		}
}

static void test_message(void)
{
	MessageRow row = full_message(), back;
	RowBuffer buffer;

	message_row_write(&row, &buffer);
	g_assert_cmpuint(buffer.length, <=, sizeof buffer.bytes);
	g_assert_true(message_row_read(row_span(&buffer), &back));
	g_assert_cmpuint(back.conversation, ==, row.conversation);
	g_assert_cmpuint(back.author, ==, row.author);
	g_assert_cmpint(back.time, ==, row.time);
	g_assert_cmpuint(back.flags, ==, row.flags);
	g_assert_cmpmem(
		back.recipients, sizeof back.recipients, row.recipients, sizeof row.recipients);
}

static void test_counters(void)
{
	CounterRow row = {1, G_MAXUINT64, 0, 300}, back;
	RowBuffer buffer;

	counter_row_write(&row, &buffer);
	g_assert_true(counter_row_read(row_span(&buffer), &back));
	g_assert_cmpmem(&row, sizeof row, &back, sizeof back);
}

/* Cut short, too long, or with a count over the bound. */
static void test_damaged(void)
{
	MessageRow row = full_message(), back;
	RowBuffer buffer;

	message_row_write(&row, &buffer);
	for (gsize length = 0; length < buffer.length; length++) {
		g_assert_false(message_row_read(span_new(buffer.bytes, length), &back));
		g_assert_cmpuint(back.conversation, ==, 0);
		g_assert_cmpuint(back.recipient_count, ==, 0);
	}
	buffer.bytes[buffer.length++] = 0;
	g_assert_false(message_row_read(row_span(&buffer), &back));
	g_assert_false(message_row_read(span_new(NULL, 0), &back));
	g_assert_false(message_row_read(span_new("\1\1\2\0\41", 5), &back));
	g_assert_false(message_row_read(span_new("\377\377\377\377\377\1\1\2\0\0", 10), &back));
}

static void test_any_bytes(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(3);

	for (guint i = 0; i < 20000; i++) {
		guint8 bytes[40];
		Span span = span_new(bytes, (gsize)g_rand_int_range(random, 0, sizeof bytes));
		MessageRow message;
		AccountRow account;
		ConversationRow talk;
		PairRow pair;
		CounterRow counters;

		for (guint k = 0; k < sizeof bytes; k++)
			bytes[k] = (guint8)g_rand_int_range(random, 0, i % 2 ? 256 : 140);
		message_row_read(span, &message);
		g_assert_cmpuint(message.recipient_count, <=, LIMIT_RECIPIENTS);
		account_row_read(span, &account);
		conversation_row_read(span, &talk);
		pair_row_read(span, &pair);
		counter_row_read(span, &counters);
	}
}

static void test_widen(void)
{
	gint64 first = 0, last = 0;

	row_widen(&first, &last, 0);
	g_assert_cmpint(first, ==, 0);
	row_widen(&first, &last, 50);
	g_assert_cmpint(first, ==, 50);
	g_assert_cmpint(last, ==, 50);
	row_widen(&first, &last, 70);
	row_widen(&first, &last, 60);
	row_widen(&first, &last, 40);
	row_widen(&first, &last, 0);
	g_assert_cmpint(first, ==, 40);
	g_assert_cmpint(last, ==, 70);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/row/round-trip", test_round_trip);
	g_test_add_func("/row/message", test_message);
	g_test_add_func("/row/counters", test_counters);
	g_test_add_func("/row/damaged", test_damaged);
	g_test_add_func("/row/any-bytes", test_any_bytes);
	g_test_add_func("/row/widen", test_widen);
	return g_test_run();
}
