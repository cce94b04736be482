/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the filters of a table stand (lmdb-filter.h), held in RAM for one snapshot. The tree that
 * LMDB would walk down for each question is in no cache of the processor when a memory is large;
 * the directory answers with one access. It is made when a snapshot has been asked so much that
 * this has cost about as much as making it does.
 */
#pragma once

#include <lmdb.h>

#include "base/span.h"

typedef struct LmdbDirectory LmdbDirectory;

LmdbDirectory *lmdb_directory_new(void);
void lmdb_directory_free(LmdbDirectory *directory);

/* FILTERS reads the table in the snapshot that is asked from now on, MAP tells one place of the map
 * from another. What is known of the same snapshot at the same place stays. */
void lmdb_directory_begin(LmdbDirectory *directory, MDB_cursor *filters, guint map);

/* Make ready what a question for HASH will read. */
void lmdb_directory_prefetch(const LmdbDirectory *directory, guint64 hash);
/* As lmdb_filter_find. */
int lmdb_directory_find(LmdbDirectory *directory, guint64 hash, const guint8 **ret_filter);
