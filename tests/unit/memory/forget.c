/* SPDX-License-Identifier: Apache-2.0
 *
 * Forgetting a person leaves nothing of it, in tables or bytes, and what others wrote as it was;
 * what is old goes the same way.
 */
#include "memory/memory.h"

#include "letters.h"
#include "memory/keys.h"
#include "store/generation.h"
#include "tables.h"

#define ALICE "alice@ours.example"
#define BOB   "bob@partner.example"
#define CAROL "carol@partner.example"
#define DAVE  "dave@solo.example"
#define LIST  "list@ours.example"
#define THIEF "thief@relay.example"

/* Dave goes with Bob when he comes first; a list and a thief are no persons. */
static const char *const orders[][6] = {
	{BOB, DAVE, CAROL, BOB},
	{DAVE, BOB, ALICE},
	{CAROL, LIST, "nobody@solo.example", THIEF, BOB},
	{THIEF, LIST},
	{ALICE, BOB, CAROL, DAVE},
};

static Facts *letter_of_bob(void)
{
	Facts *facts = letter_new("b1@partner.example", BOB, "Bob Baker", ALICE);

	letter_subject(facts, "The harbour fees of Bob", 0);
	letter_text(facts, TEXT_HARBOUR, "");
	return facts;
}

static Facts *letter_of_alice(void)
{
	Facts *facts = letter_new("a1@ours.example", ALICE, "Alice Adams", CAROL);

	letter_cc(facts, BOB);
	letter_subject(facts, "The budget of the second quarter", 0);
	letter_text(facts, TEXT_BUDGET, "");
	facts->date += 40 * DAY;
	return facts;
}

static Facts *answer_of_carol(void)
{
	Facts *facts = letter_new("c1@partner.example", CAROL, "Carol Cook", ALICE);

	letter_subject(facts, "The budget of the second quarter", 1);
	letter_parent(facts, "a1@ours.example");
	letter_text(facts, TEXT_NOTICE, TEXT_BUDGET);
	facts->date += 41 * DAY;
	return facts;
}

/* Who hears of nothing but what Bob writes. */
static Facts *letter_to_dave(void)
{
	Facts *facts = letter_new("b2@partner.example", BOB, "Bobby", DAVE);

	facts->date += 5 * DAY;
	return facts;
}

static void teach_all(Lab *lab)
{
	lab_teach(lab, letter_of_bob(), 0);
	lab_teach(lab, letter_to_dave(), 0);
	lab_teach(lab, letter_of_alice(), LESSON_OUTGOING);
	lab_teach(lab, answer_of_carol(), 0);
	lab_commit(lab);
}

static void forget_all(Lab *lab, const char *const *addresses, MemoryErased *erased)
{
	g_autoptr(GError) error = NULL;

	memory_forget(lab->memory, addresses, erased, &error);
	g_assert_no_error(error);
	memory_begin(lab->memory, &error);
	g_assert_no_error(error);
}

static MemoryErased forget(Lab *lab, const char *address)
{
	const char *const addresses[] = {address, NULL};
	MemoryErased erased;

	forget_all(lab, addresses, &erased);
	return erased;
}

static void test_forget(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) budget = answer_of_carol(), harbour = letter_of_bob();
	MemoryErased erased;

	teach_all(lab);
	g_assert_cmpuint(lab_person(lab, BOB), !=, 0);
	erased = forget(lab, BOB);
	g_assert_cmpuint(erased.messages, ==, 2);
	g_assert_cmpuint(erased.conversations, ==, 2);
	/* With Bob goes Dave. */
	g_assert_cmpuint(erased.persons, ==, 2);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 2);
	g_assert_cmpuint(lab_person(lab, BOB), ==, 0);
	g_assert_cmpuint(lab_person(lab, DAVE), ==, 0);
	g_assert_cmpuint(lab_person(lab, CAROL), !=, 0);
	g_autoptr(Recall) left = lab_recall(lab, budget);
	g_assert_true(left->learned);
	g_assert_cmpuint(lab_continued(left, 0)->messages, ==, 2);
	g_assert_cmpuint(lab_continued(left, 0)->participants->len, ==, 2);
	/* Somebody who is not named holds it. */
	g_assert_true(lab_continued(left, 0)->audience_open);
	g_autoptr(Recall) gone = lab_recall(lab, harbour);
	g_assert_false(gone->learned);
	g_assert_cmpuint(gone->found, ==, 0);
	g_assert_cmpuint(gone->continued->len, ==, 0);
	g_assert_cmpuint(gone->name_bearers->len, ==, 0);
}

