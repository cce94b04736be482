/* SPDX-License-Identifier: Apache-2.0
 *
 * What learning makes of messages: which conversation they join, who is a person, what is proven.
 */
#include "base/limits.h"
#include "letters.h"

/* The conversation that FACTS is told to continue by reference, 0 when none. */
static ConversationNumber conversation_of(Lab *lab, const char *message_id)
{
	g_autoptr(Facts) probe = letter_new("", "probe@x.example", "", "");
	letter_parent(probe, message_id);
	g_autoptr(Recall) recall = lab_recall(lab, probe);

	return recall->continued->len > 0 ? lab_continued(recall, 0)->conversation : 0;
}

static void test_out_of_order(Lab *lab, gconstpointer data)
{
	Facts *late = letter_new("3@a", "a@a.example", "", "b@b.example");
	Facts *sibling = letter_new("4@c", "c@c.example", "", "b@b.example");
	Facts *first = letter_new("1@b", "b@b.example", "", "a@a.example");

	letter_parent(late, "1@b");
	letter_text(late, "late", "");
	lab_teach(lab, late, 0);
	letter_parent(sibling, "1@b");
	letter_text(sibling, "sibling", "");
	lab_teach(lab, sibling, 0);
	g_assert_cmpuint(conversation_of(lab, "3@a"), ==, conversation_of(lab, "4@c"));
	/* The parent is known of, but not held: there is no message to name. */
	g_autoptr(Facts) probe = letter_new("", "probe@x.example", "", "");
	letter_parent(probe, "1@b");
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_cmpuint(lab_continued(recall, 0)->message, ==, 0);
	g_assert_cmpuint(lab_continued(recall, 0)->messages, ==, 2);
	letter_text(first, "first", "");
	lab_teach(lab, first, 0);
	g_assert_cmpuint(conversation_of(lab, "1@b"), ==, conversation_of(lab, "3@a"));
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 1);
	g_autoptr(Recall) again = lab_recall(lab, probe);
	g_assert_cmpuint(lab_continued(again, 0)->message, ==, 3);
	g_assert_cmpuint(lab_continued(again, 0)->messages, ==, 3);
}

static void teach_subject(
	Lab *lab, const char *id, const char *from, const char *to, guint replies, gint64 days)
{
	Facts *facts = letter_new(id, from, "", to);

	letter_subject(facts, "Shipment of turbines", replies);
	letter_text(facts, id, "");
	facts->date += days * DAY;
	lab_teach(lab, facts, 0);
}

static void test_by_subject(Lab *lab, gconstpointer data)
{
	teach_subject(lab, "1@a", "a@a.example", "b@b.example", 0, 0);
	teach_subject(lab, "2@b", "b@b.example", "a@a.example", 1, 1);
	teach_subject(lab, "3@a", "a@a.example", "c@c.example", 1, 80);
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 1);
	/* Strangers, too late, and no reply: conversations of their own. */
	teach_subject(lab, "4@x", "x@x.example", "y@y.example", 1, 81);
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 2);
	teach_subject(lab, "5@b", "b@b.example", "a@a.example", 1, 80 + 100);
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 3);
	teach_subject(lab, "6@b", "b@b.example", "a@a.example", 0, 80 + 101);
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 4);
	g_assert_cmpuint(conversation_of(lab, "1@a"), ==, conversation_of(lab, "3@a"));
}

/* A subject of very many conversations ties nothing together. */
static void test_common_subject(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) probe = letter_new("", "a@a.example", "", "b@b.example");

	letter_subject(probe, "Shipment of turbines", 1);
	for (guint i = 0; i < LIMIT_SUBJECT_CONVERSATIONS + 3; i++) {
		g_autofree char *id = g_strdup_printf("%u@a", i);
		g_autoptr(Recall) recall = lab_recall(lab, probe);

		g_assert_cmpuint(
			recall->continued->len, ==, i < LIMIT_SUBJECT_CONVERSATIONS ? i : 0);
		teach_subject(lab, id, "a@a.example", "b@b.example", 0, i);
	}
}

