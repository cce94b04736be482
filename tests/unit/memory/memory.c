/* SPDX-License-Identifier: Apache-2.0
 *
 * A memory on disk: what others can read of it, what happens when it is not ours, when two learn,
 * when a learner dies and when the disk is full.
 */
#include "memory/memory.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "letters.h"
#include "memory/keys.h"
#include "store/kv.h"

/* Message I of a long correspondence of few people. */
static Facts *nth_letter(guint i)
{
	g_autofree char *id = g_strdup_printf("m%u@mail.example", i);
	g_autofree char *parent = g_strdup_printf("m%u@mail.example", i - i % 4);
	g_autofree char *from = g_strdup_printf("person%u@firm%u.example", i % 17, i % 5);
	g_autofree char *to = g_strdup_printf("person%u@firm%u.example", i % 13, i % 3);
	g_autofree char *name = g_strdup_printf("Person Number%u", i % 17);
	g_autoptr(GString) text = g_string_new(NULL);
	Facts *facts = letter_new(id, from, name, to);

	for (guint k = 0; k < 30; k++)
		g_string_append_printf(
			text, "item%ux%u costs %u, ", i, k * k, (i + 1) * (k + 7) * 31);
	facts->date += i * 3600;
	if (i % 4 > 0)
		letter_parent(facts, parent);
	letter_subject(facts, parent, i % 4 > 0);
	letter_text(facts, text->str, "");
	return facts;
}

static void learn_range(Lab *lab, guint from, guint to, guint batch)
{
	for (guint i = from; i < to; i++) {
		g_autoptr(Facts) facts = nth_letter(i);

		lab_learn(lab, facts, 0);
		if (i % batch == batch - 1)
			lab_commit(lab);
	}
	lab_commit(lab);
}

/* What a recall of message I says, as text, without numbers that depend on the order of learning.
 */
static char *summary(Lab *lab, guint i)
{
	g_autoptr(Facts) facts = nth_letter(i);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "%d %u %u %u %u %u %" G_GINT64_FORMAT, recall->learned,
		recall->sender.messages, recall->found, recall->boilerplate, recall->wrote_to_us,
		recall->we_wrote, recall->last_contact);
	for (guint k = 0; k < recall->continued->len; k++) {
		const Continued *talk = lab_continued(recall, k);

		g_string_append_printf(text, " [%u %u %d %d %d %u %u]", talk->messages, talk->hits,
			talk->by_reference, talk->by_subject, talk->sender_in_it,
			talk->participants->len, talk->holders->len);
	}
	return g_string_free(text, FALSE);
}

