/* SPDX-License-Identifier: Apache-2.0
 *
 * A thread that takes passwords from one queue and puts hashes into another. The number of the
 * event descriptor is that of the hashes in the second one.
 */
#include "engine/password-hasher.h"

#include <errno.h>
#include <sodium.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* RFC 9106, section 4, second recommendation; libsodium has one lane. About 0.1 s. */
#define PASSES 3
#define MEMORY LIMIT_MIB(64)

#define SALT_ID 0x70617373

/* What Argon2id and its hash leave on the stack of the thread. */
#define STACK_WIPED LIMIT_KIB(16)

typedef struct Job {
	char *account;
	guint8 salt[crypto_pwhash_SALTBYTES];
	char *password; /* locked memory; NULL once hashed */
	gsize length;
	char *text;
	gpointer context;
} Job;

struct PasswordHasher {
	guint8 *salt_key;   /* locked memory */
	guint8 *pair_key;   /* the same; of this process alone */
	GHashTable *hashed; /* keyed hashes of account and password */
	GDestroyNotify free_context;
	GThread *thread;
	GAsyncQueue *waiting;
	GAsyncQueue *done;
	guint taken; /* and not given back */
	int event;
	gint stopping;
};

/* Ends the thread. */
static Job last_job;

/* ---- the thread ---- */

/* As crypto_pwhash_str writes it, with a salt that is given. */
static char *hash_text(const guint8 *salt, const guint8 *hash)
{
	const int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
	char salt_text[64], hash_base64[64];

	sodium_bin2base64(salt_text, sizeof salt_text, salt, crypto_pwhash_SALTBYTES, variant);
	sodium_bin2base64(hash_base64, sizeof hash_base64, hash, 32, variant);
	return g_strdup_printf("$argon2id$v=19$m=%u,t=%u,p=1$%s$%s", (guint)(MEMORY / 1024), PASSES,
		salt_text, hash_base64);
}

static void hash_job(Job *job)
{
	guint8 hash[32];
	int failed = crypto_pwhash(hash, sizeof hash, job->password, job->length, job->salt, PASSES,
		MEMORY, crypto_pwhash_ALG_ARGON2ID13);

	sodium_stackzero(STACK_WIPED);
	g_clear_pointer(&job->password, sodium_free);
	/* There was no memory for it: the account is known without. */
	if (failed == 0)
		job->text = hash_text(job->salt, hash);
}

static gpointer run(gpointer user_data)
{
	PasswordHasher *hasher = user_data;
	Job *job;

	while ((job = g_async_queue_pop(hasher->waiting)) != &last_job) {
		if (!g_atomic_int_get(&hasher->stopping))
			hash_job(job);
		/* First the event: whoever takes the job takes the event with it. */
		(void)eventfd_write(hasher->event, 1);
		g_async_queue_push(hasher->done, job);
	}
	return NULL;
}

/* ---- its owner ---- */

static void job_free(PasswordHasher *hasher, Job *job)
{
	if (job->context != NULL && hasher->free_context != NULL)
		hasher->free_context(job->context);
	sodium_free(job->password);
	g_free(job->account);
	g_free(job->text);
	g_free(job);
}

static gboolean prepare(PasswordHasher *hasher, const Secret *secret, GError **error)
{
	hasher->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
	hasher->salt_key = sodium_init() >= 0 ? sodium_malloc(crypto_generichash_KEYBYTES) : NULL;
	hasher->pair_key = sodium_malloc(crypto_shorthash_KEYBYTES);
	if (hasher->event < 0 || hasher->salt_key == NULL || hasher->pair_key == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("no memory for passwords: %s"),
			g_strerror(errno));
		return FALSE;
	}
	secret_derive(secret, SALT_ID, hasher->salt_key, crypto_generichash_KEYBYTES);
	randombytes_buf(hasher->pair_key, crypto_shorthash_KEYBYTES);
	hasher->thread = g_thread_try_new("passwords", run, hasher, error);
	return hasher->thread != NULL;
}

PasswordHasher *password_hasher_new(
	const Secret *secret, GDestroyNotify free_context, GError **error)
{
	g_autoptr(PasswordHasher) hasher = g_new0(PasswordHasher, 1);

	hasher->hashed = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	hasher->free_context = free_context;
	hasher->waiting = g_async_queue_new();
	hasher->done = g_async_queue_new();
	return prepare(hasher, secret, error) ? g_steal_pointer(&hasher) : NULL;
}

