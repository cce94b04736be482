/* SPDX-License-Identifier: Apache-2.0
 *
 * Walking, writing anew and copying a store, over every backend.
 */
#include "base/error.h"
#include "contract.h"

enum { numbers = 30000 };

static Kv *open_view(const Fixture *fixture, const char *path, KvMode mode)
{
	Kv *kv = open_store_at(fixture, path, mode);

	begin(kv);
	return kv;
}

static guint64 scattered(guint number)
{
	return GUINT64_TO_BE(number * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));
}

/* NUMBER is a key of the map, with a value that tells it, and a member of the set. */
static void put(Kv *kv, guint number)
{
	g_autofree char *value = g_strdup_printf("secret-%u!", number);
	guint32 key = GUINT32_TO_BE(number);
	guint64 place = scattered(number);

	kv_put(kv, TABLE_MAP, span_new(&key, 4), span_new(value, strlen(value)));
	kv_add(kv, TABLE_SET, span_new(&place, 8), span_new(&key, 4));
}

static Kv *fill(const Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	Kv *kv = open_view(fixture, fixture->path, KV_WRITE);

	for (guint i = 0; i < numbers; i++)
		put(kv, i);
	kv_commit(kv, &error);
	g_assert_no_error(error);
	kv_begin(kv, &error);
	g_assert_no_error(error);
	return kv;
}

typedef struct Seen {
	guint count;
	guint64 sum;
	guint8 last[8];
	gsize key_length;
} Seen;

static gboolean see(Span key, Span value, gpointer user_data)
{
	Seen *seen = user_data;

	g_assert_cmpuint(key.length, ==, seen->key_length);
	g_assert_true(seen->count == 0 || memcmp(seen->last, key.data, key.length) < 0);
	memcpy(seen->last, key.data, key.length);
	seen->count++;
	seen->sum += value.length;
	return TRUE;
}

static Seen walk(Kv *kv, guint table)
{
	g_autoptr(GError) error = NULL;
	Seen seen = {.key_length = table == TABLE_MAP ? 4 : 8};

	kv_walk(kv, table, see, &seen, &error);
	g_assert_no_error(error);
	return seen;
}

static gboolean stop(Span key, Span value, gpointer user_data)
{
	return ++*(guint *)user_data < 5;
}

static void test_walk(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = fill(fixture);
	g_autoptr(GError) error = NULL;
	guint count = 0;

	g_assert_cmpuint(walk(kv, TABLE_MAP).count, ==, numbers);
	g_assert_cmpuint(walk(kv, TABLE_SET).count, ==, numbers);
	g_assert_cmpuint(walk(kv, TABLE_SET).sum, ==, 4 * numbers);
	g_assert_true(kv_walk(kv, TABLE_SET, stop, &count, &error));
	g_assert_no_error(error);
	g_assert_cmpuint(count, ==, 5);
}

static guint32 number_at(Span bytes)
{
	guint32 number;

	g_assert_cmpuint(bytes.length, ==, 4);
	memcpy(&number, bytes.data, 4);
	return GUINT32_FROM_BE(number);
}

/* Every third number goes, every fifth of the rest is told by another value. */
static KvFate sift(guint table, Span key, Span value, GByteArray *replacement, gpointer user_data)
{
	guint32 number = number_at(table == TABLE_MAP ? key : value);

	if (number % 3 == 0)
		return KV_DROP;
	if (table == TABLE_SET || number % 5 != 0)
		return KV_KEEP;
	g_byte_array_append(replacement, (const guint8 *)"new", 3);
	return KV_REPLACE;
}