static void test_by_quote(Lab *lab, gconstpointer data)
{
	Facts *first = letter_new("1@a", "a@a.example", "", "b@b.example");
	Facts *joined = letter_new("2@c", "c@c.example", "", "d@d.example");
	Facts *other = letter_new("3@c", "c@c.example", "", "d@d.example");

	letter_subject(first, "Shipment of turbines", 0);
	letter_text(first, TEXT_HARBOUR, "");
	lab_teach(lab, first, 0);
	letter_subject(joined, "Shipment of turbines", 1);
	letter_text(joined, "", TEXT_HARBOUR);
	joined->date += 200 * DAY;
	lab_teach(lab, joined, 0);
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 1);
	letter_subject(other, "Something else altogether", 1);
	letter_text(other, "", TEXT_HARBOUR);
	lab_teach(lab, other, 0);
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 2);
}

static void test_by_thread_index(Lab *lab, gconstpointer data)
{
	for (guint i = 0; i < 2; i++) {
		g_autofree char *id = g_strdup_printf("%u@a", i);
		Facts *facts = letter_new(id, "a@a.example", "", "b@b.example");

		g_free(facts->thread_index);
		facts->thread_index = g_strdup("0123456789abcdef0123456789abcdef");
		letter_text(facts, id, "");
		lab_teach(lab, facts, 0);
	}
	g_assert_cmpuint(lab_statistics(lab).conversations, ==, 1);
}

static void test_identity(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) one = letter_new("1@a", "a@a.example", "", "b@b.example");
	g_autoptr(Facts) copy = letter_new("1@a", "a@a.example", "", "b@b.example");
	g_autoptr(Facts) forged = letter_new("1@a", "a@a.example", "", "b@b.example");

	letter_text(one, TEXT_BUDGET, "");
	letter_text(copy, TEXT_BUDGET, "");
	letter_text(forged, TEXT_HARBOUR, "");
	g_ptr_array_add(copy->hops, hop_new());
	g_ptr_array_add(copy->envelope, g_strdup("b@b.example"));
	g_assert_cmpint(lab_learn(lab, one, 0), ==, LEARNED_NEW);
	g_assert_cmpint(lab_learn(lab, copy, 0), ==, LEARNED_KNOWN);
	lab_commit(lab);
	g_assert_cmpint(lab_learn(lab, copy, 0), ==, LEARNED_KNOWN);
	/* A taken Message-ID blocks nothing. */
	g_assert_cmpint(lab_learn(lab, forged, 0), ==, LEARNED_NEW);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 2);
}

static void test_list(Lab *lab, gconstpointer data)
{
	Facts *first = letter_new(
		"1@a", "bob=b.example@list.example", "Bob Ray via Users", "users@list.example");
	Facts *sent = letter_new("2@c", "c@c.example", "Cee", "users@list.example");

	first->marks |= MARK_LIST;
	g_free(first->list_post);
	first->list_post = g_strdup("users@list.example");
	g_ptr_array_add(first->envelope, g_strdup("archive@archive.example"));
	letter_cc(first, "dee@d.example");
	letter_text(first, TEXT_BUDGET, "");
	lab_teach(lab, first, 0);
	g_assert_cmpuint(lab_person(lab, "users@list.example"), ==, 0);
	g_assert_cmpuint(lab_person(lab, "archive@archive.example"), ==, 0);
	g_assert_cmpuint(lab_person(lab, "dee@d.example"), !=, 0);
	/* Once known, a list is none in mail without a list's marks either. */
	letter_parent(sent, "1@a");
	letter_text(sent, TEXT_HARBOUR, "");
	lab_teach(lab, sent, 0);
	g_assert_cmpuint(lab_person(lab, "users@list.example"), ==, 0);
	g_autoptr(Facts) probe = letter_new("", "x@x.example", "", "");
	letter_parent(probe, "2@c");
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_true(lab_continued(recall, 0)->audience_open);
	g_assert_cmpuint(lab_continued(recall, 0)->holders->len, ==, 1);
}

