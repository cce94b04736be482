/* SPDX-License-Identifier: Apache-2.0
 *
 * What somebody says of a message is kept, holds against learning, and can be taken back.
 */
#include "memory/memory.h"

#include "letters.h"
#include "memory/identity.h"

#define ALICE "alice@ours.example"
#define BOB   "bob@partner.example"
#define NEW   "bob.baker@home.example"

static const MarkedBefore unrecorded = {FALSE, 0, 0};

static Facts *letter_of_bob(const char *from)
{
	g_autofree char *id = g_strconcat("1-", from, NULL);
	Facts *facts = letter_new(id, from, "Bob Baker", ALICE);

	letter_text(facts, TEXT_HARBOUR, "");
	return facts;
}

static void mark(Lab *lab, const Facts *facts, MarkKind kind, const char *reason)
{
	g_autoptr(GError) error = NULL;
	Learned learned;

	memory_mark(lab->memory, facts, kind, reason, &unrecorded, &learned, &error);
	g_assert_no_error(error);
	lab_commit(lab);
}

static MarkKind unmark(Lab *lab, const Facts *facts)
{
	g_autoptr(GError) error = NULL;
	guint8 identity[IDENTITY_PUBLIC_BYTES];
	MarkedBefore before;
	MarkKind was;

	identity_public(facts, identity);
	memory_unmark(lab->memory, identity, &was, &before, &error);
	g_assert_no_error(error);
	lab_commit(lab);
	return was;
}

static Facts *letter_numbered(guint number, const char *from, const char *to)
{
	g_autofree char *id = g_strdup_printf("%u@letters.example", number);
	Facts *facts = letter_new(id, from, "", to);

	facts->date += number * DAY;
	return facts;
}

static gboolean is_proven(Lab *lab, const char *address)
{
	g_autoptr(Facts) facts = letter_new("", address, "", "");
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	return recall->sender.proven;
}

static void test_benign(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob(NEW);

	mark(lab, facts, MARK_BENIGN, "he called");
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_cmpint(recall->mark, ==, MARK_BENIGN);
	g_assert_cmpstr(recall->mark_reason, ==, "he called");
	/* The address is known, and proven. */
	g_assert_true(recall->learned);
	g_assert_cmpuint(recall->sender.person, !=, 0);
	g_assert_true(recall->sender.proven);
	/* Learning it again changes nothing. */
	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_KNOWN);
	mark(lab, facts, MARK_BENIGN, "and wrote");
	g_autoptr(Recall) again = lab_recall(lab, facts);
	g_assert_cmpstr(again->mark_reason, ==, "and wrote");
	g_assert_cmpint(unmark(lab, facts), ==, MARK_BENIGN);
	g_autoptr(Recall) after = lab_recall(lab, facts);
	g_assert_cmpint(after->mark, ==, MARK_NONE);
	g_assert_false(after->learned);
	g_assert_cmpuint(after->sender.person, ==, 0);
	g_assert_cmpint(unmark(lab, facts), ==, MARK_NONE);
}

static void test_benign_known(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob(BOB);

	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	mark(lab, facts, MARK_BENIGN, "");
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_true(recall->sender.proven);
	unmark(lab, facts);
	/* As it was: known, not proven. */
	g_autoptr(Recall) after = lab_recall(lab, facts);
	g_assert_true(after->learned);
	g_assert_false(after->sender.proven);
}

static void test_hijacked(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob(NEW);

	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	mark(lab, facts, MARK_HIJACKED, "");
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_cmpint(recall->mark, ==, MARK_HIJACKED);
	g_assert_false(recall->learned);
	g_assert_cmpuint(recall->sender.person, ==, 0);
	g_assert_cmpuint(recall->found, ==, 0);
	g_assert_cmpint(lab_learn(lab, facts, LESSON_TRUSTED), ==, LEARNED_CONVICTED);
	g_assert_cmpint(unmark(lab, facts), ==, MARK_HIJACKED);
	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_NEW);
}

/* What one of ours sent stays, whatever else was said of it. */
static void test_sent(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob(NEW);

	mark(lab, facts, MARK_BENIGN, "");
	g_assert_cmpint(lab_learn(lab, facts, LESSON_OUTGOING), ==, LEARNED_KNOWN);
	lab_commit(lab);
	g_assert_cmpint(unmark(lab, facts), ==, MARK_BENIGN);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_true(recall->learned);
	g_assert_true(recall->sender.proven);
}

