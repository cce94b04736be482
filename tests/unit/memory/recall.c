/* SPDX-License-Identifier: Apache-2.0
 *
 * What memory tells of a message after it has learned others: conversations, quotes, boilerplate.
 */
#include "memory/recall/recall.h"

#include "base/limits.h"
#include "letters.h"

/* Ann of ours and Bob of theirs talk about the budget: two messages, numbers 1 and 2. */
static void learn_talk(Lab *lab)
{
	Facts *first = letter_new("1@ours", "ann@ours.example", "Ann Lee", "bob@theirs.example");
	Facts *second = letter_new("2@theirs", "bob@theirs.example", "Bob Ray", "ann@ours.example");

	letter_subject(first, "Budget for the second quarter", 0);
	letter_text(first, TEXT_BUDGET, "");
	lab_teach(lab, first, LESSON_OUTGOING);
	letter_subject(second, "Budget for the second quarter", 1);
	letter_parent(second, "1@ours");
	second->date += DAY;
	letter_text(second, TEXT_HARBOUR, TEXT_BUDGET);
	lab_teach(lab, second, 0);
}

static void test_empty(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_new("1@x", "a@x.example", "A Person", "b@y.example");

	letter_text(facts, TEXT_BUDGET, "");
	g_ptr_array_add(facts->links, link_new());
	for (guint i = 0; i < 2; i++) {
		g_autoptr(Recall) recall = lab_recall(lab, facts);

		g_assert_true(recall->empty);
		g_assert_false(recall->learned);
		g_assert_cmpuint(recall->sender.person, ==, 0);
		g_assert_true(recall->sender.network_fits && !recall->sender.network_known);
		g_assert_cmpuint(recall->continued->len, ==, 0);
		g_assert_cmpuint(recall->fingerprints, >, 0);
		g_assert_cmpuint(recall->found, ==, 0);
		g_assert_cmpuint(recall->site_known[0], ==, 0);
		g_assert_false(recall->organisation_known);
		/* The second time without any state at all. */
		lab_close(lab);
		if (i == 0) {
			char *state = lab->state;

			lab->state = g_build_filename(lab->folder, "none", NULL);
			lab_open(lab, MEMORY_READ);
			g_free(lab->state);
			lab->state = state;
		}
	}
}

static void check_reply(Lab *lab)
{
	g_autoptr(Facts) reply =
		letter_new("3@ours", "ann@ours.example", "Ann Lee", "bob@theirs.example");

	letter_subject(reply, "Budget for the second quarter", 1);
	letter_parent(reply, "2@theirs");
	letter_text(reply, "Fine with me.", TEXT_HARBOUR TEXT_BUDGET);
	g_autoptr(Recall) recall = lab_recall(lab, reply);
	const Continued *talk = lab_continued(recall, 0);
	PersonNumber ann = lab_person(lab, "ann@ours.example");
	PersonNumber bob = lab_person(lab, "bob@theirs.example");

	g_assert_false(recall->empty);
	g_assert_cmpuint(recall->continued->len, ==, 1);
	g_assert_cmpuint(recall->sender.person, ==, ann);
	g_assert_true(recall->sender.proven);
	g_assert_cmpuint(recall->sender.messages, ==, 1);
	g_assert_cmpint(recall->sender.first, ==, NEW_YEAR);
	g_assert_true(recall->sender.name_fits);
	g_assert_cmpuint(recall->wrote_to_us, ==, 1);
	g_assert_cmpuint(recall->we_wrote, ==, 1);
	g_assert_cmpint(recall->last_contact, ==, NEW_YEAR + DAY);
	g_assert_cmpuint(talk->messages, ==, 2);
	g_assert_cmpint(talk->first, ==, NEW_YEAR);
	g_assert_cmpint(talk->last, ==, NEW_YEAR + DAY);
	g_assert_true(talk->by_reference && talk->by_subject && talk->sender_in_it);
	g_assert_false(talk->audience_open);
	g_assert_cmpuint(talk->hits, >=, 4);
	g_assert_cmpuint(talk->quoted_hits, ==, talk->hits);
	g_assert_cmpuint(talk->sole_hits, ==, talk->hits);
	g_assert_cmpuint(talk->participants->len, ==, 2);
	g_assert_true(lab_has(talk->participants, ann) && lab_has(talk->participants, bob));
	g_assert_true(lab_has(talk->holders, ann) && lab_has(talk->holders, bob));
	g_assert_cmpuint(talk->holders->len, ==, 2);
}

