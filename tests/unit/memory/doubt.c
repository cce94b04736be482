/* SPDX-License-Identifier: Apache-2.0
 *
 * What is learned of a message that may be an attack: what it says, yet nothing that it shows of
 * its sender, until something bears that out.
 */
#include "letters.h"

#include "memory/identity.h"

#define ALICE "alice@ours.example"
#define BOB   "bob@partner.example"
#define CAROL "carol@third.example"
#define RELAY "relay@clinic.example"
#define SITE  "wordpress.example"

static Facts *letter_of(const char *id, const char *from, const char *to, gint64 days)
{
	Facts *facts = letter_new(id, from, "Bob Baker", to);

	letter_subject(facts, "Shipment of turbines", 1);
	facts->date += days * DAY;
	return facts;
}

static void add_file(Facts *facts)
{
	Attachment *attachment = attachment_new();

	attachment->type = FILE_OLE;
	attachment->flags = ATTACHMENT_VBA;
	g_ptr_array_add(facts->attachments, attachment);
}

static void add_link(Facts *facts)
{
	Link *link = link_new();

	g_free(link->site);
	link->site = g_strdup(SITE);
	g_ptr_array_add(facts->links, link);
}

/* Bob's first letter, and Alice's answer. */
static void teach_conversation(Lab *lab)
{
	Facts *letter = letter_of("1@bob", BOB, ALICE, 0);
	Facts *answer = letter_of("2@alice", ALICE, BOB, 1);

	letter_text(letter, TEXT_HARBOUR, "");
	lab_teach(lab, letter, 0);
	letter_parent(answer, "1@bob");
	letter_text(answer, TEXT_BUDGET, TEXT_HARBOUR);
	lab_teach(lab, answer, 0);
}

/* A reply into that conversation that brings a file and a link, through the account FROM. */
static Facts *reply_from(const char *id, const char *from, gint64 days)
{
	Facts *facts = letter_of(id, from, ALICE, days);

	letter_parent(facts, "2@alice");
	letter_text(facts, TEXT_NOTICE, TEXT_BUDGET);
	add_file(facts);
	add_link(facts);
	return facts;
}

static Account account_after(Lab *lab, const char *from)
{
	g_autoptr(Facts) facts = reply_from("probe@x", from, 1000);
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	return recall->sender;
}

static gboolean is_nameless(Lab *lab, const char *address)
{
	Address *person = memory_person(lab->memory, lab_person(lab, address));
	gboolean nameless = person != NULL && person->name[0] == '\0';

	address_free(person);
	return nameless;
}

static void test_stranger_stays_strange(Lab *lab, gconstpointer data)
{
	teach_conversation(lab);
	lab_teach(lab, reply_from("3@relay", RELAY, 400), LESSON_DOUBTFUL);
	g_autoptr(Facts) again = reply_from("4@relay", RELAY, 800);
	g_autoptr(Recall) recall = lab_recall(lab, again);
	const Continued *continued = lab_continued(recall, 0);

	g_assert_false(recall->sender.name_fits);
	g_assert_false(recall->sender.file_fits);
	g_assert_false(continued->sender_in_it);
	g_assert_false(recall->organisation_known);
	g_assert_cmpuint(recall->name_bearers->len, ==, 2);
	g_assert_cmpint(continued->last, ==, NEW_YEAR + DAY);
	g_assert_true(is_nameless(lab, RELAY));
	/* What it says is learned, and counted. */
	g_assert_cmpuint(continued->messages, ==, 3);
	g_assert_cmpuint(recall->found, ==, recall->fingerprints);
}

/* A thief who quotes our text holds no more of it than before. */
static void test_text_of_others(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) quoting = letter_of("5@x", CAROL, ALICE, 500);
	Facts *stolen = letter_of("3@relay", RELAY, CAROL, 400);

	teach_conversation(lab);
	letter_subject(stolen, "Something else", 0);
	letter_text(stolen, "", TEXT_HARBOUR);
	lab_teach(lab, stolen, LESSON_DOUBTFUL);
	letter_text(quoting, "", TEXT_HARBOUR);
	g_autoptr(Recall) recall = lab_recall(lab, quoting);
	g_assert_cmpuint(lab_continued(recall, 0)->author, ==, lab_person(lab, BOB));
	for (guint i = 1; i < recall->continued->len; i++)
		g_assert_cmpuint(lab_continued(recall, i)->hits, ==, 0);
}