/* Hashes are kept whole but for their first bytes, which neighbours share. */
enum { bytes_looked_for = 6 };

/* What is in BEFORE and tells of nobody but who went: rows whose key or value ends in bytes that no
 * row of AFTER has. */
static GPtrArray *traces(const GPtrArray *before, const GPtrArray *after)
{
	g_autoptr(GString) all = g_string_new(NULL);
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < after->len; i++)
		g_string_append_printf(all, "%s\n", (const char *)after->pdata[i]);
	for (guint i = 0; i < before->len; i++) {
		g_auto(GStrv) parts = g_strsplit(before->pdata[i], " ", 3);

		for (guint k = 1; k < 3; k++) {
			gsize length = strlen(parts[k]);

			if (length >= 16 && strstr(all->str, parts[k]) == NULL)
				g_ptr_array_add(
					found, g_strdup(parts[k] + length - 2 * bytes_looked_for));
		}
	}
	return found;
}

static guint count_traces(const Lab *lab, const GPtrArray *traces)
{
	guint count = 0;

	for (guint i = 0; i < traces->len; i++) {
		guint8 bytes[bytes_looked_for];

		for (guint k = 0; k < bytes_looked_for; k++) {
			const char *digits = (const char *)traces->pdata[i] + 2 * k;

			bytes[k] = (guint8)(g_ascii_xdigit_value(digits[0]) << 4 |
					    g_ascii_xdigit_value(digits[1]));
		}
		count += state_has_bytes(lab->state, span_new(bytes, sizeof bytes));
	}
	return count;
}

static void test_bytes(Lab *lab, gconstpointer data)
{
	g_autoptr(GPtrArray) before = NULL, after = NULL, gone = NULL;

	teach_all(lab);
	before = tables_rows(lab->state);
	forget(lab, BOB);
	after = tables_rows(lab->state);
	gone = traces(before, after);
	/* Address, seal, names, pairs, texts, identities … */
	g_assert_cmpuint(gone->len, >, 20);
	g_assert_cmpuint(count_traces(lab, gone), ==, 0);
	lab_close(lab);
	g_assert_cmpuint(count_traces(lab, gone), ==, 0);
	lab_open(lab, MEMORY_WRITE);
}

/* The same bytes are found where nobody was forgotten: the test before can fail. */
static void test_bytes_seen(Lab *lab, gconstpointer data)
{
	g_autoptr(GPtrArray) rows = NULL, nothing = g_ptr_array_new(), found = NULL;

	teach_all(lab);
	rows = tables_rows(lab->state);
	found = traces(rows, nothing);
	g_assert_cmpuint(count_traces(lab, found), >, found->len * 9 / 10);
}

static void test_relearn(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) from = letter_of_bob(), to = letter_of_alice();
	g_autoptr(GError) error = NULL;
	gboolean was;

	teach_all(lab);
	forget(lab, BOB);
	g_assert_cmpint(lab_learn(lab, from, 0), ==, LEARNED_FORGOTTEN);
	g_assert_cmpint(lab_learn(lab, from, LESSON_TRUSTED), ==, LEARNED_FORGOTTEN);
	g_assert_cmpint(lab_learn(lab, to, LESSON_OUTGOING), ==, LEARNED_KNOWN);
	g_free(to->message_id);
	to->message_id = g_strdup("another@ours.example");
	g_assert_cmpint(lab_learn(lab, to, LESSON_OUTGOING), ==, LEARNED_NEW);
	lab_commit(lab);
	g_assert_cmpuint(lab_person(lab, BOB), ==, 0);
	g_assert_true(memory_lift(lab->memory, BOB, &was, &error));
	g_assert_true(was);
	lab_commit(lab);
	g_assert_true(memory_lift(lab->memory, BOB, &was, &error));
	g_assert_false(was);
	g_assert_cmpint(lab_learn(lab, from, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	g_assert_cmpuint(lab_person(lab, BOB), !=, 0);
}

static void test_forget_unknown(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob();
	MemoryErased erased = forget(lab, BOB);

	g_assert_cmpuint(erased.messages + erased.persons, ==, 0);
	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_FORGOTTEN);
}

