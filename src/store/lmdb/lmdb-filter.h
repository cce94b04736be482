/* SPDX-License-Identifier: Apache-2.0
 *
 * What a SET in LMDB certainly does not have, told without a look at its blocks: a second table of
 * Bloom filters, each for a part of all hashes, which is cut in halves when it has too many. It is
 * made from the rows when there is none, and no row is added without it; a row that was removed
 * stays in it until the store is written anew. Functions give 0 or LMDB's code.
 *
 * A filter's key is the highest 32 bits of the last hash of its part, and it names the part's
 * size: behind the count, a byte with how often all hashes were halved.
 */
#pragma once

#include <lmdb.h>

#include "store/kv-backend.h"

/* The hash of a row or key of a SET that has a filter: what it begins with. */
guint64 lmdb_filter_hash(const guint8 *key);

/* The order of the keys of filters, which is LMDB's own, told with less work. */
int lmdb_filter_compare(const MDB_val *one, const MDB_val *other);

/* The filter for HASH, which FILTERS reads; borrowed as long as its transaction. NULL when there is
 * none: then nothing is known. */
int lmdb_filter_find(MDB_cursor *filters, guint64 hash, const guint8 **ret_filter);

/* A filter as it stands in the table. */
typedef struct LmdbFilter {
	guint64 first; /* hash of its part */
	guint halved;  /* all hashes, until that is its part */
	const guint8 *bytes;
} LmdbFilter;

typedef void (*LmdbFilterFunc)(const LmdbFilter *filter, gpointer user_data);
/* Call FUNC, NULL for none, for all filters in ascending order. MDB_CORRUPTED as soon as their
 * parts are not all hashes, each once. */
int lmdb_filter_walk(MDB_cursor *filters, LmdbFilterFunc func, gpointer user_data);

/* Bring FILTERS up to date with COUNT changes, which were applied to TABLE in ascending order of
 * row; ROWS reads it. */
int lmdb_filter_apply(MDB_cursor *filters, MDB_cursor *rows, const KvTable *table,
	const KvChange *changes, gsize count);

/* Does FILTERS have all rows of TABLE? *RET_HOLDS is FALSE when a question would not find one.
 * MDB_CORRUPTED as above. */
int lmdb_filter_check(
	MDB_cursor *filters, MDB_cursor *rows, const KvTable *table, gboolean *ret_holds);