static void test_reply(Lab *lab, gconstpointer data)
{
	learn_talk(lab);
	/* From the view's own changes, from the store, and by a reader. */
	check_reply(lab);
	lab_commit(lab);
	check_reply(lab);
	lab_close(lab);
	lab_open(lab, MEMORY_READ);
	check_reply(lab);
}

/* Bob's name on a stranger's account, below it a true quote, no references. */
static void test_forged(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) forged =
		letter_new("9@relay", "relay@elsewhere.example", "Bob Ray", "ann@ours.example");

	learn_talk(lab);
	letter_subject(forged, "Budget for the second quarter", 1);
	letter_text(forged, "See the attached document.", TEXT_BUDGET);
	g_ptr_array_add(forged->hidden, address_new(NULL, g_strdup("bob@theirs.example")));
	g_ptr_array_add(forged->hidden, address_new(NULL, g_strdup("relay@elsewhere.example")));
	g_ptr_array_add(forged->signature, address_new(NULL, g_strdup("nobody@known.example")));
	g_autoptr(Recall) recall = lab_recall(lab, forged);
	const Continued *talk = lab_continued(recall, 0);
	PersonNumber ann = lab_person(lab, "ann@ours.example");
	PersonNumber bob = lab_person(lab, "bob@theirs.example");

	g_assert_cmpuint(recall->sender.person, ==, 0);
	g_assert_false(recall->sender.name_fits);
	g_assert_cmpuint(recall->name_bearers->len, ==, 1);
	g_assert_cmpuint(g_array_index(recall->name_bearers, PersonNumber, 0), ==, bob);
	/* Its own address is not a claim; an unknown one is 0. */
	g_assert_cmpuint(recall->claimed->len, ==, 2);
	g_assert_cmpuint(g_array_index(recall->claimed, PersonNumber, 0), ==, bob);
	g_assert_cmpuint(g_array_index(recall->claimed, PersonNumber, 1), ==, 0);
	g_assert_false(talk->sender_in_it || talk->by_reference);
	g_assert_true(talk->by_subject);
	g_assert_cmpuint(talk->quoted_hits, >=, 2);
	/* The budget text was first held by message 1. */
	g_assert_cmpuint(talk->message, ==, 1);
	g_assert_cmpuint(talk->author, ==, ann);
	g_assert_true(lab_has(talk->holders, bob) && lab_has(talk->holders, ann));
	g_assert_cmpuint(recall->wrote_to_us + recall->we_wrote, ==, 0);
}

/* Text learned in one shape is found in others. */
static void test_shapes(Lab *lab, gconstpointer data)
{
	const char *const shapes[] = {
		"> > The budget for the\r\n> > second quarter has been approved by\r\n> > the "
		"board, and "
		"the travel costs are to\r\n> > be entered in the usual form before the end of the "
		"month",
		"THE BUDGET FOR THE SECOND QUARTER HAS BEEN APPROVED BY THE BOARD AND THE TRAVEL "
		"COSTS "
		"ARE TO BE ENTERED IN THE USUAL FORM BEFORE THE END OF THE MONTH",
		"\xef\xbc\xb4he  budget for the \xef\xac\x81  The budget for the second quarter "
		"has been "
		"approved by the board,\xc2\xa0 and the travel costs are to be entered in the "
		"usual form",
	};

	learn_talk(lab);
	for (guint i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autoptr(Facts) facts = letter_new("5@x", "x@x.example", "", "ann@ours.example");

		letter_text(facts, shapes[i], "");
		g_autoptr(Recall) recall = lab_recall(lab, facts);
		g_assert_cmpuint(lab_continued(recall, 0)->hits, >, 0);
		g_assert_cmpuint(lab_continued(recall, 0)->quoted_hits, ==, 0);
	}
}

static const char text_japanese[] =
	"先日お送りした見積書の件ですが、来週の会議までにご確認いただけますでしょうか。"
	"よろしくお願いいたします。";