/* The bytes of the store's one file. */
static char *state_bytes(Lab *lab, gsize *length)
{
	g_autoptr(GDir) directory = g_dir_open(lab->state, 0, NULL);
	char *bytes = NULL;
	const char *name;

	while ((name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *path = g_build_filename(lab->state, name, NULL);

		if (!g_str_has_suffix(name, ".mdb"))
			continue;
		g_assert_null(bytes);
		g_assert_true(g_file_get_contents(path, &bytes, length, NULL));
	}
	g_assert_nonnull(bytes);
	return bytes;
}

static void test_idempotent(Lab *lab, gconstpointer data)
{
	g_autofree char *before = NULL, *after = NULL;
	gsize length, length_after;
	MemoryStatistics one, two;

	learn_range(lab, 0, 300, 100);
	lab_close(lab);
	before = state_bytes(lab, &length);
	lab_open(lab, MEMORY_WRITE);
	one = lab_statistics(lab);
	learn_range(lab, 0, 300, 70);
	two = lab_statistics(lab);
	lab_close(lab);
	after = state_bytes(lab, &length_after);
	g_assert_cmpuint(one.messages, ==, 300);
	g_assert_cmpmem(&one, sizeof one, &two, sizeof two);
	g_assert_cmpmem(before, length, after, length_after);
}

/* The size of a batch makes no difference to what is known. */
static void test_batches(Lab *lab, gconstpointer data)
{
	Lab other;

	lab_begin(&other, NULL);
	learn_range(lab, 0, 200, 200);
	learn_range(&other, 0, 200, 7);
	for (guint i = 0; i < 220; i++) {
		g_autofree char *one = summary(lab, i);
		g_autofree char *two = summary(&other, i);

		g_assert_cmpstr(one, ==, two);
	}
	lab_end(&other, NULL);
}

static void learn_in_child(const Lab *lab, guint from, guint to)
{
	Lab mine = {.state = lab->state, .secret = lab->secret};

	lab_open(&mine, MEMORY_WRITE);
	learn_range(&mine, from, to, 10);
	lab_close(&mine);
}

static pid_t start_learner(const Lab *lab, guint from, guint to)
{
	pid_t process = fork();

	if (process == 0) {
		learn_in_child(lab, from, to);
		_exit(0);
	}
	return process;
}

static void assert_ended_well(pid_t process)
{
	int status;

	g_assert_cmpint(waitpid(process, &status, 0), ==, process);
	g_assert_cmpint(status, ==, 0);
}

static void test_two_learners(Lab *lab, gconstpointer data)
{
	Lab other;
	pid_t one, two;

	lab_begin(&other, NULL);
	learn_range(&other, 0, 200, 50);
	lab_close(lab);
	one = start_learner(lab, 0, 120);
	two = start_learner(lab, 80, 200);
	assert_ended_well(one);
	assert_ended_well(two);
	lab_open(lab, MEMORY_READ);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 200);
	g_assert_cmpuint(lab_statistics(lab).persons, ==, lab_statistics(&other).persons);
	g_assert_cmpuint(
		lab_statistics(lab).conversations, ==, lab_statistics(&other).conversations);
	g_assert_cmpuint(lab_statistics(lab).fingerprints, ==, lab_statistics(&other).fingerprints);
	for (guint i = 0; i < 220; i++) {
		g_autofree char *together = summary(lab, i);
		g_autofree char *alone = summary(&other, i);

		g_assert_cmpstr(together, ==, alone);
	}
	lab_end(&other, NULL);
}

static void test_kill(Lab *lab, gconstpointer data)
{
	Lab other;

	lab_begin(&other, NULL);
	learn_range(&other, 0, 300, 300);
	lab_close(lab);
	for (guint round = 0; round < 6; round++) {
		pid_t process = start_learner(lab, 0, 300);
		int status;

		g_usleep(4000 + round * 9000);
		kill(process, SIGKILL);
		g_assert_cmpint(waitpid(process, &status, 0), ==, process);
	}
	lab_open(lab, MEMORY_WRITE);
	/* Whole batches, or all of it when the child was faster. */
	g_assert_cmpuint(lab_statistics(lab).messages % 10, ==, 0);
	learn_range(lab, 0, 300, 50);
	for (guint i = 0; i < 300; i++) {
		g_autofree char *killed = summary(lab, i);
		g_autofree char *alone = summary(&other, i);

		g_assert_cmpstr(killed, ==, alone);
	}
	lab_end(&other, NULL);
}

static void test_wrong_secret(Lab *lab, gconstpointer data)
{
	g_autofree char *path = g_build_filename(lab->folder, "other", NULL);
	g_autoptr(Secret) secret = NULL;

	learn_range(lab, 0, 5, 5);
	lab_close(lab);
	g_assert_true(secret_create(path, NULL));
	secret = secret_load(path, NULL);
	for (guint mode = MEMORY_READ; mode <= MEMORY_WRITE; mode++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(memory_open(lab->state, secret, mode, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_SECRET);
		g_assert_nonnull(strstr(error->message, lab->state));
	}
	g_unlink(path);
	lab_open(lab, MEMORY_READ);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 5);
}

