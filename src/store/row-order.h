/* SPDX-License-Identifier: Apache-2.0
 *
 * The order of rows in LMDB's sorted duplicates: that of bytes, as LMDB's own.
 */
#pragma once

#include <lmdb.h>

/* Below, at or above 0 as ONE stands before, with or behind OTHER; an MDB_cmp_func. */
int row_order_compare(const MDB_val *one, const MDB_val *other);
