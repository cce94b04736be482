/* SPDX-License-Identifier: Apache-2.0
 *
 * A SET in LMDB: a table of blocks, each under its bound. A block holds the rows up to its bound
 * that are behind the bound before; the last bound of a table is the greatest row there can be.
 * Functions give 0 or LMDB's code.
 */
#pragma once

#include <lmdb.h>

#include "store/kv-backend.h"
#include "store/lmdb/lmdb-directory.h"

/* The order of bounds, which is LMDB's own, told with less work. */
int lmdb_set_compare(const MDB_val *one, const MDB_val *other);
/* Answer COUNT questions of ASK about TABLE, which CURSOR reads; FILTERS, when not NULL, knows what
 * it certainly does not have (lmdb-directory.h). */
int lmdb_set_fetch(MDB_cursor *cursor, LmdbDirectory *filters, const KvTable *table, KvAsk *ask,
	KvQuestion *questions, guint count);
/* Apply COUNT changes to TABLE, in ascending order of row. */
int lmdb_set_apply(MDB_cursor *cursor, const KvTable *table, const KvChange *changes, gsize count);
/* Count the rows of TABLE. */
int lmdb_set_count(MDB_cursor *cursor, const KvTable *table, guint64 *ret_count);