void password_hasher_free(PasswordHasher *hasher)
{
	Job *job;

	if (hasher == NULL)
		return;
	g_atomic_int_set(&hasher->stopping, 1);
	g_async_queue_push(hasher->waiting, &last_job);
	if (hasher->thread != NULL)
		g_thread_join(hasher->thread);
	while ((job = g_async_queue_try_pop(hasher->done)) != NULL)
		job_free(hasher, job);
	g_async_queue_unref(hasher->waiting);
	g_async_queue_unref(hasher->done);
	g_hash_table_unref(hasher->hashed);
	sodium_free(hasher->salt_key);
	sodium_free(hasher->pair_key);
	if (hasher->event >= 0)
		(void)close(hasher->event);
	g_free(hasher);
}

static Job *job_new(PasswordHasher *hasher, const char *account, Span password)
{
	Job *job = g_new0(Job, 1);

	job->password = sodium_malloc(password.length);
	if (job->password == NULL) {
		g_free(job);
		return NULL;
	}
	memcpy(job->password, password.data, password.length);
	job->length = password.length;
	job->account = g_strdup(account);
	g_autofree char *folded = g_ascii_strdown(account, -1);
	crypto_generichash(job->salt, sizeof job->salt, (const guint8 *)folded, strlen(folded),
		hasher->salt_key, crypto_generichash_KEYBYTES);
	return job;
}

/* Is it the first time that JOB's pair is seen? Remembers it by a hash that tells nothing without
 * this process; above the bound all are forgotten and may be hashed again. */
static gboolean is_first(PasswordHasher *hasher, const Job *job)
{
	guint64 parts[3] = {0};
	guint64 pair;

	memcpy(parts, job->salt, sizeof job->salt);
	crypto_shorthash(
		(guint8 *)&parts[2], (const guint8 *)job->password, job->length, hasher->pair_key);
	crypto_shorthash((guint8 *)&pair, (const guint8 *)parts, sizeof parts, hasher->pair_key);
	sodium_stackzero(1024);
	if (g_hash_table_size(hasher->hashed) >= LIMIT_PASSWORDS_KNOWN)
		g_hash_table_remove_all(hasher->hashed);
	return g_hash_table_add(hasher->hashed, g_memdup2(&pair, sizeof pair));
}

static gboolean take(
	PasswordHasher *hasher, const char *account, Span password, gpointer take_context)
{
	if (password.length == 0 || password.length > LIMIT_STRING ||
		hasher->taken >= LIMIT_PASSWORDS)
		return FALSE;
	Job *job = job_new(hasher, account, password);

	if (job == NULL)
		return FALSE;
	if (!is_first(hasher, job)) {
		job_free(hasher, job);
		return FALSE;
	}
	job->context = take_context;
	hasher->taken++;
	g_async_queue_push(hasher->waiting, job);
	return TRUE;
}

gboolean password_hasher_take(
	PasswordHasher *hasher, const char *account, Span password, gpointer take_context)
{
	if (take(hasher, account, password, take_context))
		return TRUE;
	if (take_context != NULL && hasher->free_context != NULL)
		hasher->free_context(take_context);
	return FALSE;
}

/* Hands over what JOB came to; FALSE when it came to nothing. */
static gboolean give(PasswordHasher *hasher, Job *job, PasswordHash *ret)
{
	eventfd_t one;
	gboolean hashed = job->text != NULL;

	(void)eventfd_read(hasher->event, &one);
	hasher->taken--;
	if (hashed)
		*ret = (PasswordHash){g_steal_pointer(&job->account), g_steal_pointer(&job->text),
			g_steal_pointer(&job->context)};
	job_free(hasher, job);
	return hashed;
}

gboolean password_hasher_poll(PasswordHasher *hasher, PasswordHash *ret)
{
	Job *job;

	while ((job = g_async_queue_try_pop(hasher->done)) != NULL)
		if (give(hasher, job, ret))
			return TRUE;
	return FALSE;
}

gboolean password_hasher_wait(PasswordHasher *hasher, PasswordHash *ret)
{
	while (hasher->taken > 0)
		if (give(hasher, g_async_queue_pop(hasher->done), ret))
			return TRUE;
	return FALSE;
}

int password_hasher_descriptor(const PasswordHasher *hasher)
{
	return hasher->event;
}

gboolean password_matches(const char *hash, Span password)
{
	/* One of another cost came from elsewhere, and could ask for all memory there is. */
	return sodium_init() >= 0 && crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) == 0 &&
	       crypto_pwhash_str_verify(hash, password.data, password.length) == 0;
}
