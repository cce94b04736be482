/* SPDX-License-Identifier: Apache-2.0
 *
 * worker/pool.h without workers: messages are parsed in this process, unprotected, when their turn
 * comes. Only a benchmark links it, to tell what the sandbox costs; it is no part of the library.
 */
#include "base/error.h"
#include "base/limits.h"
#include "mail/message.h"
#include "worker/pool.h"
#include "worker/zygote.h"

#define WINDOW 64

typedef struct Waiting {
	GBytes *bytes;
	gpointer tag;
} Waiting;

struct Pool {
	GQueue waiting; /* of Waiting, owned */
};

static void waiting_free(Waiting *waiting)
{
	g_bytes_unref(waiting->bytes);
	g_free(waiting);
}

gboolean zygote_start(GError **error)
{
	message_warm();
	return TRUE;
}

void zygote_stop(void)
{
}

gboolean zygote_is_lost(void)
{
	return FALSE;
}

/* Editors ask for one. */
gboolean zygote_make(ZygoteWorker *ret_worker, ZygoteRole role, GError **error)
{
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_WORKER, "there are no workers");
	return FALSE;
}

int zygote_end(ZygoteWorker *worker)
{
	return -1;
}

Pool *pool_new(guint jobs, GError **error)
{
	return g_new0(Pool, 1);
}

/* Nothing is waited for. */
void pool_set_time_limit(Pool *pool, gint64 limit)
{
}

void pool_free(Pool *pool)
{
	if (pool == NULL)
		return;
	g_queue_clear_full(&pool->waiting, (GDestroyNotify)waiting_free);
	g_free(pool);
}

gboolean pool_put(Pool *pool, GBytes *bytes, gpointer tag, GError **error)
{
	Waiting *waiting = g_new(Waiting, 1);
	waiting->bytes = g_bytes_ref(bytes);
	waiting->tag = tag;
	g_queue_push_tail(&pool->waiting, waiting);
	return TRUE;
}

gboolean pool_take(Pool *pool, gboolean *ret_some, PoolResult *ret, GError **error)
{
	Waiting *waiting = g_queue_pop_head(&pool->waiting);
	gsize length;
	*ret_some = waiting != NULL;
	if (waiting == NULL)
		return TRUE;
	const void *data = g_bytes_get_data(waiting->bytes, &length);
	Facts *facts = message_parse(span_new(data, MIN(length, LIMIT_MESSAGE)));
	*ret = (PoolResult){.tag = waiting->tag, .facts = facts};
	waiting_free(waiting);
	return TRUE;
}

guint pool_outstanding(const Pool *pool)
{
	return pool->waiting.length;
}

gboolean pool_ready(const Pool *pool)
{
	return pool->waiting.length < WINDOW;
}