static void test_japanese(Lab *lab, gconstpointer data)
{
	Facts *first = letter_new("1@a", "a@a.example", "山田太郎", "b@b.example");
	g_autoptr(Facts) forged = letter_new("2@x", "x@x.example", "山田　太郎", "b@b.example");

	letter_text(first, text_japanese, "");
	lab_teach(lab, first, 0);
	/* 30 characters out of the middle, wrapped. */
	letter_text(forged, "添付をご覧ください。",
		"> 見積書の件ですが、来週の会議ま\n> でにご確認いただけますでしょうか。\n");
	g_autoptr(Recall) recall = lab_recall(lab, forged);
	g_assert_cmpuint(lab_continued(recall, 0)->quoted_hits, >, 0);
	g_assert_cmpuint(recall->name_bearers->len, ==, 1);
}

static void teach_notice(Lab *lab, guint i)
{
	g_autofree char *id = g_strdup_printf("%u@notice", i);
	g_autofree char *from = g_strdup_printf("p%u@x%u.example", i, i);
	Facts *facts = letter_new(id, from, "", "ann@ours.example");

	letter_text(facts, id, "");
	letter_text(facts, TEXT_NOTICE, "");
	lab_teach(lab, facts, 0);
}

static void test_boilerplate(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_new("n@x", "x@x.example", "", "ann@ours.example");
	guint64 kept;

	letter_text(facts, TEXT_NOTICE, "");
	for (guint i = 1; i < LIMIT_FINGERPRINT_CONVERSATIONS; i++) {
		teach_notice(lab, i);
		g_autoptr(Recall) recall = lab_recall(lab, facts);
		g_assert_cmpuint(recall->continued->len, ==, i);
		g_assert_cmpuint(recall->found, ==, recall->fingerprints);
		g_assert_cmpuint(recall->boilerplate, ==, 0);
		g_assert_cmpuint(lab_continued(recall, 0)->hits, ==, recall->fingerprints);
		g_assert_cmpuint(
			lab_continued(recall, 0)->sole_hits, ==, i == 1 ? recall->fingerprints : 0);
	}
	teach_notice(lab, LIMIT_FINGERPRINT_CONVERSATIONS);
	kept = lab_statistics(lab).fingerprints;
	for (guint i = 0; i < 2; i++) {
		g_autoptr(Recall) recall = lab_recall(lab, facts);
		g_assert_cmpuint(recall->continued->len, ==, 0);
		g_assert_cmpuint(recall->found, ==, recall->fingerprints);
		g_assert_cmpuint(recall->boilerplate, ==, recall->fingerprints);
		/* No more are kept. */
		teach_notice(lab, LIMIT_FINGERPRINT_CONVERSATIONS + 1 + i);
		g_assert_cmpuint(lab_statistics(lab).fingerprints, ==, kept);
	}
}

/* Quotes of a conversation's own text add nothing to memory. */
static void test_quotes_kept_once(Lab *lab, gconstpointer data)
{
	Facts *reply = letter_new("3@ours", "ann@ours.example", "Ann Lee", "bob@theirs.example");
	guint64 before;

	learn_talk(lab);
	before = lab_statistics(lab).fingerprints;
	letter_parent(reply, "2@theirs");
	letter_text(reply, "", TEXT_BUDGET);
	lab_teach(lab, reply, 0);
	g_assert_cmpuint(lab_statistics(lab).fingerprints, ==, before);
}

static void test_own(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) first = letter_new("1@a", "a@a.example", "", "b@b.example");
	Facts *reply = letter_new("2@b", "b@b.example", "", "a@a.example");

	letter_subject(first, "Budget for the second quarter", 0);
	letter_text(first, TEXT_BUDGET, "");
	g_assert_cmpint(lab_learn(lab, first, 0), ==, LEARNED_NEW);
	g_autoptr(Recall) alone = lab_recall(lab, first);
	g_assert_true(alone->learned);
	g_assert_cmpuint(alone->continued->len, ==, 0);
	g_assert_cmpuint(alone->found, ==, 0);
	letter_subject(reply, "Budget for the second quarter", 1);
	letter_parent(reply, "1@a");
	letter_text(reply, TEXT_HARBOUR, TEXT_BUDGET);
	g_assert_cmpint(lab_learn(lab, reply, 0), ==, LEARNED_NEW);
	g_autoptr(Recall) answered = lab_recall(lab, reply);
	g_assert_true(answered->learned);
	/* It does quote message 1, but not itself. */
	g_assert_cmpuint(lab_continued(answered, 0)->message, ==, 1);
	g_assert_true(lab_continued(answered, 0)->by_reference);
	facts_free(reply);
}

