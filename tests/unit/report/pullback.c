/* SPDX-License-Identifier: Apache-2.0
 *
 * What convicts a delivered message afterwards, and what does not.
 */
#include "report/pullback.h"

#include "memory/campaign.h"
#include "sample.h"

#define DAY G_GINT64_CONSTANT(86400)

/* One message: what it was judged, when, in which conversation, and its tracks. */
typedef struct Case {
	LedgerVerdict verdict;
	gint64 time;
	guint64 subject;
	LedgerTrack tracks[2];
	guint count;
} Case;

static gboolean append(const LedgerSightingRow *row, PullbackReason reason, gpointer user_data)
{
	g_string_append_printf(user_data, "%s: %s, was %s\n", row->message_id,
		pullback_reason_name(reason), ledger_verdict_name(row->verdict));
	return TRUE;
}

/* What is pulled back when CASES were recorded, message N having the Message-ID "N". */
static char *pulled(const Case *cases, guint count, const LedgerFilter *filter)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *state = g_dir_make_tmp("kith-report-XXXXXX", NULL);
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, &error);
	for (guint i = 0; i < count; i++) {
		g_autofree char *id = g_strdup_printf("%u", i);
		sample_record(ledger, &(SampleMessage){.number = i + 1,
					      .verdict = cases[i].verdict,
					      .time = SAMPLE_START + cases[i].time,
					      .message_id = id,
					      .sender = "x@relay.example",
					      .recipient = "a@ours.example",
					      .tracks = cases[i].tracks,
					      .track_count = cases[i].count,
					      .subject = cases[i].subject});
	}
	GString *text = g_string_new(NULL);
	g_assert_true(pullback_each(ledger, filter, append, text, &error));
	g_clear_pointer(&ledger, ledger_free);
	sample_remove(state);
	return g_string_free(text, FALSE);
}

#define FILE_TRACK                                                                                 \
	{                                                                                          \
		CAMPAIGN_FILE, 11                                                                  \
	}
#define SHAPE_TRACK                                                                                \
	{                                                                                          \
		CAMPAIGN_SHAPE, 22                                                                 \
	}
#define LINK_TRACK                                                                                 \
	{                                                                                          \
		CAMPAIGN_LINK, 33                                                                  \
	}
#define LURE_TRACK                                                                                 \
	{                                                                                          \
		CAMPAIGN_LURE, 44                                                                  \
	}

static void check(const Case *cases, guint count, const char *wanted)
{
	g_autofree char *got = pulled(cases, count, NULL);
	g_assert_cmpstr(got, ==, wanted);
}

static void test_file(void)
{
	const Case cases[] = {
		{LEDGER_UNVERIFIED, 0, 1, {FILE_TRACK}, 1},
		{LEDGER_SUSPICIOUS, 60, 2, {FILE_TRACK}, 1},
		{LEDGER_HIJACKED, DAY, 3, {FILE_TRACK}, 1},
	};
	check(cases, G_N_ELEMENTS(cases),
		"1: same file, was suspicious\n0: same file, was unverified\n");
	LedgerFilter filter = {.since = SAMPLE_START + 60};
	g_autofree char *later = pulled(cases, G_N_ELEMENTS(cases), &filter);
	g_assert_cmpstr(later, ==, "1: same file, was suspicious\n");
}

static void test_same_conversation_is_none(void)
{
	const Case cases[] = {
		{LEDGER_UNVERIFIED, 0, 1, {FILE_TRACK}, 1},
		{LEDGER_HIJACKED, DAY, 1, {FILE_TRACK}, 1},
	};
	check(cases, G_N_ELEMENTS(cases), "");
}

static void test_a_week_apart_is_none(void)
{
	const Case cases[] = {
		{LEDGER_HIJACKED, 0, 1, {FILE_TRACK}, 1},
		{LEDGER_UNVERIFIED, 8 * DAY, 2, {FILE_TRACK}, 1},
	};
	check(cases, G_N_ELEMENTS(cases), "");
}

static void test_routine_is_none(void)
{
	const Case cases[] = {
		{LEDGER_CLEAN, -10 * DAY, 1, {FILE_TRACK}, 1},
		{LEDGER_UNVERIFIED, -DAY, 2, {FILE_TRACK}, 1},
		{LEDGER_HIJACKED, 0, 3, {FILE_TRACK}, 1},
	};
	check(cases, G_N_ELEMENTS(cases), "");
}

static void test_link_needs_two(void)
{
	const Case cases[] = {
		{LEDGER_UNVERIFIED, 0, 1, {LINK_TRACK}, 1},
		{LEDGER_HIJACKED, 60, 2, {LINK_TRACK}, 1},
		{LEDGER_HIJACKED, 120, 2, {LINK_TRACK}, 1},
		{LEDGER_HIJACKED, 180, 3, {LINK_TRACK}, 1},
	};
	check(cases, 3, "");
	check(cases, 4, "0: links to the same site, was unverified\n");
}

static void test_form_needs_text(void)
{
	const Case cases[] = {
		{LEDGER_CLEAN, 0, 1, {SHAPE_TRACK}, 1},
		{LEDGER_CLEAN, 1, 2, {LURE_TRACK}, 1},
		{LEDGER_UNVERIFIED, 2, 3, {SHAPE_TRACK, LURE_TRACK}, 2},
		{LEDGER_HIJACKED, 60, 4, {SHAPE_TRACK, LURE_TRACK}, 2},
	};
	check(cases, G_N_ELEMENTS(cases), "2: file of the same make, same text, was unverified\n");
}

static void test_clean_needs_one_more(void)
{
	const Case cases[] = {
		{LEDGER_CLEAN, 0, 1, {FILE_TRACK}, 1},
		{LEDGER_HIJACKED, 60, 2, {FILE_TRACK}, 1},
		{LEDGER_HIJACKED, 120, 3, {FILE_TRACK}, 1},
	};
	check(cases, 2, "");
	check(cases, 3, "0: same file, was clean\n");
}

/* Work stays bounded where thousands share a track. */
static void test_many(void)
{
	enum { many = 3000 };
	g_autofree Case *cases = g_new0(Case, many + 1);
	for (guint i = 0; i < many; i++)
		cases[i] = (Case){LEDGER_UNVERIFIED, i, i + 1, {FILE_TRACK}, 1};
	cases[many] = (Case){LEDGER_HIJACKED, many, many + 1, {FILE_TRACK}, 1};
	g_autofree char *got = pulled(cases, many + 1, NULL);
	g_assert_true(g_str_has_prefix(got, "2999: same file, was unverified\n"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/pullback/file", test_file);
	g_test_add_func(
		"/report/pullback/same-conversation-is-none", test_same_conversation_is_none);
	g_test_add_func("/report/pullback/a-week-apart-is-none", test_a_week_apart_is_none);
	g_test_add_func("/report/pullback/routine-is-none", test_routine_is_none);
	g_test_add_func("/report/pullback/link-needs-two", test_link_needs_two);
	g_test_add_func("/report/pullback/form-needs-text", test_form_needs_text);
	g_test_add_func("/report/pullback/clean-needs-one-more", test_clean_needs_one_more);
	g_test_add_func("/report/pullback/many", test_many);
	return g_test_run();
}