/* From rewritten to the list's address: the list is nobody, Reply-To tells who wrote. */
static void test_rewritten(Lab *lab, gconstpointer data)
{
	Facts *facts =
		letter_new("1@a", "users@list.example", "Bob Ray via Users", "users@list.example");

	facts->marks |= MARK_LIST;
	g_free(facts->list_post);
	facts->list_post = g_strdup("users@list.example");
	g_ptr_array_add(facts->reply_to, address_new(NULL, g_strdup("bob@b.example")));
	letter_text(facts, TEXT_BUDGET, "");
	lab_teach(lab, facts, 0);
	g_assert_cmpuint(lab_person(lab, "users@list.example"), ==, 0);
	g_assert_cmpuint(lab_person(lab, "bob@b.example"), !=, 0);
	g_autoptr(Facts) namesake = letter_new("", "x@x.example", "Bob Ray", "");
	g_autoptr(Recall) recall = lab_recall(lab, namesake);
	g_assert_cmpuint(recall->name_bearers->len, ==, 1);
}

/* Somebody's mail cannot declare a known person to be a list. */
static void test_false_list(Lab *lab, gconstpointer data)
{
	Facts *false_list = letter_new("2@x", "x@x.example", "", "ann@ours.example");
	Facts *mail = letter_new("3@b", "b@b.example", "", "ann@ours.example");

	lab_teach(
		lab, letter_new("1@ours", "ann@ours.example", "", "b@b.example"), LESSON_OUTGOING);
	g_free(false_list->list_post);
	false_list->list_post = g_strdup("ann@ours.example");
	false_list->marks |= MARK_LIST;
	lab_teach(lab, false_list, 0);
	lab_teach(lab, mail, 0);
	g_autoptr(Facts) probe = letter_new("", "b@b.example", "", "ann@ours.example");
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_cmpuint(recall->wrote_to_us, ==, 1);
	g_assert_cmpuint(recall->we_wrote, ==, 1);
}

/* Nor one who is not known yet, for longer than until that person writes. */
static void test_false_list_first(Lab *lab, gconstpointer data)
{
	Facts *false_list = letter_new("1@x", "x@x.example", "", "ann@ours.example");

	g_free(false_list->list_post);
	false_list->list_post = g_strdup("ann@ours.example");
	false_list->marks |= MARK_LIST;
	lab_teach(lab, false_list, 0);
	lab_commit(lab);
	lab_teach(lab, letter_new("2@b", "b@b.example", "", "ann@ours.example"), 0);
	g_assert_cmpuint(lab_person(lab, "ann@ours.example"), ==, 0);
	lab_teach(
		lab, letter_new("3@ours", "ann@ours.example", "", "b@b.example"), LESSON_OUTGOING);
	lab_commit(lab);
	lab_teach(lab, letter_new("4@b", "b@b.example", "", "ann@ours.example"), 0);
	g_autoptr(Facts) probe = letter_new("", "b@b.example", "", "ann@ours.example");
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_cmpuint(recall->wrote_to_us, ==, 1);
}

static void test_many_recipients(Lab *lab, gconstpointer data)
{
	for (guint count = LIMIT_RECIPIENTS; count <= LIMIT_RECIPIENTS + 1; count++) {
		g_autofree char *id = g_strdup_printf("%u@a", count);
		Facts *facts = letter_new(id, "a@a.example", "", "");

		for (guint i = 0; i < count; i++) {
			g_autofree char *address = g_strdup_printf("p%u@b.example", i);

			letter_cc(facts, address);
			letter_cc(facts, address);
		}
		letter_text(facts, id, "");
		lab_teach(lab, facts, 0);
		g_autoptr(Facts) probe = letter_new("", "x@x.example", "", "");
		letter_parent(probe, id);
		g_autoptr(Recall) recall = lab_recall(lab, probe);
		g_assert_cmpint(
			lab_continued(recall, 0)->audience_open, ==, count > LIMIT_RECIPIENTS);
		g_assert_cmpuint(lab_continued(recall, 0)->holders->len, ==, LIMIT_RECIPIENTS + 1);
	}
}

/* A conversation that never ends keeps a bounded number of participants and says so. */
static void test_many_participants(Lab *lab, gconstpointer data)
{
	for (guint i = 0; i < LIMIT_PARTICIPANTS + 5; i++) {
		g_autofree char *id = g_strdup_printf("%u@a", i);
		g_autofree char *from = g_strdup_printf("p%u@b.example", i);
		Facts *facts = letter_new(id, from, "", "");

		letter_parent(facts, "root@a");
		letter_text(facts, id, "");
		lab_teach(lab, facts, 0);
	}
	g_autoptr(Facts) probe = letter_new("", "x@x.example", "", "");
	letter_parent(probe, "root@a");
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_cmpuint(lab_continued(recall, 0)->participants->len, ==, LIMIT_PARTICIPANTS);
	g_assert_true(lab_continued(recall, 0)->audience_open);
}