/* Many conversations at once: the best come first, and not too many. */
static void test_ranking(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) judged = letter_new("j@x", "x@x.example", "", "ann@ours.example");
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < 50; i++) {
		g_autofree char *id = g_strdup_printf("%u@talk", i);
		g_autoptr(GString) text = g_string_new(NULL);
		Facts *facts = letter_new(id, "ann@ours.example", "", "bob@theirs.example");

		/* The later ones say more. */
		for (guint k = 0; k < 20 + 5 * i; k++)
			g_string_append_printf(text, "%u word%ux%u ", k * 7919 + i, i, k * k);
		letter_text(facts, text->str, "");
		g_string_append(all, text->str);
		lab_teach(lab, facts, 0);
	}
	letter_text(judged, "", all->str);
	letter_parent(judged, "0@talk");
	g_autoptr(Recall) recall = lab_recall(lab, judged);
	g_assert_cmpuint(recall->continued->len, ==, LIMIT_CONTINUED);
	gboolean parent = FALSE;
	for (guint i = 0; i < recall->continued->len; i++) {
		parent |= lab_continued(recall, i)->by_reference;
		if (i > 0)
			g_assert_cmpuint(lab_continued(recall, i)->hits, <=,
				lab_continued(recall, i - 1)->hits);
	}
	g_assert_true(parent);
}

/* Over the limit of fingerprints a part is learned; all are looked up. */
static void test_huge(Lab *lab, gconstpointer data)
{
	g_autoptr(GString) huge = g_string_new(NULL);
	Facts *learned = letter_new("1@a", "a@a.example", "", "b@b.example");
	g_autoptr(Facts) excerpt = letter_new("2@x", "x@x.example", "", "b@b.example");
	g_autoptr(Facts) padded = letter_new("3@x", "x@x.example", "", "b@b.example");

	for (guint i = 0; i < 40000; i++)
		g_string_append_printf(huge, "%x ", i * 2654435761u);
	letter_text(learned, huge->str, "");
	lab_teach(lab, learned, 0);
	g_assert_cmpuint(lab_statistics(lab).fingerprints, ==, LIMIT_FINGERPRINTS);
	g_autofree char *middle = g_strndup(huge->str + 200000, 3000);
	letter_text(excerpt, middle, "");
	g_autoptr(Recall) recall = lab_recall(lab, excerpt);
	g_assert_cmpuint(lab_continued(recall, 0)->hits, >, 10);
	/* A short text that was learned whole, hidden in a huge one. */
	learned = letter_new("4@a", "a@a.example", "", "b@b.example");
	letter_text(learned, TEXT_BUDGET TEXT_HARBOUR TEXT_NOTICE, "");
	lab_teach(lab, learned, 0);
	g_string_truncate(huge, 0);
	for (guint i = 0; i < 12000; i++)
		g_string_append_printf(huge, "%u ", i * 2246822519u);
	letter_text(padded, huge->str, TEXT_BUDGET TEXT_HARBOUR TEXT_NOTICE);
	g_autoptr(Facts) plain = letter_new("5@x", "x@x.example", "", "b@b.example");
	letter_text(plain, "", TEXT_BUDGET TEXT_HARBOUR TEXT_NOTICE);
	g_autoptr(Recall) shown = lab_recall(lab, plain);
	g_autoptr(Recall) hidden = lab_recall(lab, padded);
	g_assert_cmpuint(hidden->fingerprints, >, LIMIT_FINGERPRINTS);
	g_assert_cmpuint(lab_continued(hidden, 0)->hits, >=, lab_continued(shown, 0)->hits - 2);
}