/* The value of NUMBER as a new string, NULL for none, and whether the set has it. */
static char *value_of(Kv *kv, guint number, gboolean *ret_member)
{
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;
	guint32 key = GUINT32_TO_BE(number);
	guint64 place = scattered(number);
	Span value;

	kv_ask_add(ask, TABLE_MAP, span_new(&key, 4), 0);
	kv_ask_add(ask, TABLE_SET, span_new(&place, 8), 8);
	kv_ask(kv, ask, &error);
	g_assert_no_error(error);
	value = kv_ask_answer(ask, 0);
	*ret_member = kv_ask_answer(ask, 1).length == 4;
	return value.data != NULL ? g_strndup(value.data, value.length) : NULL;
}

static void assert_sifted(Kv *kv)
{
	for (guint i = 0; i < numbers; i++) {
		gboolean member;
		g_autofree char *value = value_of(kv, i, &member);
		g_autofree char *old = g_strdup_printf("secret-%u!", i);

		g_assert_cmpint(member, ==, i % 3 != 0);
		g_assert_cmpstr(value, ==, i % 3 == 0 ? NULL : i % 5 == 0 ? "new" : old);
	}
}

static void test_rewrite(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = fill(fixture);
	g_autoptr(Kv) reader = open_view(fixture, fixture->path, KV_READ);
	g_autoptr(GError) error = NULL;
	gboolean member;
	g_autofree char *seen = NULL, *added = NULL;

	put(kv, numbers);
	kv_rewrite(kv, sift, NULL, &error);
	g_assert_no_error(error);
	g_assert_false(kv_in_view(kv));
	/* Who looks sees what was, then what is. */
	seen = value_of(reader, 3, &member);
	g_assert_cmpstr(seen, ==, "secret-3!");
	kv_abort(reader);
	kv_begin(reader, &error);
	g_assert_no_error(error);
	assert_sifted(reader);
	/* The changes of the view are there, unsifted. */
	added = value_of(reader, numbers, &member);
	g_assert_cmpstr(added, ==, "secret-30000!");
	g_assert_true(member);
	g_assert_true(kv_begin(kv, &error));
	assert_sifted(kv);
	put(kv, 0);
	kv_commit(kv, &error);
	g_assert_no_error(error);
}

static gboolean any_file_has(const char *path, const char *needle)
{
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
	gboolean found = FALSE;
	const char *name;

	while ((name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *file = g_build_filename(path, name, NULL), *bytes = NULL;
		gsize length;

		g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
		found |= memmem(bytes, length, needle, strlen(needle)) != NULL;
	}
	return found;
}

static void test_gone(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = fill(fixture);
	g_autoptr(GError) error = NULL;
	gboolean on_disk = fixture->backend == &kv_lmdb;

	g_assert_cmpint(any_file_has(fixture->path, "secret-2997!"), ==, on_disk);
	kv_rewrite(kv, sift, NULL, &error);
	g_assert_no_error(error);
	g_assert_false(any_file_has(fixture->path, "secret-2997!"));
	g_assert_cmpint(any_file_has(fixture->path, "secret-2998!"), ==, on_disk);
}

static void test_copy(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = fill(fixture);
	g_autoptr(Kv) copy = NULL;
	g_autoptr(GError) error = NULL;

	kv_copy(kv, fixture->other, &error);
	g_assert_no_error(error);
	kv_rewrite(kv, sift, NULL, &error);
	g_assert_no_error(error);
	copy = open_view(fixture, fixture->other, KV_READ);
	g_assert_cmpuint(walk(copy, TABLE_MAP).count, ==, numbers);
	/* Again, in the place of what is there. */
	kv_begin(kv, &error);
	kv_copy(kv, fixture->other, &error);
	g_assert_no_error(error);
	kv_abort(copy);
	kv_begin(copy, &error);
	g_assert_no_error(error);
	assert_sifted(copy);
}

static const Case cases[] = {
	{"walk", test_walk},
	{"rewrite", test_rewrite},
	{"gone", test_gone},
	{"copy", test_copy},
};

int main(int argc, char **argv)
{
	return contract_run("rewrite", cases, G_N_ELEMENTS(cases), &argc, &argv);
}