static gboolean is_proven(Lab *lab, const char *address)
{
	g_autoptr(Facts) facts = letter_new("", address, "", "");
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	return recall->sender.proven;
}

static void test_trust(Lab *lab, gconstpointer data)
{
	Facts *machine = letter_new("3@ours", "ann@ours.example", "", "robber@x.example");
	g_autoptr(Facts) answer = letter_new("4@ours", "cay@ours.example", "", "dee@d.example");

	lab_teach(lab, letter_new("1@b", "bob@b.example", "", "ann@ours.example"), 0);
	g_assert_false(is_proven(lab, "bob@b.example"));
	lab_teach(lab, letter_new("2@ours", "ann@ours.example", "", "bob@b.example"),
		LESSON_OUTGOING);
	g_assert_true(is_proven(lab, "ann@ours.example"));
	g_assert_true(is_proven(lab, "bob@b.example"));
	/* A vacation notice answers anybody. */
	machine->marks |= MARK_AUTO;
	lab_teach(lab, machine, LESSON_OUTGOING);
	g_assert_false(is_proven(lab, "robber@x.example"));
	lab_teach(lab, letter_new("5@e", "eve@e.example", "", "ann@ours.example"), LESSON_TRUSTED);
	g_assert_true(is_proven(lab, "eve@e.example"));
	/* The received copy first, the sent one later: known, but it proves. */
	g_assert_cmpint(lab_learn(lab, answer, 0), ==, LEARNED_NEW);
	g_assert_false(is_proven(lab, "dee@d.example"));
	g_assert_cmpint(lab_learn(lab, answer, LESSON_OUTGOING), ==, LEARNED_KNOWN);
	g_assert_true(is_proven(lab, "dee@d.example"));
	g_assert_true(is_proven(lab, "cay@ours.example"));
}

static void test_person(Lab *lab, gconstpointer data)
{
	const char *const names[] = {
		"Bob Ray", "Robert Ray", "Bob Ray", "R. Ray Senior", "Bobby Ray", "Rob Ray"};

	g_assert_null(memory_person(lab->memory, 1));
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *id = g_strdup_printf("%u@b", i);
		Facts *facts = letter_new(id, "bob@b.example", names[i], "ann@ours.example");

		lab_teach(lab, facts, 0);
		Address *bob = memory_person(lab->memory, lab_person(lab, "bob@b.example"));
		g_assert_cmpstr(bob->address, ==, "bob@b.example");
		g_assert_cmpstr(bob->name, ==, i == 2 ? names[1] : names[i]);
		address_free(bob);
	}
	g_assert_null(memory_person(lab->memory, 0));
	g_assert_null(memory_person(lab->memory, 999));
}

static void set_ways(
	Facts *facts, const char *server, const char *program, gint16 zone, const char *shape)
{
	Hop *hop = hop_new();

	g_free(hop->by);
	hop->by = g_strdup(server);
	g_ptr_array_add(facts->hops, hop);
	g_free(facts->program);
	facts->program = g_strdup(program);
	facts->zone = zone;
	g_free(facts->message_id_shape);
	facts->message_id_shape = g_strdup(shape);
}

