/* SPDX-License-Identifier: Apache-2.0
 *
 * Every row of a table in LMDB, one after the other.
 */
#pragma once

#include <lmdb.h>

#include "store/kv-backend.h"

/* Call FUNC for each row of TABLE, which CURSOR reads, in ascending order, until it gives FALSE. 0
 * or LMDB's code. */
int lmdb_walk(MDB_cursor *cursor, const KvTable *table, KvWalkFunc func, gpointer user_data);