/* A thief who comes before what is stolen does not take part in it, nor who had a copy. */
static void test_before_the_stolen(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) again = letter_of("5@x", CAROL, ALICE, 500);
	Facts *stolen = letter_of("3@relay", RELAY, ALICE, 400);

	letter_parent(stolen, "1@bob");
	letter_cc(stolen, CAROL);
	letter_text(stolen, TEXT_NOTICE, TEXT_HARBOUR);
	lab_teach(lab, stolen, LESSON_DOUBTFUL);
	teach_conversation(lab);
	letter_parent(again, "1@bob");
	letter_text(again, TEXT_NOTICE, TEXT_HARBOUR);
	g_autoptr(Recall) recall = lab_recall(lab, again);
	const Continued *continued = lab_continued(recall, 0);
	g_assert_cmpuint(continued->author, ==, lab_person(lab, BOB));
	g_assert_false(continued->sender_in_it);
	g_assert_false(continued->audience_open);
	g_assert_false(lab_has(continued->participants, lab_person(lab, RELAY)));
	g_assert_false(lab_has(continued->holders, lab_person(lab, RELAY)));
	g_assert_false(lab_has(continued->holders, lab_person(lab, CAROL)));
}

/* Who was first met in a doubted message gets a name from the first that tells it. */
static void test_named_later(Lab *lab, gconstpointer data)
{
	Facts *named = letter_of("4@alice", ALICE, "", 401);

	lab_teach(lab, letter_of("3@relay", RELAY, CAROL, 400), LESSON_DOUBTFUL);
	g_assert_true(is_nameless(lab, CAROL));
	g_ptr_array_add(named->to, address_new(g_strdup("Carol Cho"), g_strdup(CAROL)));
	lab_teach(lab, named, 0);
	g_assert_false(is_nameless(lab, CAROL));
}

/* Who takes part and sends what he always did stirs a conversation, doubted or not. */
static void test_habit_stirs(Lab *lab, gconstpointer data)
{
	gint64 days = GPOINTER_TO_INT(data);

	teach_conversation(lab);
	lab_teach(lab, reply_from("3@bob", BOB, 400), LESSON_DOUBTFUL);
	lab_teach(lab, reply_from("4@bob", BOB, 400 + days), LESSON_DOUBTFUL);
	lab_teach(lab, reply_from("5@bob", BOB, 440), LESSON_DOUBTFUL);
	g_autoptr(Facts) again = reply_from("6@bob", BOB, 441);
	g_autoptr(Recall) recall = lab_recall(lab, again);
	g_assert_cmpint(lab_continued(recall, 0)->last, ==, NEW_YEAR + (days > 14 ? 440 : 1) * DAY);
}

static void test_real_account(Lab *lab, gconstpointer data)
{
	teach_conversation(lab);
	lab_teach(lab, reply_from("3@bob", BOB, 400), LESSON_DOUBTFUL);
	g_assert_false(account_after(lab, BOB).file_fits);
	g_assert_true(account_after(lab, BOB).name_fits);
	lab_teach(lab, reply_from("4@bob", BOB, 800), 0);
	g_assert_true(account_after(lab, BOB).file_fits);
}

/* A burst bears out nothing; a habit does. */
static void test_told_again(Lab *lab, gconstpointer data)
{
	teach_conversation(lab);
	lab_teach(lab, reply_from("3@bob", BOB, 400), LESSON_DOUBTFUL);
	lab_teach(lab, reply_from("4@bob", BOB, 400), LESSON_DOUBTFUL);
	lab_teach(lab, reply_from("5@bob", BOB, 406), LESSON_DOUBTFUL);
	g_assert_false(account_after(lab, BOB).file_fits);
	lab_teach(lab, reply_from("6@bob", BOB, 386), LESSON_DOUBTFUL);
	g_assert_true(account_after(lab, BOB).file_fits);
}

/* The site of a link is known from two senders, but not from two that are doubted. */
static void test_link(Lab *lab, gconstpointer data)
{
	teach_conversation(lab);
	lab_teach(lab, reply_from("3@relay", RELAY, 400), LESSON_DOUBTFUL);
	lab_teach(lab, reply_from("4@carol", CAROL, 400), LESSON_DOUBTFUL);
	g_autoptr(Facts) probe = reply_from("5@x", BOB, 500);
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_cmpuint(recall->site_known[0], ==, 0);
}