/* The other is said of it: only that holds. */
static void test_turned(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob(NEW);

	mark(lab, facts, MARK_BENIGN, "");
	mark(lab, facts, MARK_HIJACKED, "");
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_cmpint(recall->mark, ==, MARK_HIJACKED);
	g_assert_cmpuint(recall->sender.person, ==, 0);
	mark(lab, facts, MARK_BENIGN, "");
	g_autoptr(Recall) again = lab_recall(lab, facts);
	g_assert_cmpint(again->mark, ==, MARK_BENIGN);
	g_assert_true(again->sender.proven);
}

static void test_by_identity(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob(NEW);
	g_autoptr(GError) error = NULL;
	MarkedBefore before = {TRUE, 3, 1.25};
	guint8 identity[IDENTITY_PUBLIC_BYTES];
	MarkKind kind;
	g_autofree char *reason = NULL;

	identity_public(facts, identity);
	memory_mark_identity(lab->memory, identity, NEW, MARK_BENIGN, "fine", &before, &error);
	g_assert_no_error(error);
	lab_commit(lab);
	g_assert_true(memory_find_mark(lab->memory, facts, &kind, &reason, &error));
	g_assert_cmpint(kind, ==, MARK_BENIGN);
	g_assert_cmpstr(reason, ==, "fine");
	/* What is learned of it is trusted. */
	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_NEW);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_true(recall->sender.proven);
	lab_commit(lab);
	before = unrecorded;
	g_assert_true(memory_unmark(lab->memory, identity, &kind, &before, &error));
	lab_commit(lab);
	g_autoptr(Recall) after = lab_recall(lab, facts);
	g_assert_false(after->learned);
	g_assert_false(is_proven(lab, NEW));
	g_assert_true(before.recorded);
	g_assert_cmpuint(before.verdict, ==, 3);
	g_assert_cmpfloat(before.score, ==, 1.25);
}

/* Who else vouches for somebody when a mark is taken back. */
static void test_unproven(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) one = letter_numbered(1, NEW, ALICE), two = letter_numbered(2, NEW, ALICE);
	g_autoptr(Facts) answer = letter_numbered(3, ALICE, NEW);

	mark(lab, one, MARK_BENIGN, "");
	g_assert_true(is_proven(lab, NEW));
	/* Another mark. */
	mark(lab, two, MARK_BENIGN, "");
	unmark(lab, one);
	g_assert_true(is_proven(lab, NEW));
	unmark(lab, two);
	g_assert_false(is_proven(lab, NEW));
	/* One of ours, who answered. */
	mark(lab, one, MARK_BENIGN, "");
	g_assert_cmpint(lab_learn(lab, answer, LESSON_OUTGOING), ==, LEARNED_NEW);
	lab_commit(lab);
	unmark(lab, one);
	g_assert_true(is_proven(lab, NEW));
	mark(lab, answer, MARK_HIJACKED, "");
	g_assert_false(is_proven(lab, NEW));
}

static void letter_habits(Facts *facts, const char *name, const char *program)
{
	Address *from = facts->from->pdata[0];

	g_free(from->name);
	from->name = g_strdup(name);
	g_free(facts->from_name);
	facts->from_name = g_strdup(name);
	g_free(facts->program);
	facts->program = g_strdup(program);
}

static gboolean is_called(Lab *lab, const char *address, const char *name)
{
	g_autoptr(Facts) facts = letter_new("", address, name, "");
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	return recall->sender.name_fits;
}

static void assert_shown_as(Lab *lab, const char *address, const char *name)
{
	Address *shown = memory_person(lab->memory, lab_person(lab, address));

	g_assert_cmpstr(shown->name, ==, name);
	address_free(shown);
}

/* What an attack was the first to show of its author goes with it, and nothing that stood before.
 */