static void note_campaign(Lab *lab, const Facts *facts)
{
	g_autoptr(GArray) tracks = g_array_new(FALSE, FALSE, sizeof(Track));
	g_autoptr(GError) error = NULL;
	Track track = track_of(CAMPAIGN_FILE, span_new("lure", 4));
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	g_array_append_val(tracks, track);
	memory_note_campaign(lab->memory, facts, tracks, recall, TRUE, &error);
	g_assert_no_error(error);
}

static void convict(Lab *lab, const char *from, const char *name)
{
	static const MarkedBefore before = {FALSE, 0, 0};
	g_autofree char *id = g_strdup_printf("%s.%s", name, from);
	g_autoptr(Facts) facts = letter_new(id, from, name, ALICE);
	g_autoptr(GError) error = NULL;
	Learned learned;

	note_campaign(lab, facts);
	memory_mark(lab->memory, facts, MARK_HIJACKED, "told", &before, &learned, &error);
	g_assert_no_error(error);
	lab_commit(lab);
}

/* A thief is never learned, but marked and remembered by its campaign, under each of its names. */
static void test_forget_unlearned(Lab *lab, gconstpointer data)
{
	g_autoptr(GPtrArray) rows = NULL;
	MemoryErased erased;

	convict(lab, "thief@relay.example", "Bob Baker");
	convict(lab, "thief@relay.example", "Carol Cook");
	convict(lab, "a.thief@relay.example", "Bob Baker");
	erased = forget(lab, "thief@relay.example");
	g_assert_cmpuint(erased.messages + erased.persons, ==, 0);
	rows = tables_rows(lab->state);
	g_assert_cmpuint(tables_count(rows, "mark"), ==, 1);
	g_assert_cmpuint(tables_count(rows, "campaign"), ==, 1);
}

static void assert_same_rows(const char *one, const char *other)
{
	g_autoptr(GPtrArray) first = tables_rows(one), second = tables_rows(other);

	g_assert_cmpuint(first->len, ==, second->len);
	for (guint i = 0; i < first->len; i++)
		g_assert_cmpstr(first->pdata[i], ==, second->pdata[i]);
}

static void assert_same_erased(const MemoryErased *one, const MemoryErased *other)
{
	g_assert_cmpuint(one->messages, ==, other->messages);
	g_assert_cmpuint(one->persons, ==, other->persons);
	g_assert_cmpuint(one->conversations, ==, other->conversations);
}

static void write_to_list(Lab *lab, const char *list)
{
	Facts *facts = letter_new("l1@ours.example", ALICE, "Alice Adams", list);

	g_free(facts->list_post);
	facts->list_post = g_strdup(list);
	lab_teach(lab, facts, LESSON_OUTGOING);
	lab_commit(lab);
}

/* ADDRESSES in one stroke, and one by one in a copy of the same memory. */
static void compare(Lab *lab, const char *const *addresses)
{
	Lab other = {.state = g_build_filename(lab->folder, "other", NULL), .secret = lab->secret};
	MemoryErased together[8];
	g_autoptr(GError) error = NULL;
	guint before = generation_newest(lab->state);

	g_assert_true(memory_copy(lab->memory, other.state, &error));
	lab_open(&other, MEMORY_WRITE);
	forget_all(lab, addresses, together);
	g_assert_cmpuint(generation_newest(lab->state), ==, before + 1);
	for (guint i = 0; addresses[i] != NULL; i++) {
		MemoryErased alone = forget(&other, addresses[i]);

		assert_same_erased(&together[i], &alone);
	}
	assert_same_rows(lab->state, other.state);
	lab_close(&other);
	state_remove(other.state);
	g_free(other.state);
}

