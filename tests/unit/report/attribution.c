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
	LedgerStanding standing;
	g_assert_true(ledger_standing(reader, &standing, &error));
	g_assert_true(standing.grown);
	g_autofree char *computed = victims_of(reader, NULL);
	g_assert_cmpstr(computed, ==, expected);
	g_autoptr(Ledger) current = attribution_open(state, &error);
	g_assert_true(ledger_standing(current, &standing, &error));
	g_assert_false(standing.grown || standing.changed);
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

static const guint few = 4;

static LedgerStanding standing_of(Ledger *ledger)
{
	g_autoptr(GError) error = NULL;
	LedgerStanding standing;
	g_assert_true(ledger_standing(ledger, &standing, &error));
	return standing;
}

/* Forty conversations that ROBBED took part in, each in the name of somebody else. */
static void record_forty(Ledger *ledger, const char *robbed)
{
	for (guint i = 0; i < 40; i++) {
		g_autofree char *named = g_strdup_printf("person%u@other%u.example", i, i);
		sample_record(ledger, &(SampleMessage){.number = 1000 + i,
					      .verdict = LEDGER_HIJACKED,
					      .time = SAMPLE_START + i,
					      .robbed = named,
					      .name = "Person",
					      .other = robbed});
	}
}

static SampleMessage last_message(LedgerVerdict verdict)
{
	return (SampleMessage){.number = 2000,
		.verdict = verdict,
		.time = SAMPLE_START + 99,
		.robbed = "last@other.example",
		.name = "Last",
		.other = "hub@robbed.example"};
}

/* Whoever many messages were taken from is told of one more, without those being read. */
static void test_message_after_many(void)
{
	g_autofree char *state = g_dir_make_tmp("kith-report-XXXXXX", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, &error);
	const SampleMessage last = last_message(LEDGER_SUSPICIOUS);
	const SampleMessage heavier = last_message(LEDGER_HIJACKED);
	record_forty(ledger, "hub@robbed.example");
	g_assert_true(attribution_update(ledger, few, &error));
	const gint64 settled = standing_of(ledger).settled;
	g_assert_cmpint(settled, ==, 40);
	sample_record(ledger, &last);
	g_assert_true(standing_of(ledger).grown && !standing_of(ledger).changed);
	g_assert_true(attribution_update(ledger, few, &error));
	g_assert_cmpint(standing_of(ledger).settled, ==, settled);
	g_assert_false(standing_of(ledger).grown || standing_of(ledger).changed);
	g_autofree char *after = victims_of(ledger, NULL);
	g_assert_cmpstr(after, ==, "hub@robbed.example 41  outside\n");
	/* What was told of it before may be wrong now. */
	sample_record(ledger, &heavier);
	g_assert_true(standing_of(ledger).changed);
	g_assert_true(attribution_update(ledger, few, &error));
	g_assert_cmpint(standing_of(ledger).settled, ==, settled + 1);
	g_autofree char *together = victims_of(ledger, NULL);
	g_assert_cmpstr(together, ==, after);
	g_clear_pointer(&ledger, ledger_free);
	sample_remove(state);
}

/* A victim is as likely as what is told now says, not as was told before more was known. */
static void test_probability_falls(void)
{
	g_autofree char *state = g_dir_make_tmp("kith-report-XXXXXX", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, &error);
	record_forty(ledger, "hub@robbed.example");
	g_assert_true(attribution_update(ledger, 4, &error));
	SampleMessage last = last_message(LEDGER_HIJACKED);
	last.robbed = "named@other.example";
	last.other = "other-hub@robbed.example";
	sample_record(ledger, &last);
	g_assert_true(attribution_update(ledger, 4, &error));
	g_autofree char *alone = victims_of(ledger, NULL);
	g_assert_nonnull(strstr(alone, "named@other.example 1"));
	last.number++;
	last.robbed = "another@other.example";
	sample_record(ledger, &last);
	g_assert_true(attribution_update(ledger, 4, &error));
	g_assert_cmpint(standing_of(ledger).settled, ==, 40);
	g_autofree char *both = victims_of(ledger, NULL);
	g_assert_null(strstr(both, "named@other.example 1"));
	g_clear_pointer(&ledger, ledger_free);
	sample_remove(state);
}

/* When as many came as a twentieth, all are weighed again. */
static void test_many_after_many(void)
{
	g_autofree char *state = g_dir_make_tmp("kith-report-XXXXXX", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, &error);
	record_forty(ledger, "hub@robbed.example");
	g_assert_true(attribution_update(ledger, few, &error));
	for (guint i = 0; i < 3; i++) {
		SampleMessage last = last_message(LEDGER_HIJACKED);
		last.number += i;
		sample_record(ledger, &last);
		g_assert_true(attribution_update(ledger, few, &error));
		g_assert_cmpint(standing_of(ledger).settled, ==, i < 2 ? 40 : 43);
	}
	g_clear_pointer(&ledger, ledger_free);
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
	g_test_add_func("/report/attribution/message-after-many", test_message_after_many);
	g_test_add_func("/report/attribution/probability-falls", test_probability_falls);
	g_test_add_func("/report/attribution/many-after-many", test_many_after_many);
	g_test_add_func("/report/attribution/no-ledger", test_no_ledger);
	return g_test_run();
}