static void test_hijacked_habits(Lab *lab, gconstpointer data)
{
	Facts *genuine = letter_numbered(1, BOB, ALICE);
	g_autoptr(Facts) attack = letter_numbered(8, BOB, ALICE);
	g_autoptr(Facts) next = letter_numbered(9, BOB, ALICE);

	letter_habits(genuine, "Bob Baker", "Thunderbird");
	lab_teach(lab, genuine, 0);
	letter_habits(attack, "Robert Boss", "Outlook");
	letter_habits(next, "Robert Boss", "Outlook");
	g_assert_cmpint(lab_learn(lab, attack, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	g_autoptr(Recall) fooled = lab_recall(lab, next);
	g_assert_true(fooled->sender.program_fits);
	g_assert_true(is_called(lab, BOB, "Robert Boss"));
	assert_shown_as(lab, BOB, "Robert Boss");
	mark(lab, attack, MARK_HIJACKED, "");
	g_autoptr(Recall) recall = lab_recall(lab, next);
	g_assert_true(recall->sender.program_known);
	g_assert_false(recall->sender.program_fits);
	g_assert_false(is_called(lab, BOB, "Robert Boss"));
	g_assert_true(is_called(lab, BOB, "Bob Baker"));
	assert_shown_as(lab, BOB, "Bob Baker");
}

/* What an attack in Bob's name has taught of him goes with it. */
static void test_hijacked_author(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) attack = letter_numbered(8, BOB, ALICE),
			 next = letter_numbered(9, BOB, ALICE);

	for (guint i = 1; i <= 3; i++)
		lab_teach(lab, letter_numbered(i, BOB, ALICE), 0);
	g_assert_cmpint(lab_learn(lab, attack, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	mark(lab, attack, MARK_HIJACKED, "");
	g_autoptr(Recall) recall = lab_recall(lab, next);
	g_assert_cmpuint(recall->sender.messages, ==, 3);
	g_assert_cmpint(recall->sender.first, ==, NEW_YEAR + 1 * DAY);
	g_assert_cmpint(recall->sender.last, ==, NEW_YEAR + 3 * DAY);
	g_assert_cmpuint(recall->wrote_to_us, ==, 3);
	g_assert_cmpint(recall->last_contact, ==, NEW_YEAR + 3 * DAY);
}

static guint generation(const Lab *lab)
{
	g_autoptr(GDir) directory = g_dir_open(lab->state, 0, NULL);
	const char *name;
	guint number = 0;

	while ((name = g_dir_read_name(directory)) != NULL)
		sscanf(name, "memory.%u.mdb", &number);
	return number;
}

/* However many messages are marked in one view, memory is written anew once. */
static void test_many(Lab *lab, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	Learned learned;
	guint before;

	for (guint i = 0; i < 5; i++)
		lab_teach(lab, letter_numbered(i, BOB, ALICE), 0);
	lab_commit(lab);
	before = generation(lab);
	for (guint i = 0; i < 4; i++) {
		g_autoptr(Facts) facts = letter_numbered(i, BOB, ALICE);

		memory_mark(lab->memory, facts, MARK_HIJACKED, "", &unrecorded, &learned, &error);
		g_assert_no_error(error);
	}
	lab_commit(lab);
	g_assert_cmpuint(generation(lab), ==, before + 1);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 1);
}

static void assert_marked(Lab *lab, const Facts *facts)
{
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	g_assert_cmpint(recall->mark, ==, MARK_HIJACKED);
	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_CONVICTED);
}

/* What was said of a message outlasts what is done with others of its author's, though these are
 * all that memory knew of the author. */
static void test_lasting(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) attack = letter_numbered(40, BOB, ALICE), old = NULL;
	const char *const addresses[] = {ALICE, NULL};
	g_autoptr(GError) error = NULL;
	MemoryErased erased;

	old = letter_numbered(1, BOB, ALICE);
	g_assert_cmpint(lab_learn(lab, old, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	mark(lab, attack, MARK_HIJACKED, "");
	mark(lab, old, MARK_HIJACKED, "");
	assert_marked(lab, attack);
	g_assert_cmpint(unmark(lab, old), ==, MARK_HIJACKED);
	mark(lab, old, MARK_BENIGN, "");
	g_assert_cmpint(unmark(lab, old), ==, MARK_BENIGN);
	assert_marked(lab, attack);

	g_assert_cmpint(lab_learn(lab, old, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	g_assert_true(memory_expire(lab->memory, NEW_YEAR + 30 * DAY, &erased, &error));
	g_assert_cmpuint(erased.persons, ==, 2);
	memory_begin(lab->memory, &error);
	assert_marked(lab, attack);
	g_assert_cmpint(lab_learn(lab, old, 0), ==, LEARNED_NEW);
	lab_commit(lab);
	g_assert_true(memory_forget(lab->memory, addresses, &erased, &error));
	memory_begin(lab->memory, &error);
	assert_marked(lab, attack);
	g_assert_no_error(error);
}

/* What a letter of Bob's may bring along. */
typedef struct Payload {
	const char *what;
	const char *name; /* of a file */
	guint8 digest;    /* of it */
	const char *url;
	const char *answer_to;
	guint32 anomalies;
} Payload;

static Facts *letter_with(const Payload *payload)
{
	Facts *facts = letter_of_bob(NEW);
	Attachment *attachment = attachment_new();
	Link *link = link_new();

	g_free(attachment->name);
	attachment->name = g_strdup(payload->name);
	attachment->sha256[31] = payload->digest;
	g_ptr_array_add(facts->attachments, attachment);
	g_free(link->url);
	link->url = g_strdup(payload->url);
	g_ptr_array_add(facts->links, link);
	g_ptr_array_add(facts->reply_to, address_new(NULL, g_strdup(payload->answer_to)));
	facts->anomalies = payload->anomalies;
	return facts;
}

/* Whoever has the letter can send it again with what nobody has looked at. */
static void test_payload(Lab *lab, gconstpointer data)
{
	static const Payload payloads[] = {
		{"itself", "fees.csv", 1, "https://port.example/fees", NEW, 0},
		{"content", "fees.csv", 2, "https://port.example/fees", NEW, 0},
		{"name", "fees.exe", 1, "https://port.example/fees", NEW, 0},
		{"link", "fees.csv", 1, "https://port.example/fees.exe", NEW, 0},
		{"answers", "fees.csv", 1, "https://port.example/fees", BOB, 0},
		{"unread", "fees.csv", 1, "https://port.example/fees", NEW, ANOMALY_LIMIT},
		{"clipped", "fees.csv", 1, "https://port.example/fees", NEW, ANOMALY_CLIPPED},
	};

	g_autoptr(Facts) marked = letter_with(&payloads[0]);
	g_autoptr(Facts) plain = letter_of_bob(NEW);
	mark(lab, marked, MARK_BENIGN, "");
	for (guint i = 0; i < G_N_ELEMENTS(payloads); i++) {
		g_autoptr(Facts) facts = letter_with(&payloads[i]);
		g_autoptr(Recall) recall = lab_recall(lab, facts);

		g_test_message("%s", payloads[i].what);
		g_assert_cmpint(recall->mark, ==, i == 0 ? MARK_BENIGN : MARK_NONE);
		/* For memory it is one letter, however it is sent on. */
		g_assert_true(recall->learned);
	}
	g_autoptr(Recall) recall = lab_recall(lab, plain);
	g_assert_cmpint(recall->mark, ==, MARK_NONE);
}

/* With its author goes what was said of a message. */
static void test_forgotten(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_of_bob(NEW);
	g_autoptr(GError) error = NULL;
	const char *const addresses[] = {NEW, NULL};
	MemoryErased erased;

	mark(lab, facts, MARK_BENIGN, "Bob's own mailbox");
	g_assert_true(memory_forget(lab->memory, addresses, &erased, &error));
	g_assert_no_error(error);
	memory_begin(lab->memory, &error);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_cmpint(recall->mark, ==, MARK_NONE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/mark/benign", Lab, NULL, lab_begin, test_benign, lab_end);
	g_test_add("/mark/benign-known", Lab, NULL, lab_begin, test_benign_known, lab_end);
	g_test_add("/mark/hijacked", Lab, NULL, lab_begin, test_hijacked, lab_end);
	g_test_add("/mark/sent", Lab, NULL, lab_begin, test_sent, lab_end);
	g_test_add("/mark/turned", Lab, NULL, lab_begin, test_turned, lab_end);
	g_test_add("/mark/by-identity", Lab, NULL, lab_begin, test_by_identity, lab_end);
	g_test_add("/mark/unproven", Lab, NULL, lab_begin, test_unproven, lab_end);
	g_test_add("/mark/hijacked-author", Lab, NULL, lab_begin, test_hijacked_author, lab_end);
	g_test_add("/mark/hijacked-habits", Lab, NULL, lab_begin, test_hijacked_habits, lab_end);
	g_test_add("/mark/many", Lab, NULL, lab_begin, test_many, lab_end);
	g_test_add("/mark/lasting", Lab, NULL, lab_begin, test_lasting, lab_end);
	g_test_add("/mark/payload", Lab, NULL, lab_begin, test_payload, lab_end);
	g_test_add("/mark/forgotten", Lab, NULL, lab_begin, test_forgotten, lab_end);
	return g_test_run();
}
