/* SPDX-License-Identifier: Apache-2.0
 *
 * LMDB environments, shared by all handles of this process: LMDB allows one open per process, and
 * its map must not move while a view looks into it. Never with WRITEMAP, where a full disk kills
 * the process (SIGBUS).
 */
#pragma once

#include <lmdb.h>

#include "store/kv.h"
#include "store/lmdb/lmdb-handles.h"

typedef struct Environment Environment;

/* How often the two meta pages are looked at while writers are faster. */
#define ENVIRONMENT_LOOKS 100

/* The environment in directory PATH. NULL without ERROR when there is none to read; a writer makes
 * it, and holds the writers' lock meanwhile. Give each back with environment_release. */
Environment *environment_acquire(const char *path, const KvOptions *options, GError **error);
/* Closes it with its last user. */
void environment_release(Environment *environment);

/* The handles of all tables; those of one which an older program did not make are 0. */
const LmdbHandles *environment_handles(const Environment *environment);
MDB_env *environment_handle(Environment *environment);
/* Which map it is, within a view: another number, another place. */
guint environment_map(const Environment *environment);
/* FALSE when it was compacted into a new file or removed: let it go and acquire again. */
gboolean environment_is_newest(const Environment *environment);
/* Whether this process opened it, and not its parent; TRUE for NULL. */
gboolean environment_is_own(const Environment *environment, GError **error);

/* Begin or renew *TXN, a reading transaction; follows a map that another process made larger. */
gboolean environment_begin_view(Environment *environment, MDB_txn **txn, GError **error);
/* Let go of the snapshot; TXN can be renewed. */
void environment_end_view(Environment *environment, MDB_txn *txn);
/* Take over what a writer had written, but not announced, when it was killed: else views would
 * begin before it and changes behind it. The caller holds the writers' lock and has no view open.
 */
gboolean environment_settle(Environment *environment, GError **error);
/* Begin a writing transaction. */
gboolean environment_begin_change(Environment *environment, MDB_txn **ret_txn, GError **error);
/* Make the map larger; no view of the caller may be open. Waits for the views of other threads. */
gboolean environment_grow(Environment *environment, GError **error);

/* Make the first file of a store in DIRECTORY, complete before it has its name. The caller holds
 * the writers' lock. 0, LMDB's code or errno. */
int environment_create(const char *directory, const KvOptions *options, gsize map_size);

/* Look at every page that is in use (lmdb-pages.h). *RET_PROBLEM is what is wrong as a new string,
 * NULL when nothing is. Needs a view of its own for the time. */
gboolean environment_find_damage(Environment *environment, char **ret_problem, GError **error);
/* The same; FALSE with KITH_ERROR_STATE when there is damage. */
gboolean environment_check(Environment *environment, GError **error);

/* Copy what is in use into a new file when a third or more is free room. The caller holds the
 * writers' lock and has no view open. */
gboolean environment_compact(Environment *environment, GError **error);

/* The path of the draft of the next file, a new string. */
char *environment_draft(const Environment *environment);
/* Put the draft, synchronised already, in the place of the file and remove that one. 0 or errno. */
int environment_publish(const Environment *environment);
/* Copy what is in use into DIRECTORY, as the newest file of a store there. The caller holds the
 * writers' lock of DIRECTORY. */
gboolean environment_copy(Environment *environment, const char *directory, GError **error);

/* Set ERROR from LMDB's CODE and give FALSE: KITH_ERROR_IO for what the system refused, _STATE for
 * what is damaged. */
gboolean environment_error(
	const Environment *environment, int code, const char *doing, GError **error);
