/* SPDX-License-Identifier: Apache-2.0
 *
 * The pool: order, retries and blame. A message on which a worker died, overran or gave nonsense
 * gets a fresh worker for itself alone; when that fails too it costs this message and no other.
 * Results wait until their turn comes.
 */
#include "worker/pool.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/limits.h"
#include "worker/lane.h"
#include "worker/pool-internal.h"

/* Messages put in and not taken, per worker, and the memory they may hold: above either, the pool
 * is not ready. */
#define WINDOW_JOBS  64
#define WINDOW_BYTES LIMIT_MIB(16)
/* Sockets are looked at every so many calls or microseconds, so that many frames share a system
 * call. */
#define PUMP_CALLS        8
#define PUMP_MICROSECONDS 2000
/* A message that was there whenever one of so many workers died is tried alone, whatever the
 * workers say. */
#define DEATHS_BEFORE_ALONE 3
/* SIGKILL that we did not send comes from the kernel, out of memory, or from an operator: not at
 * once the message's fault. */
#define KILLS_FORGIVEN 4

struct Pool {
	Lane *lanes;
	guint n_lanes;
	struct pollfd *polled;
	GQueue order;    /* of Job, owned: as put in, not yet taken */
	GQueue waiting;  /* of Job: to be sent */
	GQueue suspects; /* of Job: to be sent alone to a fresh worker */
	PoolLoad load;
	gint64 limit;   /* microseconds for one message */
	gint64 checked; /* when the time limits were last looked at */
	gint64 pumped;
	guint calls; /* since the sockets were last looked at */
};

void pool_set_time_limit(Pool *pool, gint64 limit)
{
	pool->limit = limit;
}

pid_t pool_worker_pid(const Pool *pool, guint number)
{
	return pool->lanes[number].open ? pool->lanes[number].worker.pid : 0;
}

Pool *pool_new(guint jobs, GError **error)
{
	g_autoptr(Pool) pool = g_new0(Pool, 1);
	pool->n_lanes = CLAMP(jobs, 1, ZYGOTE_WORKERS);
	pool->lanes = g_new0(Lane, pool->n_lanes);
	pool->polled = g_new0(struct pollfd, pool->n_lanes);
	pool->limit = LIMIT_WORKER_SECONDS * G_USEC_PER_SEC;
	for (guint i = 0; i < pool->n_lanes; i++) {
		if (!lane_open(&pool->lanes[i], error))
			return NULL;
	}
	return g_steal_pointer(&pool);
}

void pool_free(Pool *pool)
{
	if (pool == NULL)
		return;
	for (guint i = 0; i < pool->n_lanes; i++)
		lane_clear(&pool->lanes[i]);
	g_queue_clear(&pool->waiting);
	g_queue_clear(&pool->suspects);
	g_queue_clear_full(&pool->order, (GDestroyNotify)job_free);
	g_free(pool->lanes);
	g_free(pool->polled);
	g_free(pool);
}

/* ---- giving out ---- */

/* A lane with nothing in flight, one with an unused worker if there is any. */
static Lane *idle_lane(Pool *pool)
{
	Lane *idle = NULL;
	for (guint i = 0; i < pool->n_lanes; i++) {
		Lane *lane = &pool->lanes[i];
		if (lane->jobs.length > 0)
			continue;
		if (!lane->open || lane->answered == 0)
			return lane;
		idle = lane;
	}
	return idle;
}

static Lane *lane_for(Pool *pool, const Job *job)
{
	Lane *best = NULL;
	for (guint i = 0; i < pool->n_lanes; i++) {
		Lane *lane = &pool->lanes[i];
		if (lane_accepts(lane, job) && (best == NULL || lane->bytes < best->bytes))
			best = lane;
	}
	return best;
}

static gboolean give_suspects(Pool *pool, GError **error)
{
	Lane *lane;
	while (pool->suspects.length > 0 && (lane = idle_lane(pool)) != NULL) {
		if (lane->answered > 0)
			lane_close(lane);
		if (!lane->open && !lane_open(lane, error))
			return FALSE;
		lane_add(lane, g_queue_pop_head(&pool->suspects));
		lane->alone = TRUE;
	}
	return TRUE;
}

static gboolean give_waiting(Pool *pool, GError **error)
{
	Lane *lane;
	while (pool->waiting.length > 0 && (lane = lane_for(pool, pool->waiting.head->data))) {
		if (lane_spent(lane))
			lane_close(lane);
		if (!lane->open && !lane_open(lane, error))
			return FALSE;
		lane_add(lane, g_queue_pop_head(&pool->waiting));
	}
	return TRUE;
}

/* Suspects first: while one waits for an idle worker nothing else is given out. */
static gboolean give_out(Pool *pool, GError **error)
{
	if (!give_suspects(pool, error))
		return FALSE;
	if (pool->suspects.length == 0 && !give_waiting(pool, error))
		return FALSE;
	for (guint i = 0; i < pool->n_lanes; i++)
		lane_send(&pool->lanes[i]);
	return TRUE;
}

/* ---- when a worker ends ---- */

