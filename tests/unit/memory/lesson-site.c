/* SPDX-License-Identifier: Apache-2.0
 *
 * When memory says that it knows the site of a link: what one sender alone wrote, unproven, is not
 * enough, be it ever so often.
 */
#include "tables.h"

#define SITE "wordpress.example"

static Facts *letter_with_link(const char *id, const char *from)
{
	Facts *facts = letter_new(id, from, "", "b@ours.example");
	Link *link = link_new();

	letter_text(facts, id, "");
	g_free(link->site);
	link->site = g_strdup(SITE);
	g_ptr_array_add(facts->links, link);
	return facts;
}

/* Is the site known to a message from FROM? */
static gboolean is_known(Lab *lab, const char *from)
{
	g_autoptr(Facts) facts = letter_with_link("later@x", from);
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	return recall->site_known[0] != 0;
}

static void test_one_sender(Lab *lab, gconstpointer data)
{
	for (guint i = 0; i < 3; i++) {
		g_autofree char *id = g_strdup_printf("%u@a", i);

		g_assert_false(is_known(lab, "thief@relay.example"));
		lab_teach(lab, letter_with_link(id, "thief@relay.example"), 0);
	}
	g_assert_false(is_known(lab, "thief@relay.example"));
	g_assert_false(is_known(lab, "another@relay.example"));
}

static void test_two_senders(Lab *lab, gconstpointer data)
{
	lab_teach(lab, letter_with_link("1@a", "a@a.example"), 0);
	g_assert_false(is_known(lab, "c@c.example"));
	lab_teach(lab, letter_with_link("2@b", "b@b.example"), 0);
	g_assert_true(is_known(lab, "a@a.example"));
	g_assert_true(is_known(lab, "c@c.example"));
}

/* Our own word, or somebody's for a message, is enough. */
static void test_proven(Lab *lab, gconstpointer data)
{
	lab_teach(lab, letter_with_link("1@a", "a@a.example"), GPOINTER_TO_UINT(data));
	g_assert_true(is_known(lab, "c@c.example"));
}

/* The same when the message was learned as one that came in before. */
static void test_proven_later(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) facts = letter_with_link("1@a", "a@a.example");

	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_NEW);
	g_assert_false(is_known(lab, "c@c.example"));
	g_assert_cmpint(lab_learn(lab, facts, GPOINTER_TO_UINT(data)), ==, LEARNED_KNOWN);
	g_assert_true(is_known(lab, "c@c.example"));
}

static void test_answered_by_ours(Lab *lab, gconstpointer data)
{
	lab_teach(lab, letter_with_link("1@a", "a@a.example"), 0);
	lab_teach(lab, letter_with_link("2@b", "b@ours.example"), LESSON_OUTGOING);
	g_assert_true(is_known(lab, "a@a.example"));
}

static guint site_rows(Lab *lab)
{
	lab_commit(lab);
	g_autoptr(GPtrArray) rows = tables_rows(lab->state);

	return tables_count(rows, "site");
}

/* The second sender takes the place of the first: a site costs one row. */
static void test_rows(Lab *lab, gconstpointer data)
{
	guint before;

	lab_teach(lab, letter_new("0@a", "a@relay.example", "", "b@ours.example"), 0);
	lab_teach(lab, letter_new("0@b", "b@relay.example", "", "b@ours.example"), 0);
	before = site_rows(lab);
	lab_teach(lab, letter_with_link("1@a", "a@relay.example"), 0);
	g_assert_cmpuint(site_rows(lab), ==, before + 1);
	lab_teach(lab, letter_with_link("2@b", "b@relay.example"), 0);
	g_assert_cmpuint(site_rows(lab), ==, before + 1);
	lab_teach(lab, letter_with_link("3@a", "a@relay.example"), 0);
	g_assert_cmpuint(site_rows(lab), ==, before + 1);
}

/* What an older kith learned, which asked nobody who had written the link. */
static void test_older(Lab *lab, gconstpointer data)
{
	KvOptions options = {.tables = memory_tables, .table_count = TABLE_COUNT, .mode = KV_WRITE};
	g_autoptr(Keys) keys = keys_new(lab->secret);
	Key site = key_of_string(keys, TABLE_SITE, SITE), member = key_of_byte('k');
	g_autoptr(GError) error = NULL;
	guint before;

	lab_teach(lab, letter_new("1@a", "a@relay.example", "", "b@ours.example"), 0);
	lab_commit(lab);
	lab_close(lab);
	g_autoptr(Kv) kv = kv_open(&kv_lmdb, lab->state, &options, &error);
	g_assert_no_error(error);
	kv_begin(kv, &error);
	kv_add(kv, TABLE_SITE, key_span(&site), key_span(&member));
	kv_commit(kv, &error);
	g_assert_no_error(error);
	g_clear_pointer(&kv, kv_free);
	lab_open(lab, MEMORY_WRITE);
	g_assert_true(is_known(lab, "c@c.example"));
	before = site_rows(lab);
	lab_teach(lab, letter_with_link("2@a", "a@relay.example"), 0);
	g_assert_cmpuint(site_rows(lab), ==, before);
	g_assert_true(is_known(lab, "a@relay.example"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/site/one-sender", Lab, NULL, lab_begin, test_one_sender, lab_end);
	g_test_add("/site/two-senders", Lab, NULL, lab_begin, test_two_senders, lab_end);
	g_test_add("/site/outgoing", Lab, GUINT_TO_POINTER(LESSON_OUTGOING), lab_begin, test_proven,
		lab_end);
	g_test_add("/site/trusted", Lab, GUINT_TO_POINTER(LESSON_TRUSTED), lab_begin, test_proven,
		lab_end);
	g_test_add("/site/outgoing-later", Lab, GUINT_TO_POINTER(LESSON_OUTGOING), lab_begin,
		test_proven_later, lab_end);
	g_test_add("/site/trusted-later", Lab, GUINT_TO_POINTER(LESSON_TRUSTED), lab_begin,
		test_proven_later, lab_end);
	g_test_add("/site/answered-by-ours", Lab, NULL, lab_begin, test_answered_by_ours, lab_end);
	g_test_add("/site/rows", Lab, NULL, lab_begin, test_rows, lab_end);
	g_test_add("/site/older", Lab, NULL, lab_begin, test_older, lab_end);
	return g_test_run();
}