static void test_profile(Lab *lab, gconstpointer data)
{
	Facts *first = letter_new("1@a", "a@a.example", "Ann Lee", "b@b.example");
	g_autoptr(Facts) same = letter_new("2@a", "a@a.example", "Lee, Ann", "b@b.example");
	g_autoptr(Facts) other = letter_new("3@a", "a@a.example", "The Boss", "b@b.example");
	g_autoptr(Facts) bare = letter_new("4@a", "a@a.example", "", "b@b.example");

	set_ways(first, "mx1.a.example", "mutt 1", 60, "a.9@a.example");
	lab_teach(lab, first, 0);
	set_ways(same, "mx2.a.example", "mutt 1", 120, "a.9@a.example");
	g_autoptr(Recall) fits = lab_recall(lab, same);
	g_assert_true(fits->sender.network_known && fits->sender.network_fits);
	g_assert_true(fits->sender.program_known && fits->sender.program_fits);
	g_assert_true(fits->sender.zone_known && fits->sender.zone_fits);
	g_assert_true(fits->sender.message_id_known && fits->sender.message_id_fits);
	g_assert_true(fits->sender.name_fits);
	set_ways(other, "smtp.relay.example", "outlook 16", -420, "9@a");
	g_autoptr(Recall) differs = lab_recall(lab, other);
	g_assert_true(differs->sender.network_known && !differs->sender.network_fits);
	g_assert_true(differs->sender.program_known && !differs->sender.program_fits);
	g_assert_true(differs->sender.zone_known && !differs->sender.zone_fits);
	g_assert_true(differs->sender.message_id_known && !differs->sender.message_id_fits);
	g_assert_false(differs->sender.name_fits);
	/* Nothing to compare with: nothing is held against it. */
	g_autoptr(Recall) nothing = lab_recall(lab, bare);
	g_assert_true(!nothing->sender.network_known && nothing->sender.network_fits);
	g_assert_true(!nothing->sender.program_known && nothing->sender.program_fits);
	g_assert_true(!nothing->sender.zone_known && nothing->sender.zone_fits);
	g_assert_true(nothing->sender.name_fits);
}

/* A name of very many people still names its bearers, up to the bound. */
static void test_common_name(Lab *lab, gconstpointer data)
{
	for (guint i = 0; i < LIMIT_NAME_BEARERS + 4; i++) {
		g_autofree char *id = g_strdup_printf("%u@a", i);
		g_autofree char *from = g_strdup_printf("p%u@a.example", i);

		lab_teach(lab, letter_new(id, from, "John Smith", "b@b.example"), 0);
	}
	g_autoptr(Facts) probe = letter_new("", "x@x.example", "John Smith", "");
	g_autoptr(Recall) recall = lab_recall(lab, probe);
	g_assert_cmpuint(recall->name_bearers->len, ==, LIMIT_NAME_BEARERS);
	/* One that found no place is known by its profile. */
	g_autofree char *last = g_strdup_printf("p%u@a.example", LIMIT_NAME_BEARERS + 3);
	g_autoptr(Facts) late = letter_new("", last, "John Smith", "");
	g_autoptr(Recall) own = lab_recall(lab, late);
	g_assert_true(own->sender.name_fits);
	/* One of ours is not kept out. */
	lab_teach(lab, letter_new("o@ours", "john@ours.example", "John Smith", "b@b.example"),
		LESSON_OUTGOING);
	lab_commit(lab);
	g_autoptr(Recall) later = lab_recall(lab, probe);
	g_assert_cmpuint(later->name_bearers->len, ==, LIMIT_NAME_BEARERS);
	g_assert_true(lab_has(later->name_bearers, lab_person(lab, "john@ours.example")));
}

static void test_nobody(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = facts_new();

	/* A message of nothing at all is one message. */
	g_assert_cmpint(lab_learn(lab, facts, LESSON_OUTGOING), ==, LEARNED_NEW);
	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_KNOWN);
	g_assert_cmpuint(lab_statistics(lab).persons, ==, 0);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_true(recall->learned);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(Lab *lab, gconstpointer data);
	} cases[] = {
		{"/lesson/out-of-order", test_out_of_order},
		{"/lesson/by-subject", test_by_subject},
		{"/lesson/common-subject", test_common_subject},
		{"/lesson/by-quote", test_by_quote},
		{"/lesson/by-thread-index", test_by_thread_index},
		{"/lesson/identity", test_identity},
		{"/lesson/list", test_list},
		{"/lesson/rewritten", test_rewritten},
		{"/lesson/false-list", test_false_list},
		{"/lesson/false-list-first", test_false_list_first},
		{"/lesson/many-recipients", test_many_recipients},
		{"/lesson/many-participants", test_many_participants},
		{"/lesson/trust", test_trust},
		{"/lesson/person", test_person},
		{"/lesson/profile", test_profile},
		{"/lesson/common-name", test_common_name},
		{"/lesson/nobody", test_nobody},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		g_test_add(cases[i].name, Lab, NULL, lab_begin, cases[i].run, lab_end);
	return g_test_run();
}