static void test_sites(Lab *lab, gconstpointer data)
{
	Facts *first = letter_new("1@a", "a@mail.a.example", "", "b@b.example");
	g_autoptr(Facts) later = letter_new("2@a", "c@a.example", "", "b@b.example");
	const char *const sites[] = {"known.example", "new.example", "a.example"};

	g_ptr_array_add(first->links, link_new());
	g_free(((Link *)first->links->pdata[0])->site);
	((Link *)first->links->pdata[0])->site = g_strdup("known.example");
	lab_teach(lab, first, LESSON_TRUSTED);
	for (guint i = 0; i < G_N_ELEMENTS(sites); i++) {
		Link *link = link_new();

		g_free(link->site);
		link->site = g_strdup(sites[i]);
		g_ptr_array_add(later->links, link);
	}
	g_autoptr(Recall) recall = lab_recall(lab, later);
	g_assert_cmpmem(recall->site_known, 3, "\1\0\1", 3);
	g_assert_true(recall->organisation_known);
	g_assert_cmpuint(recall->sender.person, ==, 0);
}

/* A letter of Ann's on day NUMBER at HOUR of her own time, five hours west of Greenwich. */
static Facts *letter_at(guint number, gint hour)
{
	g_autofree char *id = g_strdup_printf("%u@hours", number);
	Facts *facts = letter_new(id, "ann@ours.example", "Ann Lee", "bob@theirs.example");

	facts->zone = -5 * 60;
	facts->date = NEW_YEAR / DAY * DAY + number * DAY + (hour + 5) * 3600;
	return facts;
}

static gboolean hour_fits(Lab *lab, gint hour, gboolean *ret_known)
{
	g_autoptr(Facts) facts = letter_at(99, hour);
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	*ret_known = recall->sender.hour_known;
	return recall->sender.hour_fits;
}

static void test_hours(Lab *lab, gconstpointer data)
{
	gboolean known;

	for (guint i = 0; i < 9; i++)
		lab_teach(lab, letter_at(i, i % 2 == 0 ? 9 : 13), 0);
	/* Nine letters are not yet a habit. */
	g_assert_true(hour_fits(lab, 3, &known) && !known);
	lab_teach(lab, letter_at(9, 10), 0);
	g_assert_true(hour_fits(lab, 9, &known) && known);
	/* The three hours before and behind are near. */
	g_assert_true(hour_fits(lab, 8, &known) && hour_fits(lab, 17, &known));
	g_assert_false(hour_fits(lab, 3, &known));
	g_assert_false(hour_fits(lab, 19, &known));
}

static void test_recipients(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts =
		letter_new("3@theirs", "bob@theirs.example", "Bob Ray", "ann@ours.example");

	learn_talk(lab);
	letter_cc(facts, "new@nowhere.example");
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	g_assert_cmpuint(recall->recipients->len, ==, 2);
	for (guint i = 0; i < 2; i++) {
		const Recipient *recipient = &g_array_index(recall->recipients, Recipient, i);

		g_assert_cmpint(recipient->met, ==, recipient->person != 0);
		g_assert_cmpint(recipient->met, ==, i == 0);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/recall/empty", Lab, NULL, lab_begin, test_empty, lab_end);
	g_test_add("/recall/reply", Lab, NULL, lab_begin, test_reply, lab_end);
	g_test_add("/recall/forged", Lab, NULL, lab_begin, test_forged, lab_end);
	g_test_add("/recall/shapes", Lab, NULL, lab_begin, test_shapes, lab_end);
	g_test_add("/recall/japanese", Lab, NULL, lab_begin, test_japanese, lab_end);
	g_test_add("/recall/boilerplate", Lab, NULL, lab_begin, test_boilerplate, lab_end);
	g_test_add(
		"/recall/quotes-kept-once", Lab, NULL, lab_begin, test_quotes_kept_once, lab_end);
	g_test_add("/recall/own", Lab, NULL, lab_begin, test_own, lab_end);
	g_test_add("/recall/ranking", Lab, NULL, lab_begin, test_ranking, lab_end);
	g_test_add("/recall/huge", Lab, NULL, lab_begin, test_huge, lab_end);
	g_test_add("/recall/hours", Lab, NULL, lab_begin, test_hours, lab_end);
	g_test_add("/recall/recipients", Lab, NULL, lab_begin, test_recipients, lab_end);
	g_test_add("/recall/sites", Lab, NULL, lab_begin, test_sites, lab_end);
	return g_test_run();
}
