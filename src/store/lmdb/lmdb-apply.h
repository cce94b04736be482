/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes to the tables of an LMDB environment, a MAP as it is and a SET in blocks.
 */
#pragma once

#include "store/kv-backend.h"
#include "store/lmdb/lmdb-handles.h"

/* Apply COUNT changes, in ascending order of table and row, to TABLES, which TXN knows by HANDLES,
 * and to their filters. 0 or LMDB's code; then TXN is to be aborted. */
int lmdb_apply(MDB_txn *txn, const LmdbHandles *handles, const KvTable *tables,
	const KvChange *changes, gsize count);
