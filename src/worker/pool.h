/* SPDX-License-Identifier: Apache-2.0
 *
 * A pool of sandboxed workers that turn raw messages into Facts, from the parent's side. Results
 * come back in the order the messages were put in, for any number of workers. A pool is used by one
 * thread at a time; several threads may have one each.
 */
#pragma once

#include <glib.h>

#include "mail/facts.h"

/* Fork the zygote that makes workers. Must be the first thing main does: before any thread, store
 * or socket exists (a child forked from a threaded process can deadlock). */
gboolean zygote_start(GError **error);
/* Does it make no workers any more? Then only a new process can. */
gboolean zygote_is_lost(void);
/* Ends the zygote and reaps it (so that its workers' CPU time counts as a child's). */
void zygote_stop(void);

typedef struct Pool Pool;

/* JOBS workers, at least 1. Needs zygote_start. */
Pool *pool_new(guint jobs, GError **error);
void pool_free(Pool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pool, pool_free)

/* Time for one try at a message in microseconds, instead of LIMIT_WORKER_SECONDS; there are two. */
void pool_set_time_limit(Pool *pool, gint64 limit);

/* Give BYTES to the pool; TAG comes back with the result and is not looked at. Blocks while the
 * pool is full only by working off results into an internal queue, so it cannot deadlock. FALSE
 * only when no worker can be made (KITH_ERROR_WORKER); then only pool_free makes sense. */
gboolean pool_put(Pool *pool, GBytes *bytes, gpointer tag, GError **error);

typedef struct PoolResult {
	gpointer tag;
	Facts *facts;       /* NULL when the message killed or overran a worker twice */
	const char *reason; /* why facts is NULL: static text */
} PoolResult;

/* The result of the oldest message put in, waiting for it; FALSE in *RET_SOME when none is
 * outstanding. The caller owns facts. */
gboolean pool_take(Pool *pool, gboolean *ret_some, PoolResult *ret, GError **error);
/* Messages put in and not yet taken. */
guint pool_outstanding(const Pool *pool);
/* TRUE when another pool_put would not have to wait. */
gboolean pool_ready(const Pool *pool);