static void put_version(Lab *lab, guint32 version)
{
	KvOptions options = {.tables = memory_tables, .table_count = TABLE_COUNT, .mode = KV_WRITE};
	g_autoptr(Kv) kv = kv_open(&kv_lmdb, lab->state, &options, NULL);
	Key value = key_of_number(version);

	g_assert_true(kv_begin(kv, NULL));
	kv_put(kv, TABLE_META, span_new(KEY_META_VERSION, strlen(KEY_META_VERSION)),
		key_span(&value));
	g_assert_true(kv_commit(kv, NULL));
}

static void test_other_version(Lab *lab, gconstpointer data)
{
	learn_range(lab, 0, 5, 5);
	lab_close(lab);
	put_version(lab, MEMORY_FORMAT + 1);
	for (guint mode = MEMORY_READ; mode <= MEMORY_WRITE; mode++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(memory_open(lab->state, lab->secret, mode, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
		g_assert_nonnull(strstr(error->message, "format"));
	}
	put_version(lab, MEMORY_FORMAT);
	lab_open(lab, MEMORY_READ);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 5);
}

/* A row that cannot be read is an error, not a crash and not a guess. */
static void test_damaged_row(Lab *lab, gconstpointer data)
{
	KvOptions options = {.tables = memory_tables, .table_count = TABLE_COUNT, .mode = KV_WRITE};
	g_autoptr(Facts) facts = nth_letter(1);
	g_autoptr(GError) error = NULL;
	Recall *recall = NULL;
	Key key = key_of_number(1);
	Kv *kv;

	learn_range(lab, 0, 5, 5);
	lab_close(lab);
	kv = kv_open(&kv_lmdb, lab->state, &options, NULL);
	g_assert_true(kv_begin(kv, NULL));
	kv_put(kv, TABLE_MESSAGE, key_span(&key), span_new("\377\377", 2));
	kv_put(kv, TABLE_SEAL, key_span(&key), span_new("short", 5));
	g_assert_true(kv_commit(kv, NULL));
	kv_free(kv);
	lab_open(lab, MEMORY_READ);
	g_assert_false(memory_recall(lab->memory, facts, &recall, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	g_assert_nonnull(strstr(error->message, "message"));
	g_assert_null(recall);
	g_assert_null(memory_person(lab->memory, 1));
}

static void fill_disk(Lab *lab)
{
	struct rlimit limit = {.rlim_cur = 3 << 18, .rlim_max = RLIM_INFINITY};
	Lab mine = {.state = lab->state, .secret = lab->secret};
	GError *error = NULL;

	signal(SIGXFSZ, SIG_IGN);
	lab_open(&mine, MEMORY_WRITE);
	setrlimit(RLIMIT_FSIZE, &limit);
	for (guint i = 20; i < 4000; i++) {
		g_autoptr(Facts) facts = nth_letter(i);

		lab_learn(&mine, facts, 0);
	}
	g_assert_false(memory_commit(mine.memory, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	g_clear_error(&error);
	g_assert_true(memory_begin(mine.memory, &error));
	g_assert_cmpuint(lab_statistics(&mine).messages, ==, 20);
	lab_close(&mine);
}

static void test_full_disk(Lab *lab, gconstpointer data)
{
	pid_t process;

	learn_range(lab, 0, 20, 20);
	lab_close(lab);
	process = fork();
	if (process == 0) {
		fill_disk(lab);
		_exit(0);
	}
	assert_ended_well(process);
	lab_open(lab, MEMORY_WRITE);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 20);
	learn_range(lab, 0, 100, 100);
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 100);
}

static void assert_absent(const char *bytes, gsize length, const char *text)
{
	g_autofree char *folded = g_ascii_strdown(text, -1);
	g_autofree char *skeleton = skeleton_of(span_new(text, strlen(text)));

	g_assert_null(memmem(bytes, length, text, strlen(text)));
	g_assert_null(memmem(bytes, length, folded, strlen(folded)));
	g_assert_null(memmem(bytes, length, skeleton, strlen(skeleton)));
}

/* Who steals the state directory without the secret reads no address, name, domain, subject or
 * text. */
static void test_no_plaintext(Lab *lab, gconstpointer data)
{
	const char *const texts[] = {"secretive@hidden.example", "secretive", "hidden.example",
		"hidden", "Quite Unusual", "unusual", "The budget for the second",
		"quarter has been approved by", "Merger of two banks", "unique-message-id",
		"linked.example", "recipient"};
	Facts *facts = letter_new("unique-message-id@hidden.example", "secretive@hidden.example",
		"Quite Unusual", "recipient@target.example");
	Link *link = link_new();

	letter_subject(facts, "Merger of two banks", 1);
	letter_text(facts, TEXT_BUDGET, "");
	g_free(link->site);
	link->site = g_strdup("linked.example");
	g_ptr_array_add(facts->links, link);
	lab_teach(lab, facts, LESSON_OUTGOING);
	lab_commit(lab);
	lab_close(lab);
	g_autoptr(GDir) directory = g_dir_open(lab->state, 0, NULL);
	const char *name;
	guint files = 0;
	while ((name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *path = g_build_filename(lab->state, name, NULL);
		g_autofree char *bytes = NULL;
		gsize length;

		g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
		for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
			assert_absent(bytes, length, texts[i]);
		files++;
	}
	g_assert_cmpuint(files, >=, 2);
	/* With the secret it can. */
	lab_open(lab, MEMORY_READ);
	Address *person = memory_person(lab->memory, lab_person(lab, "secretive@hidden.example"));
	g_assert_cmpstr(person->address, ==, "secretive@hidden.example");
	g_assert_cmpstr(person->name, ==, "Quite Unusual");
	address_free(person);
}

static void test_abort(Lab *lab, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Facts) facts = nth_letter(7);
	Recall *recall = NULL;

	learn_range(lab, 0, 5, 5);
	lab_learn(lab, facts, 0);
	memory_abort(lab->memory);
	memory_abort(lab->memory);
	g_assert_false(memory_recall(lab->memory, facts, &recall, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	g_clear_error(&error);
	g_assert_false(memory_commit(lab->memory, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
	g_clear_error(&error);
	g_assert_true(memory_begin(lab->memory, &error));
	g_assert_cmpuint(lab_statistics(lab).messages, ==, 5);
	g_assert_cmpint(lab_learn(lab, facts, 0), ==, LEARNED_NEW);
}

static void test_footprint(Lab *lab, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	guint64 sum = 0;

	learn_range(lab, 0, 400, 400);
	text = memory_footprint(lab->memory, &error);
	g_assert_no_error(error);
	lines = g_strsplit(text, "\n", -1);
	/* One line a table, one for the rest, and nothing behind the last line's end. */
	g_assert_cmpuint(g_strv_length(lines), ==, TABLE_COUNT + 2);
	for (guint i = 0; i <= TABLE_COUNT; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", -1);

		g_assert_cmpuint(g_strv_length(words), ==, 3);
		sum += g_ascii_strtoull(words[2], NULL, 10);
		if (g_str_equal(words[0], "message"))
			g_assert_cmpstr(words[1], ==, "400");
	}
	g_assert_cmpuint(sum, ==, lab_statistics(lab).bytes);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(Lab *lab, gconstpointer data);
	} cases[] = {
		{"/memory/idempotent", test_idempotent},
		{"/memory/batches", test_batches},
		{"/memory/two-learners", test_two_learners},
		{"/memory/kill", test_kill},
		{"/memory/wrong-secret", test_wrong_secret},
		{"/memory/other-version", test_other_version},
		{"/memory/damaged-row", test_damaged_row},
		{"/memory/full-disk", test_full_disk},
		{"/memory/no-plaintext", test_no_plaintext},
		{"/memory/abort", test_abort},
		{"/memory/footprint", test_footprint},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		g_test_add(cases[i].name, Lab, NULL, lab_begin, cases[i].run, lab_end);
	return g_test_run();
}
