/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables that a store has in an LMDB environment: one for each of its own, and one with the
 * filter of each that has one.
 */
#pragma once

#include <lmdb.h>

#include "store/kv.h"

/* LMDB's numbers, in the order of the store's tables; 0 for what is not there. */
typedef struct LmdbHandles {
	MDB_dbi rows[KV_TABLES_MAX];
	MDB_dbi filters[KV_TABLES_MAX];
} LmdbHandles;

/* Tables that LMDB must have room for (mdb_env_set_maxdbs). */
#define LMDB_HANDLES_MAX (2 * KV_TABLES_MAX)

/* Open the tables of OPTIONS in ENV, and make what is missing when it is to be written. One that is
 * read may be of an older program, and lack the newest tables and filters: without its first table
 * there is no store, and MDB_NOTFOUND is given. INOUT is all 0 before, or has what was found when
 * there was less. 0 or LMDB's code. */
int lmdb_handles_open(MDB_env *env, const KvOptions *options, LmdbHandles *inout);
/* Does HANDLES have all of them? */
gboolean lmdb_handles_all(const LmdbHandles *handles, const KvOptions *options);
