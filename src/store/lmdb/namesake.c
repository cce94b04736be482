/* SPDX-License-Identifier: Apache-2.0
 *
 * A namesake is known by the lock that it holds: fcntl says so with either of two codes.
 */
#include "store/lmdb/namesake.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

#define WAIT_SECONDS      10
#define POLL_MICROSECONDS 50000

gboolean namesake_is_met(int code)
{
	return code == EAGAIN || code == EACCES;
}

int namesake_wait_out(MDB_env *env, MDB_txn **ret_txn)
{
	gint64 end = g_get_monotonic_time() + WAIT_SECONDS * G_TIME_SPAN_SECOND;
	int code;

	while (namesake_is_met(code = mdb_txn_begin(env, NULL, MDB_RDONLY, ret_txn)) &&
		g_get_monotonic_time() < end)
		g_usleep(POLL_MICROSECONDS);
	return code;
}

gboolean namesake_error(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("another process with our number (%d) has %s open, in another container: let "
		  "them share process numbers (--pid), or run one at a time"),
		(int)getpid(), path);
	return FALSE;
}
