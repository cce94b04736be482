/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose mailboxes were robbed, on made-up thefts of which it is known.
 */
#include "judge/patient-zero.h"

#include <math.h>

typedef struct Case {
	GArray *suspects;
	guint32 messages;
} Case;

enum { hub = 90, third = 91, other_third = 92 };

static Case case_new(void)
{
	return (Case){.suspects = g_array_new(FALSE, FALSE, sizeof(Suspect))};
}

static void add(Case *thefts, guint32 mailbox, gboolean claimed, double weight)
{
	Suspect suspect = {thefts->messages, mailbox, claimed, (float)weight, -1};
	g_array_append_val(thefts->suspects, suspect);
}

/* A message in the name of NAMED; HOLDERS, up to 0, took part too. One in a hundred comes from
 * somebody else. */
static void add_message(Case *thefts, guint32 named, const guint32 *holders)
{
	guint count = 0;
	while (holders[count] != 0)
		count++;
	thefts->messages++;
	add(thefts, named, TRUE, 0.89);
	for (guint i = 0; i < count; i++)
		add(thefts, holders[i], FALSE, 0.1 / count);
}

static GArray *settle(Case *thefts)
{
	return patient_zero((Suspect *)(void *)thefts->suspects->data, thefts->suspects->len);
}

static const Suspect *suspect_at(const Case *thefts, guint index)
{
	return &g_array_index(thefts->suspects, Suspect, index);
}

static Robbed of(const GArray *robbed, guint32 mailbox)
{
	for (guint i = 0; i < robbed->len; i++)
		if (g_array_index(robbed, Robbed, i).mailbox == mailbox)
			return g_array_index(robbed, Robbed, i);
	return (Robbed){.mailbox = mailbox};
}

static void finish(Case *thefts, GArray *robbed)
{
	g_array_unref(thefts->suspects);
	g_array_unref(robbed);
}

static void test_single(void)
{
	static const guint32 holders[] = {third, hub, 0};
	Case thefts = case_new();
	add_message(&thefts, 1, holders);
	GArray *robbed = settle(&thefts);
	for (guint i = 0; i < thefts.suspects->len; i++)
		g_assert_cmpfloat_with_epsilon(
			suspect_at(&thefts, i)->posterior, suspect_at(&thefts, i)->weight, 1e-5);
	g_assert_cmpuint(robbed->len, ==, 3);
	g_assert_cmpuint(of(robbed, 1).messages, ==, 1);
	g_assert_cmpuint(of(robbed, third).messages, ==, 0);
	finish(&thefts, robbed);
}

static void test_owner_named(void)
{
	static const guint32 holders[] = {third, hub, 0};
	Case thefts = case_new();
	for (guint i = 0; i < 10; i++)
		add_message(&thefts, 1, holders);
	GArray *robbed = settle(&thefts);
	g_assert_cmpuint(of(robbed, 1).messages, ==, 10);
	g_assert_cmpfloat(of(robbed, 1).probability, >, 0.98);
	g_assert_cmpfloat(of(robbed, third).probability, <, 0.01);
	finish(&thefts, robbed);
}

/* Ten messages name ten people; all continue what one more took part in. */
static void test_third_party(void)
{
	Case thefts = case_new();
	for (guint32 i = 0; i < 10; i++) {
		const guint32 holders[] = {10 + i, 30 + i, third, 0};
		add_message(&thefts, 1 + i, holders);
	}
	GArray *robbed = settle(&thefts);
	g_assert_cmpuint(of(robbed, third).messages, ==, 10);
	g_assert_cmpfloat(of(robbed, third).probability, >, 0.8);
	g_assert_cmpfloat(of(robbed, 1).probability, <, 0.2);
	finish(&thefts, robbed);
}

/* Two thefts out of two mailboxes are no third one's because a third held both conversations. */
static void test_two_thefts(void)
{
	Case thefts = case_new();
	add(&thefts, 1, TRUE, 0.889);
	add(&thefts, third, FALSE, 0.109);
	thefts.messages++;
	add(&thefts, 2, TRUE, 0.996);
	add(&thefts, third, FALSE, 0.003);
	GArray *robbed = settle(&thefts);
	g_assert_cmpfloat(of(robbed, 1).probability, >, 0.8);
	g_assert_cmpfloat(of(robbed, 2).probability, >, 0.95);
	g_assert_cmpfloat(of(robbed, third).probability, <, 0.2);
	finish(&thefts, robbed);
}

