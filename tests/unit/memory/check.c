/* SPDX-License-Identifier: Apache-2.0
 *
 * A memory whose rows were changed behind its back: each change is found, and what is made as large
 * as counters say is not made.
 */
#include "memory/care/check.h"

#include "base/error.h"
#include "memory/row.h"
#include "tables.h"

static Facts *letter_of_bob(void)
{
	Facts *facts = letter_new(
		"b1@partner.example", "bob@partner.example", "Bob Baker", "alice@ours.example");
	Link *link = link_new();

	g_free(link->site);
	link->site = g_strdup("harbour.example");
	g_ptr_array_add(facts->links, link);
	letter_text(facts, TEXT_HARBOUR, "");
	return facts;
}

static void note_fault(const char *table, const char *problem, gpointer user_data)
{
	g_string_append_printf(user_data, "%s: %s\n", table, problem);
}

/* All that is wrong, as lines. */
static GString *faults(Lab *lab)
{
	g_autoptr(GError) error = NULL;
	GString *lines = g_string_new(NULL);

	memory_check(lab->memory, note_fault, lines, &error);
	g_assert_no_error(error);
	return lines;
}

static void assert_fault(Lab *lab, const char *line)
{
	GString *lines;

	lab_open(lab, MEMORY_READ);
	lines = faults(lab);
	if (strstr(lines->str, line) == NULL)
		g_error("\"%s\" is not among:\n%s", line, lines->str);
	g_string_free(lines, TRUE);
}

/* The store of a memory that one message was learned into, to be changed. */
static Kv *open_tables(Lab *lab)
{
	KvOptions options = {.tables = memory_tables, .table_count = TABLE_COUNT, .mode = KV_WRITE};
	g_autoptr(GError) error = NULL;
	Kv *kv;

	lab_teach(lab, letter_of_bob(), 0);
	lab_commit(lab);
	g_autoptr(GString) lines = faults(lab);
	g_assert_cmpstr(lines->str, ==, "");
	lab_close(lab);
	kv = kv_open(&kv_lmdb, lab->state, &options, &error);
	g_assert_no_error(error);
	kv_begin(kv, &error);
	g_assert_no_error(error);
	return kv;
}

static void close_tables(Kv *kv)
{
	g_autoptr(GError) error = NULL;

	kv_commit(kv, &error);
	g_assert_no_error(error);
	kv_free(kv);
}

/* Nobody finds the person any more, though all of it is there. */
static void test_address(Lab *lab, gconstpointer data)
{
	g_autoptr(Keys) keys = keys_new(lab->secret);
	Key key = key_of_string(keys, TABLE_PERSON, "bob@partner.example");
	Key number = key_of_number(1);
	Kv *kv = open_tables(lab);

	kv_remove(kv, TABLE_PERSON, key_span(&key), key_span(&number));
	key.bytes[3] ^= 4;
	kv_add(kv, TABLE_PERSON, key_span(&key), key_span(&number));
	close_tables(kv);
	assert_fault(lab, "person: a person under another address than the sealed one\n");
}

static void test_site(Lab *lab, gconstpointer data)
{
	g_autoptr(Keys) keys = keys_new(lab->secret);
	Key key = key_of_string(keys, TABLE_SITE, "partner.example");
	Key kind = key_of_byte('?');
	Kv *kv = open_tables(lab);

	kv_add(kv, TABLE_SITE, key_span(&key), key_span(&kind));
	close_tables(kv);
	assert_fault(lab, "site: of no known kind\n");
}

static void test_account(Lab *lab, gconstpointer data)
{
	AccountRow row = {.first = 1, .last = 1};
	RowBuffer buffer;
	Key number = key_of_number(1);
	Kv *kv = open_tables(lab);

	account_row_write(&row, &buffer);
	kv_put(kv, TABLE_ACCOUNT, key_span(&number), row_span(&buffer));
	close_tables(kv);
	assert_fault(lab, "account: an account that counts fewer messages than it wrote\n");
}

static void test_counters(Lab *lab, gconstpointer data)
{
	CounterRow row = {1, 2, G_MAXUINT32, 9, 0, 0, 0};
	g_autoptr(GError) error = NULL;
	MemoryErased erased;
	RowBuffer buffer;
	Kv *kv = open_tables(lab);

	counter_row_write(&row, &buffer);
	kv_put(kv, TABLE_META, span_new("counters", 8), row_span(&buffer));
	close_tables(kv);
	assert_fault(lab, "meta: counts of other things than are there\n");
	lab_close(lab);
	lab_open(lab, MEMORY_WRITE);
	g_assert_false(memory_expire(lab->memory, 1, &erased, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
}

#define TEST(name, func) g_test_add("/check/" name, Lab, NULL, lab_begin, func, lab_end)

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST("address", test_address);
	TEST("site", test_site);
	TEST("account", test_account);
	TEST("counters", test_counters);
	return g_test_run();
}
