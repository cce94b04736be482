/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether the pages of an LMDB file are what LMDB believes them to be. LMDB has no checksums and
 * follows what a page says: a damaged one ends the process. This reads the file beside the map and
 * follows nothing that it has not compared with the file's bounds.
 */
#pragma once

#include <lmdb.h>

#include "base/span.h"

/* Do the two pages agree that say where everything begins, else LMDB may take one that is older, or
 * empty, for the newest; and is the list of tables sound, which is read at every open? 0,
 * MDB_CORRUPTED, errno, or MDB_BAD_TXN: the two do not agree, or writers were faster; try again
 * with another transaction. */
int lmdb_head_check(MDB_txn *txn);

/* Look at all pages that TXN, a reading transaction, can see, and at the list of free ones: each is
 * of its kind, its nodes lie in it, none is used twice, and the trees have the rows that they
 * count. *RET_PROBLEM is what is wrong as a new string, NULL when nothing is. 0, LMDB's code or
 * errno; MDB_BAD_TXN as above. A file of another LMDB's
 * layout is not looked at. Reads as much as is in use. */
int lmdb_pages_check(MDB_txn *txn, char **ret_problem);

/* mdb_cursor_get of a reading transaction, with MDB_CORRUPTED for a value that does not lie in the
 * pages it should lie in. What a writing one gives may lie in no page. */
int lmdb_get(MDB_cursor *cursor, MDB_val *key, MDB_val *value, MDB_cursor_op move);
