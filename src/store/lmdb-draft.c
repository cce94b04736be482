/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a draft.
 */
#include "store/lmdb-draft.h"

#include <unistd.h>

static int open_handles(MDB_env *env, const KvOptions *options, LmdbHandles *ret_handles)
{
	MDB_txn *txn;
	int code = mdb_txn_begin(env, NULL, 0, &txn);

	if (code != 0)
		return code;
	code = lmdb_handles_open(txn, options, MDB_CREATE, ret_handles);
	if (code == 0)
		return mdb_txn_commit(txn);
	mdb_txn_abort(txn);
	return code;
}

int lmdb_draft_open(const char *path, const KvOptions *options, gsize map_size, MDB_env **ret_env,
	LmdbHandles *ret_handles)
{
	const guint flags = MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC | MDB_NOTLS;
	int code = mdb_env_create(ret_env);

	unlink(path);
	if (code == 0)
		code = mdb_env_set_maxdbs(*ret_env, LMDB_HANDLES_MAX);
	if (code == 0)
		code = mdb_env_set_mapsize(*ret_env, map_size);
	if (code == 0)
		code = mdb_env_open(*ret_env, path, flags, 0600);
	return code == 0 ? open_handles(*ret_env, options, ret_handles) : code;
}
