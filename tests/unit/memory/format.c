/* SPDX-License-Identifier: Apache-2.0
 *
 * A memory of an older format is read as it is, and brought to this one by a writer, which may be
 * killed at it; one of a newer format is refused and left alone.
 */
#include "memory/memory.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "memory/care/check.h"
#include "tables.h"

static Facts *letter_of_bob(void)
{
	Facts *facts = letter_new(
		"b1@partner.example", "bob@partner.example", "Bob Baker", "alice@ours.example");

	letter_text(facts, TEXT_HARBOUR, "");
	return facts;
}

/* Give the memory in LAB the format NUMBER: nothing else tells format 2 from 3 but the table of
 * marks, and counters without what is gone. */
static void set_format(Lab *lab, guint32 number, guint tables)
{
	KvOptions options = {.tables = memory_tables, .table_count = tables, .mode = KV_WRITE};
	g_autoptr(GError) error = NULL;
	g_autoptr(Kv) kv = NULL;
	Key version = key_of_number(number);
	guint8 counters[] = {1, 2, 1, 9};

	lab_close(lab);
	kv = kv_open(&kv_lmdb, lab->state, &options, &error);
	g_assert_no_error(error);
	kv_begin(kv, &error);
	kv_put(kv, TABLE_META, span_new("version", 7), key_span(&version));
	kv_put(kv, TABLE_META, span_new("counters", 8), span_new(counters, sizeof counters));
	kv_commit(kv, &error);
	g_assert_no_error(error);
}

static guint32 format_of(const Lab *lab)
{
	g_autoptr(GPtrArray) rows = tables_rows(lab->state);
	guint32 format = 0;

	for (guint i = 0; i < rows->len; i++)
		if (g_str_has_prefix(rows->pdata[i], "meta 76657273696f6e "))
			format = (guint32)g_ascii_strtoull(
				strrchr(rows->pdata[i], ' ') + 1, NULL, 16);
	return format;
}

static void count_fault(const char *table, const char *problem, gpointer user_data)
{
	g_test_message("%s: %s", table, problem);
	(*(guint *)user_data)++;
}

static guint faults(Lab *lab)
{
	g_autoptr(GError) error = NULL;
	guint count = 0;

	memory_check(lab->memory, count_fault, &count, &error);
	g_assert_no_error(error);
	return count;
}

static void assert_known(Lab *lab)
{
	g_autoptr(Facts) facts = letter_of_bob();
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	g_assert_true(recall->learned);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 1);
	g_assert_cmpuint(faults(lab), ==, 0);
}

static void test_older(Lab *lab, gconstpointer data)
{
	lab_teach(lab, letter_of_bob(), 0);
	lab_commit(lab);
	set_format(lab, 2, TABLE_COUNT);
	lab_open(lab, MEMORY_READ);
	assert_known(lab);
	lab_close(lab);
	g_assert_cmpuint(format_of(lab), ==, 2);
	lab_open(lab, MEMORY_WRITE);
	assert_known(lab);
	lab_close(lab);
	g_assert_cmpuint(format_of(lab), ==, MEMORY_FORMAT);
	lab_open(lab, MEMORY_WRITE);
}

/* A store that lacks the newest table. */
static void test_table_missing(Lab *lab, gconstpointer data)
{
	Lab old;
	KvOptions options = {.tables = memory_tables, .table_count = TABLE_MARK, .mode = KV_WRITE};
	g_autoptr(GError) error = NULL;
	g_autoptr(Facts) facts = letter_of_bob();
	guint8 check[CHECK_BYTES];
	Key version = key_of_number(2);
	guint8 counters[] = {0, 0, 0, 0};
	g_autoptr(Keys) keys = keys_new(lab->secret);

	old = (Lab){.state = g_build_filename(lab->folder, "old", NULL), .secret = lab->secret};
	keys_check(keys, check);
	g_autoptr(Kv) kv = kv_open(&kv_lmdb, old.state, &options, &error);
	g_assert_no_error(error);
	kv_begin(kv, &error);
	kv_put(kv, TABLE_META, span_new("version", 7), key_span(&version));
	kv_put(kv, TABLE_META, span_new("check", 5), span_new(check, sizeof check));
	kv_put(kv, TABLE_META, span_new("counters", 8), span_new(counters, sizeof counters));
	kv_commit(kv, &error);
	g_assert_no_error(error);
	g_clear_pointer(&kv, kv_free);
	lab_open(&old, MEMORY_READ);
	g_autoptr(Recall) recall = lab_recall(&old, facts);
	g_assert_true(recall->empty);
	g_assert_cmpuint(faults(&old), ==, 0);
	lab_close(&old);
	lab_open(&old, MEMORY_WRITE);
	g_assert_cmpint(lab_learn(&old, facts, 0), ==, LEARNED_NEW);
	lab_commit(&old);
	assert_known(&old);
	lab_close(&old);
	g_autofree char *file = g_build_filename(old.state, "memory.1.mdb", NULL);
	g_assert_true(g_file_test(file, G_FILE_TEST_EXISTS));
	state_remove(old.state);
	g_free(old.state);
}

static void test_newer(Lab *lab, gconstpointer data)
{
	static const MemoryMode modes[] = {MEMORY_READ, MEMORY_WRITE};

	lab_teach(lab, letter_of_bob(), 0);
	lab_commit(lab);
	set_format(lab, MEMORY_FORMAT + 1, TABLE_COUNT);
	for (guint i = 0; i < G_N_ELEMENTS(modes); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Memory) memory = memory_open(lab->state, lab->secret, modes[i], &error);

		g_assert_null(memory);
		g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
		g_assert_nonnull(strstr(error->message, "format 6"));
		g_assert_cmpuint(format_of(lab), ==, MEMORY_FORMAT + 1);
	}
}

static void migrate_in_child(const Lab *lab, gulong microseconds)
{
	Lab mine = {.state = lab->state, .secret = lab->secret};
	pid_t process = fork();
	int status;

	if (process == 0) {
		lab_open(&mine, MEMORY_WRITE);
		lab_close(&mine);
		_exit(0);
	}
	g_usleep(microseconds);
	kill(process, SIGKILL);
	g_assert_cmpint(waitpid(process, &status, 0), ==, process);
}

static void test_killed(Lab *lab, gconstpointer data)
{
	guint rounds = g_getenv("KITH_CRASHES") != NULL ? 500 : 25, old = 0;

	lab_teach(lab, letter_of_bob(), 0);
	lab_commit(lab);
	for (guint i = 0; i < rounds; i++) {
		set_format(lab, 2, TABLE_COUNT);
		migrate_in_child(lab, (gulong)g_test_rand_int_range(0, 8000));
		old += format_of(lab) == 2;
		lab_open(lab, MEMORY_READ);
		assert_known(lab);
		lab_close(lab);
	}
	/* Some were killed before it was done. */
	g_assert_cmpuint(old, >, 0);
	lab_open(lab, MEMORY_WRITE);
	assert_known(lab);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/format/older", Lab, NULL, lab_begin, test_older, lab_end);
	g_test_add("/format/table-missing", Lab, NULL, lab_begin, test_table_missing, lab_end);
	g_test_add("/format/newer", Lab, NULL, lab_begin, test_newer, lab_end);
	g_test_add("/format/killed", Lab, NULL, lab_begin, test_killed, lab_end);
	return g_test_run();
}
