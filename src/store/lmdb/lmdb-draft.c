/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a draft.
 */
#include "store/lmdb/lmdb-draft.h"

#include <unistd.h>

int lmdb_draft_open(const char *path, const KvOptions *options, gsize map_size, MDB_env **ret_env,
	LmdbHandles *ret_handles)
{
	const guint flags = MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC | MDB_NOTLS;
	int code = mdb_env_create(ret_env);

	unlink(path);
	*ret_handles = (LmdbHandles){0};
	if (code == 0)
		code = mdb_env_set_maxdbs(*ret_env, LMDB_HANDLES_MAX);
	if (code == 0)
		code = mdb_env_set_mapsize(*ret_env, map_size);
	if (code == 0)
		code = mdb_env_open(*ret_env, path, flags, 0600);
	return code == 0 ? lmdb_handles_open(*ret_env, options, ret_handles) : code;
}
