/* SPDX-License-Identifier: Apache-2.0
 *
 * Hashing the passwords of stolen accounts with Argon2id (RFC 9106), in a thread, so that nobody
 * waits for it. A password is held in locked memory that no core dump has, until it is hashed, and
 * then wiped. Each pair of account and password is hashed once.
 *
 * The salt follows from the secret and the account: one password of one account has one hash,
 * however often it is seen, and two accounts share none.
 */
#pragma once

#include "base/span.h"
#include "memory/secret.h"

typedef struct PasswordHasher PasswordHasher;

/* What came of a password; all is owned by the receiver. */
typedef struct PasswordHash {
	char *account; /* as given */
	char *text;    /* "$argon2id$…", as crypto_pwhash_str writes it */
	gpointer context;
} PasswordHash;

/* A hasher with a thread of its own; SECRET is not used after this returns. FREE_CONTEXT (may be
 * NULL) frees what was given to password_hasher_take and did not come back. NULL with
 * KITH_ERROR_IO. */
PasswordHasher *password_hasher_new(
	const Secret *secret, GDestroyNotify free_context, GError **error);
/* Waits for the password that is being hashed; drops those that wait. */
void password_hasher_free(PasswordHasher *hasher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PasswordHasher, password_hasher_free)

/* Have PASSWORD of ACCOUNT hashed; both are copied, the caller wipes its own. TRUE: it will come
 * back from password_hasher_poll with TAKE_CONTEXT. FALSE: it was hashed before, is longer than
 * LIMIT_STRING or empty, or LIMIT_PASSWORDS wait; TAKE_CONTEXT is freed. Never waits. */
gboolean password_hasher_take(
	PasswordHasher *hasher, const char *account, Span password, gpointer take_context);

/* The next one that is done; FALSE when there is none. */
gboolean password_hasher_poll(PasswordHasher *hasher, PasswordHash *ret);
/* The same, waiting for it; FALSE when there is nothing to wait for. */
gboolean password_hasher_wait(PasswordHasher *hasher, PasswordHash *ret);
/* A descriptor that is readable while password_hasher_poll has something to give; borrowed. */
int password_hasher_descriptor(const PasswordHasher *hasher);

/* Is PASSWORD the one that HASH was made of? Takes as long as hashing it. */
gboolean password_matches(const char *hash, Span password);