/* Our own mail is not doubted, and somebody's word teaches what was withheld. */
static void test_proven(Lab *lab, gconstpointer data)
{
	guint proof = GPOINTER_TO_UINT(data);
	g_autoptr(Facts) reply = reply_from("3@relay", RELAY, 400);

	teach_conversation(lab);
	lab_learn(lab, reply, LESSON_DOUBTFUL);
	g_assert_cmpint(lab_learn(lab, reply, LESSON_DOUBTFUL | proof), ==, LEARNED_KNOWN);
	lab_commit(lab);
	g_autoptr(Facts) again = reply_from("4@relay", RELAY, 800);
	g_autoptr(Recall) recall = lab_recall(lab, again);
	const Continued *continued = lab_continued(recall, 0);
	g_assert_true(recall->sender.proven);
	g_assert_true(recall->sender.name_fits);
	g_assert_true(recall->sender.file_fits);
	g_assert_true(recall->organisation_known);
	g_assert_cmpuint(recall->site_known[0], ==, 1);
	g_assert_true(continued->sender_in_it);
	g_assert_cmpuint(continued->messages, ==, 3);
	g_assert_cmpint(continued->last, ==, NEW_YEAR + 400 * DAY);
}

static void test_proven_at_once(Lab *lab, gconstpointer data)
{
	teach_conversation(lab);
	lab_teach(lab, reply_from("3@relay", RELAY, 400), LESSON_DOUBTFUL | GPOINTER_TO_UINT(data));
	g_assert_true(account_after(lab, RELAY).name_fits);
	g_assert_true(account_after(lab, RELAY).file_fits);
}

/* A word taken back leaves nothing of what it taught. */
static void test_unmarked(Lab *lab, gconstpointer data)
{
	static const MarkedBefore unrecorded = {FALSE, 0, 0};
	g_autoptr(Facts) reply = reply_from("3@relay", RELAY, 400);
	g_autoptr(GError) error = NULL;
	Learned learned;
	guint8 identity[IDENTITY_PUBLIC_BYTES];
	MarkedBefore before;
	MarkKind was;

	teach_conversation(lab);
	lab_learn(lab, reply, LESSON_DOUBTFUL);
	lab_teach(lab, letter_new("4@relay", RELAY, "", ALICE), 0);
	memory_mark(lab->memory, reply, MARK_BENIGN, "", &unrecorded, &learned, &error);
	g_assert_no_error(error);
	lab_commit(lab);
	g_assert_true(account_after(lab, RELAY).name_fits);
	identity_public(reply, identity);
	memory_unmark(lab->memory, identity, &was, &before, &error);
	g_assert_no_error(error);
	lab_commit(lab);
	g_assert_false(account_after(lab, RELAY).name_fits);
	g_assert_false(account_after(lab, RELAY).file_fits);
}

/* What is counted anew because something else goes is counted as it was. */
static void test_counted_anew(Lab *lab, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	const char *const forgotten[] = {CAROL, NULL};
	MemoryErased erased;

	teach_conversation(lab);
	lab_teach(lab, reply_from("3@carol", CAROL, 200), 0);
	lab_teach(lab, reply_from("4@relay", RELAY, 400), LESSON_DOUBTFUL);
	lab_commit(lab);
	memory_forget(lab->memory, forgotten, &erased, &error);
	g_assert_no_error(error);
	lab_close(lab);
	lab_open(lab, MEMORY_WRITE);
	g_autoptr(Facts) probe = reply_from("5@x", BOB, 500);
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_cmpuint(lab_continued(recall, 0)->messages, ==, 3);
	g_assert_cmpint(lab_continued(recall, 0)->last, ==, NEW_YEAR + DAY);
}

static void add(const char *path, void (*test)(Lab *, gconstpointer), guint data)
{
	g_test_add(path, Lab, GUINT_TO_POINTER(data), lab_begin, test, lab_end);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/doubt/stranger", test_stranger_stays_strange, 0);
	add("/doubt/text-of-others", test_text_of_others, 0);
	add("/doubt/before-the-stolen", test_before_the_stolen, 0);
	add("/doubt/named-later", test_named_later, 0);
	add("/doubt/habit-stirs/burst", test_habit_stirs, 1);
	add("/doubt/habit-stirs/weeks", test_habit_stirs, 21);
	add("/doubt/real-account", test_real_account, 0);
	add("/doubt/told-again", test_told_again, 0);
	add("/doubt/link", test_link, 0);
	add("/doubt/outgoing", test_proven, LESSON_OUTGOING);
	add("/doubt/trusted", test_proven, LESSON_TRUSTED);
	add("/doubt/outgoing-at-once", test_proven_at_once, LESSON_OUTGOING);
	add("/doubt/trusted-at-once", test_proven_at_once, LESSON_TRUSTED);
	add("/doubt/unmarked", test_unmarked, 0);
	add("/doubt/counted-anew", test_counted_anew, 0);
	return g_test_run();
}