/* A hub takes part in everything and is claimed now and then. That may be its own thief; it does
 * not make it the robbed one behind the messages that claim others. */
static void test_claimed_hub(void)
{
	Case thefts = case_new();
	for (guint32 i = 0; i < 10; i++) {
		const guint32 holders[] = {third, i % 3 == 0 ? 50 + i : hub, 20 + i, 0};
		add_message(&thefts, i % 3 == 0 ? (guint32)hub : 1 + i, holders);
	}
	GArray *robbed = settle(&thefts);
	for (guint i = 0; i < thefts.suspects->len; i++)
		if (suspect_at(&thefts, i)->mailbox == hub && !suspect_at(&thefts, i)->claimed)
			g_assert_cmpfloat(suspect_at(&thefts, i)->posterior, <, 0.15);
	g_assert_cmpuint(of(robbed, third).messages, ==, 6);
	finish(&thefts, robbed);
}

/* A recipient of ours holds all that is quoted, and weighs as little as a recipient does. */
static void test_hub_recipient(void)
{
	Case thefts = case_new();
	for (guint32 i = 0; i < 10; i++) {
		const guint32 holders[] = {i < 5 ? third : other_third, 0};
		add_message(&thefts, 1 + i, holders);
		add(&thefts, hub, FALSE, 0.002);
	}
	GArray *robbed = settle(&thefts);
	g_assert_cmpuint(of(robbed, third).messages, ==, 5);
	g_assert_cmpuint(of(robbed, other_third).messages, ==, 5);
	g_assert_cmpfloat(of(robbed, hub).probability, <, 0.2);
	finish(&thefts, robbed);
}

/* Two thefts at a time, interleaved, whose conversations share people. */
static Case interleaved(void)
{
	Case thefts = case_new();
	for (guint32 i = 0; i < 20; i++) {
		guint32 robbed = i % 2 == 0 ? third : other_third;
		const guint32 holders[] = {40 + i / 2, 60 + i % 5, robbed, 0};
		add_message(&thefts, 1 + i, holders);
	}
	return thefts;
}

static void test_interleaved(void)
{
	Case thefts = interleaved();
	GArray *robbed = settle(&thefts);
	for (guint i = 0; i < thefts.suspects->len; i++) {
		const Suspect *suspect = suspect_at(&thefts, i);
		gboolean is_third = suspect->mailbox == third || suspect->mailbox == other_third;
		if (is_third)
			g_assert_cmpfloat(suspect->posterior, >, 0.8);
		else
			g_assert_cmpfloat(suspect->posterior, <, 0.2);
	}
	g_assert_cmpuint(of(robbed, third).messages, ==, 10);
	g_assert_cmpuint(of(robbed, other_third).messages, ==, 10);
	finish(&thefts, robbed);
}

/* A message after a history of others is told as it is among them, though alone it says nothing. */
static void test_history(void)
{
	Case thefts = interleaved();
	const guint of_last = 4, before = thefts.suspects->len - of_last;
	Suspect *suspects = (Suspect *)(void *)thefts.suspects->data;
	PatientHistory history = {.sources = g_array_new(FALSE, TRUE, sizeof(PatientSource))};
	g_array_unref(patient_zero_after(&history, suspects, before));
	const PatientSource *kept = &g_array_index(history.sources, PatientSource, 2 * other_third);
	g_assert_cmpfloat_with_epsilon((double)kept->messages / (1 << 30), 9, 1);
	g_array_unref(patient_zero_after(&history, suspects + before, of_last));
	kept = &g_array_index(history.sources, PatientSource, 2 * other_third);
	g_assert_cmpfloat_with_epsilon((double)kept->messages / (1 << 30), 10, 1);
	for (guint i = before; i < thefts.suspects->len; i++)
		if (suspects[i].mailbox == other_third)
			g_assert_cmpfloat(suspects[i].posterior, >, 0.8);
		else
			g_assert_cmpfloat(suspects[i].posterior, <, 0.2);
	g_array_unref(history.sources);
	g_array_unref(thefts.suspects);
}

static gint by_message_reversed(gconstpointer a, gconstpointer b)
{
	const Suspect *one = a, *other = b;
	if (one->message != other->message)
		return one->message < other->message ? 1 : -1;
	return (one->mailbox < other->mailbox) - (one->mailbox > other->mailbox);
}

