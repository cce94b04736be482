/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of an environment as a whole: making the first one, and copying what is in use of one
 * into another directory, or into a smaller file of its own. LMDB copies by following pages: they
 * are looked at before.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "store/generation.h"
#include "store/lmdb/environment.h"
#include "store/lmdb/lmdb-draft.h"
#include "store/lmdb/lmdb-pages.h"

/* A file below this is not worth compacting. */
#define COMPACT_LEAST ((guint64)1 << 20)

/* Pages that hold nothing any more, as LMDB's own list has them: each entry begins with its count.
 */
static int count_free(MDB_txn *txn, guint64 *ret_pages)
{
	MDB_cursor *cursor;
	MDB_val key, value;
	int code = mdb_cursor_open(txn, 0, &cursor);

	if (code != 0)
		return code;
	while ((code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		size_t count = 0;

		memcpy(&count, value.mv_data, MIN(value.mv_size, sizeof count));
		*ret_pages += count;
	}
	mdb_cursor_close(cursor);
	return code == MDB_NOTFOUND ? 0 : code;
}

static gboolean is_worth_compacting(Environment *self, MDB_txn *txn)
{
	guint64 free_pages = 0;
	MDB_envinfo info;
	MDB_stat sizes;

	mdb_env_info(environment_handle(self), &info);
	mdb_env_stat(environment_handle(self), &sizes);
	return count_free(txn, &free_pages) == 0 && free_pages * 3 > info.me_last_pgno &&
	       info.me_last_pgno * sizes.ms_psize > COMPACT_LEAST;
}

/* 0, LMDB's code or errno. */
static int copy_to(Environment *self, const char *draft)
{
	int code, file;

	unlink(draft);
	file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0)
		return errno;
	code = mdb_env_copyfd2(environment_handle(self), file, MDB_CP_COMPACT);
	if (code == 0 && fsync(file) != 0)
		code = errno;
	if (close(file) != 0 && code == 0)
		code = errno;
	return code;
}

static int compact(Environment *self)
{
	g_autofree char *draft = environment_draft(self);
	int code = copy_to(self, draft);

	if (code == 0)
		code = environment_publish(self);
	if (code != 0)
		unlink(draft);
	return code;
}

gboolean environment_copy(Environment *self, const char *directory, GError **error)
{
	g_autofree char *draft = generation_draft(directory);
	guint next = generation_last(directory) + 1;
	int code;

	if (!environment_check(self, error))
		return FALSE;
	code = copy_to(self, draft);
	if (code == 0 && !generation_publish(directory, next))
		code = errno;
	if (code == 0) {
		generation_clean(directory, next);
		return TRUE;
	}
	unlink(draft);
	return environment_error(self, code, "copy", error);
}

gboolean environment_compact(Environment *self, GError **error)
{
	MDB_txn *txn = NULL;
	gboolean done = environment_begin_view(self, &txn, error);
	int code = 0;

	if (!done)
		return FALSE;
	if (is_worth_compacting(self, txn)) {
		done = environment_check(self, error);
		code = done ? compact(self) : 0;
	}
	environment_end_view(self, txn);
	mdb_txn_abort(txn);
	return done && (code == 0 || environment_error(self, code, "compact", error));
}

int environment_create(const char *directory, const KvOptions *options, gsize map_size)
{
	g_autofree char *draft = generation_draft(directory);
	LmdbHandles handles;
	MDB_env *env = NULL;
	int code = lmdb_draft_open(draft, options, map_size, &env, &handles);

	if (code == 0)
		code = mdb_env_sync(env, 1);
	if (env != NULL)
		mdb_env_close(env);
	if (code == 0 && !generation_publish(directory, 1))
		code = errno;
	if (code != 0)
		unlink(draft);
	return code;
}

/* Writers may be faster than a look at the meta pages. */
static int check_pages(Environment *self, MDB_txn **txn, char **ret_problem, GError **error)
{
	int code = MDB_BAD_TXN;

	*ret_problem = NULL;
	for (guint i = 0; i < ENVIRONMENT_LOOKS && code == MDB_BAD_TXN; i++) {
		if (!environment_begin_view(self, txn, error))
			return 0;
		code = lmdb_pages_check(*txn, ret_problem);
		environment_end_view(self, *txn);
	}
	return code;
}

gboolean environment_find_damage(Environment *self, char **ret_problem, GError **error)
{
	MDB_txn *txn = NULL;
	GError *failure = NULL;
	int code = check_pages(self, &txn, ret_problem, &failure);

	if (txn != NULL)
		mdb_txn_abort(txn);
	if (failure == NULL)
		return code == 0 || environment_error(self, code, "read", error);
	g_propagate_error(error, failure);
	return FALSE;
}

gboolean environment_check(Environment *self, GError **error)
{
	g_autofree char *problem = NULL;

	if (!environment_find_damage(self, &problem, error))
		return FALSE;
	if (problem == NULL)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("the memory is damaged (%s): restore a backup"), problem);
	return FALSE;
}
