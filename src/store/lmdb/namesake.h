/* SPDX-License-Identifier: Apache-2.0
 *
 * Namesakes: processes with our number in another space of process numbers (pid_namespaces(7)), as
 * containers have them. LMDB locks a process's place among the readers by its number.
 */
#pragma once

#include <glib.h>
#include <lmdb.h>

/* Begin a reading transaction; the first one of a process takes the lock, and waits some seconds
 * for a namesake to be gone. 0, or LMDB's code or errno. */
int namesake_wait_out(MDB_env *env, MDB_txn **ret_txn);
/* Was that a namesake? */
gboolean namesake_is_met(int code);
/* Say so of the store at PATH: gives FALSE with KITH_ERROR_STATE. */
gboolean namesake_error(const char *path, GError **error);
