/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in many conversations is no evidence; but nobody from outside can make it so, and
 * nothing that stands in few is taken for it.
 */
#include "memory/memory.h"

#include "base/limits.h"
#include "letters.h"

/* A letter of its own conversation, number I, which contains TEXT, below a sentence of its own. */
static Facts *nth_letter(guint i, const char *text)
{
	g_autofree char *id = g_strdup_printf("n%u@many.example", i);
	g_autofree char *from = g_strdup_printf("writer%u@many%u.example", i, i);
	g_autofree char *own = g_strdup_printf("a sentence of number %u and nobody else", i * 7919);
	Facts *facts = letter_new(id, from, "", "alice@ours.example");

	letter_text(facts, own, text);
	return facts;
}

static Facts *our_letter(void)
{
	Facts *facts = letter_new(
		"ours@ours.example", "alice@ours.example", "Alice Adams", "bob@partner.example");

	letter_text(facts, TEXT_BUDGET, "");
	return facts;
}

static guint hits_of(Lab *lab, const char *text)
{
	g_autoptr(Facts) facts = nth_letter(1000, text);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	guint hits = 0;

	for (guint i = 0; i < recall->continued->len; i++)
		hits += lab_continued(recall, i)->hits;
	return hits;
}

static void teach(Lab *lab, guint from, guint to, guint flags)
{
	for (guint i = from; i < to; i++)
		lab_teach(lab, nth_letter(i, TEXT_BUDGET), flags);
	lab_commit(lab);
}

static void test_few(Lab *lab, gconstpointer data)
{
	for (guint i = 0; i < LIMIT_FINGERPRINT_CONVERSATIONS - 1; i++) {
		teach(lab, i, i + 1, 0);
		g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), >, i);
	}
	teach(lab, 100, 101, 0);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), ==, 0);
}

static void test_strangers_after(Lab *lab, gconstpointer data)
{
	lab_teach(lab, our_letter(), LESSON_OUTGOING);
	teach(lab, 0, 20, 0);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), >, 0);
}

static void test_strangers_before(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = nth_letter(1000, TEXT_BUDGET);

	teach(lab, 0, 20, 0);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), ==, 0);
	lab_teach(lab, our_letter(), LESSON_OUTGOING);
	lab_commit(lab);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), >, 0);
	/* The conversation is ours: no stranger is in it. */
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_cmpuint(recall->continued->len, ==, 1);
	g_assert_cmpuint(
		lab_continued(recall, 0)->author, ==, lab_person(lab, "alice@ours.example"));
}

/* Whom one of ours has written to. */
static void meet(Lab *lab, const char *address)
{
	g_autofree char *id = g_strconcat("hello-", address, NULL);

	lab_teach(
		lab, letter_new(id, "alice@ours.example", "Alice Adams", address), LESSON_OUTGOING);
}

static void teach_partner(Lab *lab, const char *id, const char *from)
{
	Facts *facts = letter_new(id, from, "", "alice@ours.example");

	letter_text(facts, TEXT_BUDGET, "");
	lab_teach(lab, facts, 0);
}

/* What a correspondent wrote, and nobody answered, is not hidden by strangers who copy it. */
static void test_partner(Lab *lab, gconstpointer data)
{
	meet(lab, "bob@partner.example");
	teach_partner(lab, "b1@partner.example", "bob@partner.example");
	teach(lab, 0, 20, 0);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), >, 0);
}

static void test_partner_after(Lab *lab, gconstpointer data)
{
	teach(lab, 0, 20, 0);
	meet(lab, "bob@partner.example");
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), ==, 0);
	teach_partner(lab, "b1@partner.example", "bob@partner.example");
	lab_commit(lab);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), >, 0);
	/* Ours stands above it. */
	lab_teach(lab, our_letter(), LESSON_OUTGOING);
	lab_commit(lab);
	g_autoptr(Facts) facts = nth_letter(1000, TEXT_BUDGET);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_cmpuint(
		lab_continued(recall, 0)->author, ==, lab_person(lab, "alice@ours.example"));
}

/* What many correspondents write is what their mail servers add. */
static void test_many_partners(Lab *lab, gconstpointer data)
{
	for (guint i = 0; i < LIMIT_FINGERPRINT_CONVERSATIONS; i++) {
		g_autofree char *address = g_strdup_printf("p%u@partner%u.example", i, i);

		meet(lab, address);
		teach_partner(lab, address, address);
	}
	lab_commit(lab);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), ==, 0);
}

static void test_our_own(Lab *lab, gconstpointer data)
{
	teach(lab, 0, LIMIT_FINGERPRINT_CONVERSATIONS - 1, LESSON_TRUSTED);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), >, 0);
	teach(lab, 100, 101, LESSON_TRUSTED);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), ==, 0);
}

/* What one of ours has answered counts as ours. */
static void test_answered(Lab *lab, gconstpointer data)
{
	Facts *answer = letter_new(
		"answer@ours.example", "alice@ours.example", "", "writer0@many0.example");

	teach(lab, 0, 20, 0);
	letter_parent(answer, "n0@many.example");
	lab_teach(lab, answer, LESSON_OUTGOING);
	lab_commit(lab);
	g_assert_cmpuint(hits_of(lab, TEXT_BUDGET), >, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/boilerplate/few", Lab, NULL, lab_begin, test_few, lab_end);
	g_test_add("/boilerplate/strangers-after", Lab, NULL, lab_begin, test_strangers_after,
		lab_end);
	g_test_add("/boilerplate/strangers-before", Lab, NULL, lab_begin, test_strangers_before,
		lab_end);
	g_test_add("/boilerplate/partner", Lab, NULL, lab_begin, test_partner, lab_end);
	g_test_add("/boilerplate/partner-after", Lab, NULL, lab_begin, test_partner_after, lab_end);
	g_test_add("/boilerplate/many-partners", Lab, NULL, lab_begin, test_many_partners, lab_end);
	g_test_add("/boilerplate/our-own", Lab, NULL, lab_begin, test_our_own, lab_end);
	g_test_add("/boilerplate/answered", Lab, NULL, lab_begin, test_answered, lab_end);
	return g_test_run();
}