/* In whole seconds, so that the texts, which are kept for ever, are few. */
static char *describe_end(LaneState state, int status, gint64 limit)
{
	if (state == LANE_OVERRAN)
		return g_strdup_printf("took longer than %d s twice",
			(int)((limit + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC));
	if (state == LANE_GARBAGE)
		return g_strdup("a worker gave a malformed answer to it twice");
	if (WIFSIGNALED(status))
		return g_strdup_printf("a worker died on it twice (signal %d)", WTERMSIG(status));
	return g_strdup_printf("a worker died on it twice (exit %d)", WEXITSTATUS(status));
}

static void blame(Pool *pool, Job *job, gboolean alone, LaneState state, int status)
{
	gboolean killed = state == LANE_DIED && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	gboolean forgiven = killed && job->kills++ < KILLS_FORGIVEN;
	if (!alone || forgiven) {
		g_queue_push_tail(&pool->suspects, job);
		return;
	}
	g_autofree char *reason = describe_end(state, status, pool->limit);
	job_finish(job, NULL, 0, g_intern_string(reason), &pool->load);
}

/* Put the blameless back to where they were, in order. */
static void give_back(Pool *pool, Job *job)
{
	if (++job->deaths >= DEATHS_BEFORE_ALONE)
		g_queue_push_tail(&pool->suspects, job);
	else
		g_queue_push_head(&pool->waiting, job);
}

static void end_lane(Pool *pool, Lane *lane, LaneState state)
{
	Job *suspect = lane_suspect(lane);
	gboolean alone = lane->alone;
	int status = lane_close(lane);
	while (lane->jobs.length > 0) {
		Job *job = g_queue_pop_tail(&lane->jobs);
		if (job != suspect)
			give_back(pool, job);
	}
	if (suspect != NULL)
		blame(pool, suspect, alone, state, status);
}

/* ---- looking at the sockets ---- */

static void check_times(Pool *pool)
{
	gint64 now = g_get_monotonic_time();
	gint64 unwatched = now - pool->checked;
	pool->checked = now;
	for (guint i = 0; i < pool->n_lanes; i++) {
		Lane *lane = &pool->lanes[i];
		/* When this process was stopped, or busy with other things, its workers may have
		 * been stopped too or stuck on a full socket. */
		if (unwatched > pool->limit / 2)
			lane->since = MIN(lane->since + unwatched, now);
		if (lane_overran(lane, now, pool->limit))
			end_lane(pool, lane, LANE_OVERRAN);
	}
}

static int poll_lanes(Pool *pool, gboolean wait)
{
	gint64 slice = pool->limit / 4 / 1000;
	for (guint i = 0; i < pool->n_lanes; i++) {
		const Lane *lane = &pool->lanes[i];
		pool->polled[i].fd = lane->open ? lane->worker.socket : -1;
		pool->polled[i].events = (short)(POLLIN | (lane->unsent != NULL ? POLLOUT : 0));
		pool->polled[i].revents = 0;
	}
	return poll(pool->polled, pool->n_lanes, wait ? (int)CLAMP(slice, 1, 5000) : 0);
}

static void serve_lanes(Pool *pool)
{
	for (guint i = 0; i < pool->n_lanes; i++) {
		Lane *lane = &pool->lanes[i];
		short events = pool->polled[i].revents;
		if ((events & POLLOUT) != 0)
			lane_send(lane);
		if ((events & (POLLIN | POLLHUP | POLLERR)) == 0)
			continue;
		LaneState state = lane_receive(lane, &pool->load);
		if (state != LANE_WELL)
			end_lane(pool, lane, state);
	}
}

/* Send, receive, and send again what that made room for; with WAIT until something happens. */
static gboolean pump(Pool *pool, gboolean wait, GError **error)
{
	if (!give_out(pool, error))
		return FALSE;
	if (poll_lanes(pool, wait) > 0)
		serve_lanes(pool);
	check_times(pool);
	pool->calls = 0;
	pool->pumped = g_get_monotonic_time();
	return give_out(pool, error);
}

/* ---- for the caller ---- */

static gboolean is_full(const Pool *pool)
{
	return pool->load.unanswered >= WINDOW_JOBS * pool->n_lanes ||
	       (pool->load.unanswered > 1 && pool->load.waiting > WINDOW_BYTES * pool->n_lanes);
}

static gboolean is_pump_due(Pool *pool)
{
	return ++pool->calls >= PUMP_CALLS ||
	       g_get_monotonic_time() - pool->pumped > PUMP_MICROSECONDS;
}

gboolean pool_put(Pool *pool, GBytes *bytes, gpointer tag, GError **error)
{
	Job *job = job_new(bytes, tag);
	g_queue_push_tail(&pool->order, job);
	g_queue_push_tail(&pool->waiting, job);
	pool->load.unanswered++;
	pool->load.waiting += job->held;
	pool->load.held += job->held;
	if (is_pump_due(pool) && !pump(pool, FALSE, error))
		return FALSE;
	while (is_full(pool)) {
		if (!pump(pool, TRUE, error))
			return FALSE;
	}
	return TRUE;
}

gboolean pool_take(Pool *pool, gboolean *ret_some, PoolResult *ret, GError **error)
{
	Job *job = g_queue_peek_head(&pool->order);
	*ret_some = job != NULL;
	if (job == NULL)
		return TRUE;
	while (!job->done) {
		if (!pump(pool, TRUE, error))
			return FALSE;
	}
	g_queue_pop_head(&pool->order);
	pool->load.held -= job->held;
	*ret = (PoolResult){
		.tag = job->tag, .facts = g_steal_pointer(&job->facts), .reason = job->reason};
	job_free(job);
	return TRUE;
}

guint pool_outstanding(const Pool *pool)
{
	return pool->order.length;
}

gboolean pool_ready(const Pool *pool)
{
	return pool->order.length < WINDOW_JOBS * pool->n_lanes &&
	       pool->load.held <= WINDOW_BYTES * pool->n_lanes && !is_full(pool);
}
