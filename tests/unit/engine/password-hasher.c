/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/password-hasher.h"

#include <glib/gstdio.h>
#include <poll.h>

#include "base/limits.h"

static Secret *new_secret(void)
{
	g_autofree char *folder = g_dir_make_tmp("kith-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "secret", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(secret_create(path, &error));
	Secret *secret = secret_load(path, &error);

	g_assert_no_error(error);
	g_unlink(path);
	g_rmdir(folder);
	return secret;
}

static PasswordHasher *open_hasher(const Secret *secret)
{
	g_autoptr(GError) error = NULL;
	PasswordHasher *hasher = password_hasher_new(secret, g_free, &error);

	g_assert_no_error(error);
	return hasher;
}

static gboolean take(PasswordHasher *hasher, const char *account, const char *password)
{
	return password_hasher_take(
		hasher, account, span_new(password, strlen(password)), g_strdup("context"));
}

static char *wait_for(PasswordHasher *hasher, const char *account)
{
	PasswordHash hash = {0};

	g_assert_true(password_hasher_wait(hasher, &hash));
	g_assert_cmpstr(hash.account, ==, account);
	g_assert_cmpstr(hash.context, ==, "context");
	g_free(hash.account);
	g_free(hash.context);
	return hash.text;
}

static gboolean matches(const char *hash, const char *password)
{
	return password_matches(hash, span_new(password, strlen(password)));
}

static void test_once(void)
{
	g_autoptr(Secret) secret = new_secret();
	g_autoptr(PasswordHasher) hasher = open_hasher(secret);

	g_assert_true(take(hasher, "a@x.example", "one"));
	g_assert_false(take(hasher, "a@x.example", "one"));
	g_assert_true(take(hasher, "a@x.example", "two"));
	g_assert_true(take(hasher, "b@x.example", "one"));
	g_autofree char *one = wait_for(hasher, "a@x.example");
	g_autofree char *two = wait_for(hasher, "a@x.example");
	g_autofree char *other = wait_for(hasher, "b@x.example");

	g_assert_true(matches(one, "one"));
	g_assert_false(matches(one, "two"));
	g_assert_true(matches(two, "two"));
	g_assert_cmpstr(one, !=, other);
	g_assert_false(password_hasher_wait(hasher, &(PasswordHash){0}));
}

/* Another process of the same secret comes to the same text, another secret to another. */
static void test_repeatable(void)
{
	g_autoptr(Secret) secret = new_secret();
	g_autoptr(Secret) other = new_secret();
	g_autofree char *texts[3] = {NULL};
	const Secret *const secrets[] = {secret, secret, other};

	for (guint i = 0; i < 3; i++) {
		g_autoptr(PasswordHasher) hasher = open_hasher(secrets[i]);

		g_assert_true(take(hasher, "a@x.example", "one"));
		texts[i] = wait_for(hasher, "a@x.example");
	}
	g_assert_cmpstr(texts[0], ==, texts[1]);
	g_assert_cmpstr(texts[0], !=, texts[2]);
	g_free(texts[1]);
	g_free(texts[2]);
}

static void test_descriptor(void)
{
	g_autoptr(Secret) secret = new_secret();
	g_autoptr(PasswordHasher) hasher = open_hasher(secret);
	struct pollfd poller = {password_hasher_descriptor(hasher), POLLIN, 0};
	PasswordHash hash = {0};

	g_assert_false(password_hasher_poll(hasher, &hash));
	g_assert_cmpint(poll(&poller, 1, 0), ==, 0);
	g_assert_true(take(hasher, "a", "one"));
	g_assert_cmpint(poll(&poller, 1, 60000), ==, 1);
	while (!password_hasher_poll(hasher, &hash))
		g_thread_yield();
	g_free(hash.account);
	g_free(hash.text);
	g_free(hash.context);
	g_assert_cmpint(poll(&poller, 1, 0), ==, 0);
}

/* More than may wait, and longer than may be, is refused; what waits at the end is dropped. */
static void test_bounds(void)
{
	g_autoptr(Secret) secret = new_secret();
	g_autoptr(PasswordHasher) hasher = open_hasher(secret);
	g_autofree char *longest = g_strnfill(LIMIT_STRING + 1, 'x');
	guint taken = 0;

	g_assert_false(take(hasher, "a", ""));
	g_assert_false(take(hasher, "a", longest));
	for (guint i = 0; i < LIMIT_PASSWORDS + 10; i++) {
		g_autofree char *password = g_strdup_printf("%u", i);

		taken += take(hasher, "a", password) ? 1 : 0;
	}
	g_assert_cmpuint(taken, ==, LIMIT_PASSWORDS);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/password-hasher/once", test_once);
	g_test_add_func("/password-hasher/repeatable", test_repeatable);
	g_test_add_func("/password-hasher/descriptor", test_descriptor);
	g_test_add_func("/password-hasher/bounds", test_bounds);
	return g_test_run();
}