/* To the last bit: what is undecided must not be decided by order. */
static void test_order(void)
{
	Case forward = interleaved(), backward = interleaved();
	for (guint i = 0; i < 40; i++) {
		Case *const both[] = {&forward, &backward};
		for (guint k = 0; k < 2; k++) {
			both[k]->messages = 100 + i;
			add(both[k], 200 + i % 8, TRUE, 0.1 + i * 0.013);
			add(both[k], 200 + (i + 1) % 8, i % 3 == 0, 0.1);
			add(both[k], 200 + (i * 5 + 2) % 8, FALSE, 0.07);
		}
	}
	g_array_sort(backward.suspects, by_message_reversed);
	GArray *robbed = settle(&forward), *again = settle(&backward);
	g_assert_cmpuint(robbed->len, ==, again->len);
	g_assert_cmpmem(robbed->data, robbed->len * sizeof(Robbed), again->data,
		again->len * sizeof(Robbed));
	finish(&forward, robbed);
	finish(&backward, again);
}

static void test_degenerate(void)
{
	g_autoptr(GArray) none = patient_zero(NULL, 0);
	g_assert_cmpuint(none->len, ==, 0);
	Case thefts = case_new();
	add(&thefts, 1, TRUE, (double)NAN);
	add(&thefts, 2, TRUE, -1);
	add(&thefts, 3, TRUE, 7);
	add(&thefts, 4, FALSE, 0);
	thefts.messages++;
	for (guint i = 0; i < 5; i++)
		add(&thefts, 5, TRUE, 0.9);
	thefts.messages++;
	for (guint32 i = 0; i < 5; i++)
		add(&thefts, 6 + i, TRUE, 0.9);
	GArray *robbed = settle(&thefts);
	g_assert_cmpfloat(of(robbed, 1).probability + of(robbed, 2).probability, ==, 0);
	g_assert_cmpfloat(of(robbed, 3).probability + of(robbed, 4).probability, ==, 0);
	g_assert_cmpfloat_with_epsilon(of(robbed, 5).probability, 0.9, 1e-5);
	for (guint32 i = 0; i < 5; i++)
		g_assert_cmpfloat_with_epsilon(of(robbed, 6 + i).probability, 0.2, 1e-5);
	finish(&thefts, robbed);
}

/* Nobody shown stands behind more than one message: it may be the same unseen one behind all. */
static void test_unseen(void)
{
	Case thefts = case_new();
	for (guint32 i = 0; i < 10; i++) {
		thefts.messages++;
		add(&thefts, hub, FALSE, 0.1);
	}
	GArray *robbed = settle(&thefts);
	g_assert_cmpfloat(of(robbed, hub).probability, <, 0.1);
	finish(&thefts, robbed);
}

/* Thefts of many mailboxes that all copy one person in, to whom nothing points. */
static void test_bystander(void)
{
	Case thefts = case_new();
	for (guint32 i = 0; i < 20; i++) {
		thefts.messages++;
		add(&thefts, 1 + i, TRUE, 0.83);
		add(&thefts, hub, FALSE, 0.0014);
	}
	GArray *robbed = settle(&thefts);
	g_assert_cmpfloat(of(robbed, hub).probability, <, 0.01);
	for (guint32 i = 0; i < 20; i++)
		g_assert_cmpfloat_with_epsilon(of(robbed, 1 + i).probability, 0.83, 0.02);
	finish(&thefts, robbed);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/patient-zero/single", test_single);
	g_test_add_func("/patient-zero/owner-named", test_owner_named);
	g_test_add_func("/patient-zero/third-party", test_third_party);
	g_test_add_func("/patient-zero/two-thefts", test_two_thefts);
	g_test_add_func("/patient-zero/claimed-hub", test_claimed_hub);
	g_test_add_func("/patient-zero/hub-recipient", test_hub_recipient);
	g_test_add_func("/patient-zero/interleaved", test_interleaved);
	g_test_add_func("/patient-zero/history", test_history);
	g_test_add_func("/patient-zero/order", test_order);
	g_test_add_func("/patient-zero/degenerate", test_degenerate);
	g_test_add_func("/patient-zero/bystander", test_bystander);
	g_test_add_func("/patient-zero/unseen", test_unseen);
	return g_test_run();
}
