/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing a store anew without some of its rows. The new file is complete and on the disk before it
 * takes the place of the old one, so that a crash leaves either; and no page of it has ever held
 * what was dropped.
 */
#pragma once

#include "store/kv-backend.h"
#include "store/lmdb/environment.h"

typedef struct LmdbRewrite {
	const KvOptions *options;
	MDB_txn *view; /* of what is read; it stays the caller's */
	KvSieve sieve;
	gpointer user_data;
	const KvChange *changes; /* on top of what the sieve keeps, as in lmdb_apply */
	gsize count;
} LmdbRewrite;

/* Do what REWRITE says to ENVIRONMENT. The caller holds the writers' lock, and lets ENVIRONMENT go
 * when it is done: another file is the newest then. */
gboolean lmdb_rewrite(Environment *environment, const LmdbRewrite *rewrite, GError **error);
