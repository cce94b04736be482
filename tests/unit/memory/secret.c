/* SPDX-License-Identifier: Apache-2.0
 *
 * The secret's file, and what follows from the secret.
 */
#include "memory/secret.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/error.h"
#include "memory/keys.h"

typedef struct Fixture {
	char *folder;
	char *path;
} Fixture;

static void fixture_begin(Fixture *fixture, gconstpointer data)
{
	fixture->folder = g_dir_make_tmp("kith-test-XXXXXX", NULL);
	fixture->path = g_build_filename(fixture->folder, "sub", "secret", NULL);
}

static void fixture_end(Fixture *fixture, gconstpointer data)
{
	g_autofree char *sub = g_path_get_dirname(fixture->path);

	g_unlink(fixture->path);
	g_rmdir(sub);
	g_rmdir(fixture->folder);
	g_free(fixture->folder);
	g_free(fixture->path);
}

static Secret *load(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	Secret *secret = secret_load(fixture->path, &error);

	g_assert_no_error(error);
	return secret;
}

static void create(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;

	secret_create(fixture->path, &error);
	g_assert_no_error(error);
}

static void test_create(Fixture *fixture, gconstpointer data)
{
	g_autofree char *before = NULL, *after = NULL, *sub = g_path_get_dirname(fixture->path);
	g_autoptr(GDir) directory = NULL;
	struct stat status;
	gsize length;

	create(fixture);
	g_assert_cmpint(stat(fixture->path, &status), ==, 0);
	g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
	g_assert_cmpuint(status.st_size, ==, 32);
	g_assert_cmpint(stat(sub, &status), ==, 0);
	g_assert_cmpuint(status.st_mode & 0777, ==, 0700);
	g_assert_true(g_file_get_contents(fixture->path, &before, &length, NULL));
	create(fixture);
	g_assert_true(g_file_get_contents(fixture->path, &after, &length, NULL));
	g_assert_cmpmem(before, 32, after, 32);
	/* No draft stays behind. */
	directory = g_dir_open(sub, 0, NULL);
	g_assert_cmpstr(g_dir_read_name(directory), ==, "secret");
	g_assert_null(g_dir_read_name(directory));
}

static void assert_refused(Fixture *fixture, const char *word)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Secret) secret = secret_load(fixture->path, &error);

	g_assert_null(secret);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_SECRET);
	g_assert_nonnull(strstr(error->message, fixture->path));
	g_assert_nonnull(strstr(error->message, word));
}

static void test_refused(Fixture *fixture, gconstpointer data)
{
	assert_refused(fixture, "No such file");
	create(fixture);
	g_assert_cmpint(g_chmod(fixture->path, 0640), ==, 0);
	assert_refused(fixture, "others may read");
	g_assert_cmpint(g_chmod(fixture->path, 0604), ==, 0);
	assert_refused(fixture, "others may read");
	g_assert_true(g_file_set_contents(fixture->path, "short", 5, NULL));
	g_assert_cmpint(g_chmod(fixture->path, 0600), ==, 0);
	assert_refused(fixture, "32 bytes");
}

static void test_derive(Fixture *fixture, gconstpointer data)
{
	guint8 one[32], two[32], again[32];

	create(fixture);
	g_autoptr(Secret) secret = load(fixture);
	secret_derive(secret, 1, one, sizeof one);
	secret_derive(secret, 2, two, sizeof two);
	secret_derive(secret, 1, again, sizeof again);
	g_assert_cmpmem(one, sizeof one, again, sizeof again);
	g_assert_cmpint(memcmp(one, two, sizeof one), !=, 0);
}

static void test_keys(Fixture *fixture, gconstpointer data)
{
	create(fixture);
	g_autoptr(Secret) secret = load(fixture);
	g_autoptr(Keys) keys = keys_new(secret);
	Key person = key_of_string(keys, TABLE_PERSON, "a@example.org");
	Key again = key_of_string(keys, TABLE_PERSON, "a@example.org");
	Key other = key_of_string(keys, TABLE_PERSON, "b@example.org");
	Key table = key_of_string(keys, TABLE_NAME, "a@example.org");
	Key numbers = key_of_pair(1, 0x01020304);

	g_assert_cmpuint(person.length, ==, 8);
	g_assert_cmpmem(person.bytes, 8, again.bytes, 8);
	g_assert_cmpint(memcmp(person.bytes, other.bytes, 8), !=, 0);
	g_assert_cmpint(memcmp(person.bytes, table.bytes, 8), !=, 0);
	g_assert_cmpmem(numbers.bytes, numbers.length, "\0\0\0\1\1\2\3\4", 8);
	g_assert_cmpuint(key_number_at(key_span(&numbers), 1), ==, 0x01020304);
}

static void test_seal(Fixture *fixture, gconstpointer data)
{
	create(fixture);
	g_autoptr(Secret) secret = load(fixture);
	g_autoptr(Keys) keys = keys_new(secret);
	g_autoptr(GByteArray) sealed = g_byte_array_new();
	g_autofree char *plain = NULL;
	gsize length = 0;

	keys_seal(keys, 5, span_new("hello", 5), sealed);
	plain = keys_open(keys, 5, span_new(sealed->data, sealed->len), &length);
	g_assert_cmpmem(plain, length, "hello", 5);
	/* Of another person, damaged, cut short. */
	g_assert_null(keys_open(keys, 6, span_new(sealed->data, sealed->len), &length));
	for (guint cut = 0; cut < sealed->len; cut++)
		g_assert_null(keys_open(keys, 5, span_new(sealed->data, cut), &length));
	for (guint i = 0; i < sealed->len; i++) {
		sealed->data[i] ^= 1;
		g_assert_null(keys_open(keys, 5, span_new(sealed->data, sealed->len), &length));
		sealed->data[i] ^= 1;
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/secret/create", Fixture, NULL, fixture_begin, test_create, fixture_end);
	g_test_add("/secret/refused", Fixture, NULL, fixture_begin, test_refused, fixture_end);
	g_test_add("/secret/derive", Fixture, NULL, fixture_begin, test_derive, fixture_end);
	g_test_add("/secret/keys", Fixture, NULL, fixture_begin, test_keys, fixture_end);
	g_test_add("/secret/seal", Fixture, NULL, fixture_begin, test_seal, fixture_end);
	return g_test_run();
}