static void test_several(Lab *lab, gconstpointer data)
{
	const char *const *addresses = data;

	teach_all(lab);
	write_to_list(lab, LIST);
	convict(lab, THIEF, "Bob Baker");
	compare(lab, addresses);
}

/* Somebody else of the domain stands for it when it comes cut; nobody, and it is not known. */
static void test_cut_domain(Lab *lab, gconstpointer data)
{
	g_autofree char *with = NULL, *without = NULL;

	teach_all(lab);
	forget(lab, BOB);
	with = memory_repair_domain(lab->memory, "partner");
	g_assert_cmpstr(with, ==, "partner.example");
	forget(lab, CAROL);
	without = memory_repair_domain(lab->memory, "partner");
	g_assert_null(without);
}

static void test_expire(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) old = letter_of_bob(), recent = answer_of_carol();
	g_autoptr(GError) error = NULL;
	MemoryErased erased;

	teach_all(lab);
	memory_expire(lab->memory, NEW_YEAR + 30 * DAY, &erased, &error);
	g_assert_no_error(error);
	memory_begin(lab->memory, &error);
	g_assert_cmpuint(erased.messages, ==, 2);
	/* Bob was written to later. */
	g_assert_cmpuint(erased.persons, ==, 1);
	g_assert_cmpuint(lab_person(lab, BOB), !=, 0);
	g_assert_cmpuint(lab_person(lab, DAVE), ==, 0);
	g_autoptr(Recall) gone = lab_recall(lab, old);
	g_assert_false(gone->learned);
	g_assert_cmpuint(gone->found, ==, 0);
	g_assert_cmpuint(gone->sender.messages, ==, 0);
	g_assert_cmpint(gone->sender.first, ==, 0);
	g_autoptr(Recall) left = lab_recall(lab, recent);
	g_assert_true(left->learned);
	g_assert_cmpuint(lab_continued(left, 0)->messages, ==, 2);
	/* It may be learned again. */
	g_assert_cmpint(lab_learn(lab, old, 0), ==, LEARNED_NEW);
}

static void test_expire_all(Lab *lab, gconstpointer data)
{
	g_autoptr(GPtrArray) rows = NULL;
	g_autoptr(Facts) facts = letter_of_bob();
	g_autoptr(GError) error = NULL;
	MemoryErased erased;

	teach_all(lab);
	memory_expire(lab->memory, NEW_YEAR + 400 * DAY, &erased, &error);
	g_assert_no_error(error);
	memory_begin(lab->memory, &error);
	g_assert_cmpuint(erased.messages, ==, 4);
	g_assert_cmpuint(erased.persons, ==, 4);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 0);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_true(recall->empty);
	rows = tables_rows(lab->state);
	/* Which organisations wrote is not personal, and has no time. */
	g_assert_cmpuint(rows->len, ==, tables_count(rows, "meta") + tables_count(rows, "site"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/forget/person", Lab, NULL, lab_begin, test_forget, lab_end);
	g_test_add("/forget/bytes", Lab, NULL, lab_begin, test_bytes, lab_end);
	g_test_add("/forget/bytes-seen", Lab, NULL, lab_begin, test_bytes_seen, lab_end);
	g_test_add("/forget/relearn", Lab, NULL, lab_begin, test_relearn, lab_end);
	g_test_add("/forget/unknown", Lab, NULL, lab_begin, test_forget_unknown, lab_end);
	g_test_add("/forget/unlearned", Lab, NULL, lab_begin, test_forget_unlearned, lab_end);
	for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
		g_autofree char *name = g_strdup_printf("/forget/several/%u", i);

		g_test_add(name, Lab, orders[i], lab_begin, test_several, lab_end);
	}
	g_test_add("/forget/cut-domain", Lab, NULL, lab_begin, test_cut_domain, lab_end);
	g_test_add("/expire/old", Lab, NULL, lab_begin, test_expire, lab_end);
	g_test_add("/expire/all", Lab, NULL, lab_begin, test_expire_all, lab_end);
	return g_test_run();
}
