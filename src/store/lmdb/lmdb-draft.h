/* SPDX-License-Identifier: Apache-2.0
 *
 * The file of a store while it is made: nobody else knows it, so that it needs no locks, and is
 * synchronised once, at its end.
 */
#pragma once

#include "store/lmdb/lmdb-handles.h"

/* Make an empty file at PATH with the tables of OPTIONS, whose handles go to RET_HANDLES. The
 * caller fills, synchronises (mdb_env_sync) and closes *RET_ENV, which may be there after a failure
 * too. 0, LMDB's code or errno. */
int lmdb_draft_open(const char *path, const KvOptions *options, gsize map_size, MDB_env **ret_env,
	LmdbHandles *ret_handles);
