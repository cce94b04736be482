/* SPDX-License-Identifier: Apache-2.0
 *
 * One verdict after another against the truth.
 */
#include "eval/tally.h"

static const Group attacks = {.attack = TRUE};
static const Group honest = {.attack = FALSE};

static void add_victim(Verdict *verdict, const char *address, Side side)
{
	Victim *victim = g_new0(Victim, 1);
	victim->address = g_strdup(address);
	victim->name = g_strdup("");
	victim->organisation = g_strdup("");
	victim->side = side;
	g_ptr_array_add(verdict->victims, victim);
}

static void count(Tally *tally, const Group *group, VerdictKind kind, const char *robbed, Side side)
{
	g_autoptr(Verdict) verdict = verdict_new();
	g_autoptr(Facts) facts = facts_new();
	Label label = {.group = group, .victim = robbed, .side = side};
	EngineResult result = {.facts = facts, .verdict = verdict};
	verdict->kind = kind;
	add_victim(verdict, "First@x.example", SIDE_INSIDE);
	add_victim(verdict, "second@x.example", SIDE_OUTSIDE);
	add_victim(verdict, "third@x.example", SIDE_OUTSIDE);
	add_victim(verdict, "fourth@x.example", SIDE_OUTSIDE);
	tally_count(tally, &result, &label);
}

static void check(Rate rate, guint64 hits, guint64 total)
{
	g_assert_cmpuint(rate.hits, ==, hits);
	g_assert_cmpuint(rate.total, ==, total);
}

static void test_attacks(void)
{
	Tally tally = {0};
	count(&tally, &attacks, VERDICT_HIJACKED, "first@x.example", SIDE_INSIDE);
	count(&tally, &attacks, VERDICT_SUSPICIOUS, "third@x.example", SIDE_OUTSIDE);
	count(&tally, &attacks, VERDICT_HIJACKED, "fourth@x.example", SIDE_UNKNOWN);
	count(&tally, &attacks, VERDICT_CLEAN, "first@x.example", SIDE_INSIDE);
	count(&tally, &attacks, VERDICT_UNVERIFIED, "first@x.example", SIDE_INSIDE);
	check(tally_alarms(&tally), 3, 5);
	check(tally_verdict(&tally, VERDICT_HIJACKED), 2, 5);
	check(tally_victim_first(&tally), 1, 3);
	check(tally_victim_three(&tally), 2, 3);
	check(tally_side(&tally), 1, 2);
}

static void test_honest(void)
{
	Tally tally = {0};
	count(&tally, &honest, VERDICT_HIJACKED, "", SIDE_UNKNOWN);
	count(&tally, &honest, VERDICT_UNVERIFIED, "", SIDE_UNKNOWN);
	check(tally_alarms(&tally), 1, 2);
	check(tally_verdict(&tally, VERDICT_UNVERIFIED), 1, 2);
	check(tally_victim_first(&tally), 0, 1);
	check(tally_side(&tally), 0, 0);
}

static void test_no_victims(void)
{
	Tally tally = {0};
	g_autoptr(Verdict) verdict = verdict_new();
	g_autoptr(Facts) facts = facts_new();
	Label label = {.group = &attacks, .victim = "a@x.example", .side = SIDE_INSIDE};
	EngineResult result = {.facts = facts, .verdict = verdict};
	verdict->kind = VERDICT_SUSPICIOUS;
	tally_count(&tally, &result, &label);
	check(tally_victim_first(&tally), 0, 1);
	check(tally_victim_three(&tally), 0, 1);
	check(tally_side(&tally), 0, 1);
}

/* Counted, and neither found nor accused. */
static void test_unscannable(void)
{
	Tally tally = {0};
	g_autoptr(Verdict) verdict = verdict_new();
	Label label = {.group = &attacks, .victim = "a@x.example"};
	EngineResult result = {.verdict = verdict, .problem = "it died"};
	verdict->kind = VERDICT_UNSCANNABLE;
	tally_count(&tally, &result, &label);
	check(tally_alarms(&tally), 0, 1);
	check(tally_verdict(&tally, VERDICT_UNSCANNABLE), 1, 1);
	check(tally_fake_reply(&tally), 0, 1);
}

static void test_fake_reply(void)
{
	static const struct {
		guint prefixes;
		gboolean headers;
		guint64 hits;
	} cases[] = {{0, FALSE, 0}, {1, TRUE, 0}, {0, TRUE, 0}, {2, FALSE, 1}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		Tally tally = {0};
		g_autoptr(Verdict) verdict = verdict_new();
		g_autoptr(Facts) facts = facts_new();
		Label label = {.group = &honest, .victim = ""};
		EngineResult result = {.facts = facts, .verdict = verdict};
		facts->reply_prefixes = cases[i].prefixes;
		facts->has_reply_headers = cases[i].headers;
		tally_count(&tally, &result, &label);
		check(tally_fake_reply(&tally), cases[i].hits, 1);
	}
}

static void test_add(void)
{
	Tally tally = {0};
	Tally sum = {0};
	count(&tally, &attacks, VERDICT_HIJACKED, "first@x.example", SIDE_INSIDE);
	tally_add(&sum, &tally);
	tally_add(&sum, &tally);
	check(tally_alarms(&sum), 2, 2);
	check(tally_victim_first(&sum), 2, 2);
	check(tally_victim_three(&sum), 2, 2);
	check(tally_side(&sum), 2, 2);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/tally/attacks", test_attacks);
	g_test_add_func("/tally/honest", test_honest);
	g_test_add_func("/tally/no-victims", test_no_victims);
	g_test_add_func("/tally/unscannable", test_unscannable);
	g_test_add_func("/tally/fake-reply", test_fake_reply);
	g_test_add_func("/tally/add", test_add);
	return g_test_run();
}
