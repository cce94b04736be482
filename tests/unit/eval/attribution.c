/* SPDX-License-Identifier: Apache-2.0
 *
 * Campaigns of made-up verdicts: what is counted after one, three and ten messages.
 */
#include "eval/attribution.h"

#include "judge/lead.h"

static char third_name[] = "E9", owner_name[] = "E1";
static const Group third_party = {.name = third_name, .attack = TRUE};
static const Group owner = {.name = owner_name, .attack = TRUE};

static void add_victim(
	Verdict *verdict, const char *address, gboolean claimed, double probability, Side side)
{
	Victim *victim = g_new0(Victim, 1);
	victim->address = g_strdup(address);
	victim->name = g_strdup("");
	victim->organisation = g_strdup("");
	victim->claimed = claimed;
	victim->signs = claimed ? LEAD_NAME : LEAD_PARTICIPANT;
	victim->side = side;
	victim->probability = probability;
	g_ptr_array_add(verdict->victims, victim);
}

/* A message that claims NAMED, found when one of the verdicts is so. */
static void add(Attribution *attribution, const Label *label, VerdictKind kind, const char *named)
{
	g_autoptr(Verdict) verdict = verdict_new();
	verdict->kind = kind;
	add_victim(verdict, named, TRUE, 0.89, SIDE_INSIDE);
	add_victim(verdict, "Third@x.example", FALSE, 0.1, SIDE_OUTSIDE);
	attribution_add(attribution, label, verdict);
}

static const Label third_label = {.group = &third_party,
	.campaign = "a/1",
	.victim = "third@x.example",
	.side = SIDE_OUTSIDE};
static const Label owner_label = {
	.group = &owner, .campaign = "a/2", .victim = "owner@x.example", .side = SIDE_INSIDE};

/* Ten in the name of others, ten in the owner's. */
static Attribution *two_campaigns(void)
{
	Attribution *attribution = attribution_new();
	for (guint i = 0; i < 10; i++) {
		g_autofree char *named = g_strdup_printf("n%u@x.example", i);
		add(attribution, &third_label, VERDICT_HIJACKED, named);
		add(attribution, &owner_label, VERDICT_SUSPICIOUS, "owner@x.example");
	}
	attribution_evaluate(attribution);
	return attribution;
}

static void check(const Attribution *attribution, const Group *group, AttributionSize size,
	guint64 right, guint64 total)
{
	Attributed counts = attribution_of(attribution, group, size);
	g_assert_cmpuint(counts.first.total, ==, total);
	g_assert_cmpuint(counts.first.hits, ==, right);
}

static void test_sizes(void)
{
	g_autoptr(Attribution) attribution = two_campaigns();
	check(attribution, &third_party, AFTER_ONE, 0, 10);
	check(attribution, &third_party, AFTER_TEN, 1, 1);
	check(attribution, &third_party, AMONG_TWO, 1, 1);
	check(attribution, &owner, AFTER_ONE, 10, 10);
	check(attribution, &owner, AFTER_THREE, 3, 3);
	check(attribution, &owner, AFTER_TEN, 1, 1);
	check(attribution, NULL, AFTER_ONE, 10, 20);
	Attributed ten = attribution_of(attribution, &third_party, AFTER_TEN);
	g_assert_cmpuint(ten.three.hits, ==, 1);
	g_assert_cmpuint(ten.side.hits, ==, 1);
	Attributed single = attribution_of(attribution, &third_party, AFTER_ONE);
	g_assert_cmpuint(single.three.hits, ==, 10);
	g_assert_cmpuint(single.side.hits, ==, 0);
}

static void test_reliability(void)
{
	g_autoptr(Attribution) attribution = two_campaigns();
	const Reliability *single = attribution_reliability(attribution, AFTER_ONE);
	g_assert_cmpuint(single->bins[8].total, ==, 20);
	g_assert_cmpuint(single->bins[8].hits, ==, 10);
	g_assert_cmpuint(reliability_total(attribution_reliability(attribution, AFTER_TEN)), ==, 2);
}

/* What was not found tells nothing, and a message without a campaign stands alone. */
static void test_not_found(void)
{
	g_autoptr(Attribution) attribution = attribution_new();
	Label alone = owner_label;
	alone.campaign = "";
	for (guint i = 0; i < 3; i++) {
		add(attribution, &owner_label, i == 1 ? VERDICT_HIJACKED : VERDICT_CLEAN,
			"owner@x.example");
		add(attribution, &alone, VERDICT_HIJACKED, "owner@x.example");
	}
	attribution_evaluate(attribution);
	check(attribution, &owner, AFTER_ONE, 4, 4);
	check(attribution, &owner, AFTER_THREE, 1, 1);
	check(attribution, &owner, AFTER_TEN, 0, 0);
}

static void test_write(void)
{
	g_autoptr(Attribution) attribution = attribution_new();
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	add(attribution, &third_label, VERDICT_HIJACKED, "n@x.example");
	add(attribution, &third_label, VERDICT_CLEAN, "missed@x.example");
	attribution_write(attribution, "warm", stream);
	fclose(stream);
	g_assert_nonnull(strstr(text, "\"victim\":\"third@x.example\""));
	g_assert_nonnull(strstr(text, "\"signs\":[\"name\"]"));
	g_assert_nonnull(strstr(text, "\"signs\":[\"participant\"]"));
	g_assert_null(strstr(text, "missed"));
	free(text);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/attribution/sizes", test_sizes);
	g_test_add_func("/attribution/reliability", test_reliability);
	g_test_add_func("/attribution/not-found", test_not_found);
	g_test_add_func("/attribution/write", test_write);
	return g_test_run();
}
