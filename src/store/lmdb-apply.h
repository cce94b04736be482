/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes to the tables of an LMDB environment, a MAP as it is and a SET in blocks.
 */
#pragma once

#include <lmdb.h>

#include "store/kv-backend.h"

/* Apply COUNT changes, in ascending order of table and row, to TABLES, which TXN knows by HANDLES.
 * 0 or LMDB's code; then TXN is to be aborted. */
int lmdb_apply(MDB_txn *txn, const MDB_dbi *handles, const KvTable *tables, const KvChange *changes,
	gsize count);
