/* SPDX-License-Identifier: Apache-2.0
 *
 * What the ledger is told of victims, and the same told out of RAM.
 */
#include "report/attribution.h"

#include "base/error.h"
#include "sample.h"

static gboolean append_victim(const LedgerVictimRow *row, gpointer user_data)
{
	g_string_append_printf(user_data, "%s %" G_GUINT64_FORMAT " %s %s\n", row->mailbox.address,
		row->victim.messages, row->victim.name, ledger_side_name(row->victim.side));
	return TRUE;
}

static char *victims_of(Ledger *ledger, const LedgerFilter *filter)
{
	g_autoptr(GError) error = NULL;
	GString *text = g_string_new(NULL);
	g_assert_true(attribution_each_victim(ledger, filter, append_victim, text, &error));
	return g_string_free(text, FALSE);
}

static const char expected[] = "bert@robbed.example 3 Bert Example outside\n"
			       "anna@robbed.example 7 Anna Example outside\n"
			       "carla@gmail.com 1 Carla outside\n";

static void test_same_in_memory_and_kept(void)
{
	g_autofree char *state = sample_state();
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) reader = ledger_open(state, LEDGER_READ, &error);
	gboolean stale = FALSE;
	g_assert_true(ledger_is_stale(reader, &stale, &error));
	g_assert_true(stale);
	g_autofree char *computed = victims_of(reader, NULL);
	g_assert_cmpstr(computed, ==, expected);
	g_autoptr(Ledger) current = attribution_open(state, &error);
	g_assert_true(ledger_is_stale(current, &stale, &error));
	g_assert_false(stale);
	g_autofree char *kept = victims_of(current, NULL);
	g_assert_cmpstr(kept, ==, expected);
	g_clear_pointer(&reader, ledger_free);
	g_clear_pointer(&current, ledger_free);
	sample_remove(state);
}

/* Only messages of that time are counted. */
static void test_period(void)
{
	g_autofree char *state = sample_state();
	g_autoptr(GError) error = NULL;
	const LedgerFilter before = {.until = SAMPLE_START};
	const LedgerFilter filter = {
		.since = SAMPLE_START + 2 * 3600, .until = SAMPLE_START + 8 * 3600};
	g_autoptr(Ledger) reader = ledger_open(state, LEDGER_READ, &error);
	g_autofree char *early = victims_of(reader, &before);
	g_assert_cmpstr(early, ==, "carla@gmail.com 1 Carla outside\n");
	g_autofree char *computed = victims_of(reader, &filter);
	g_assert_cmpstr(computed, ==,
		"bert@robbed.example 1 Bert Example outside\n"
		"anna@robbed.example 5 Anna Example outside\n");
	g_autoptr(Ledger) current = attribution_open(state, &error);
	g_autofree char *kept = victims_of(current, &filter);
	g_assert_cmpstr(kept, ==, computed);
	g_clear_pointer(&reader, ledger_free);
	g_clear_pointer(&current, ledger_free);
	sample_remove(state);
}

static void test_no_ledger(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *state = g_dir_make_tmp("kith-report-XXXXXX", NULL);
	g_autoptr(Ledger) ledger = attribution_open(state, &error);
	g_assert_no_error(error);
	g_autofree char *none = victims_of(ledger, NULL);
	g_assert_cmpstr(none, ==, "");
	g_clear_pointer(&ledger, ledger_free);
	sample_remove(state);
	g_assert_null(attribution_open(state, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/report/attribution/same-in-memory-and-kept", test_same_in_memory_and_kept);
	g_test_add_func("/report/attribution/period", test_period);
	g_test_add_func("/report/attribution/no-ledger", test_no_ledger);
	return g_test_run();
}
