/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a message takes long and may be made to take longer, so it happens in as many pools as
 * there are seats, of one worker each; weighing it is short, and happens under one lock, so that
 * all messages meet in one book of campaigns.
 */
#include "service/guard/court.h"

#include <signal.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "engine/assessment.h"
#include "service/guard/seats.h"
#include "worker/pool.h"

/* How long the store is left alone after it failed. */
enum { seconds_without_store = 5 };

struct Court {
	const Settings *settings;
	guint jobs;
	Seats *seats;
	GAsyncQueue *pools; /* those not at work: one for each free seat */
	Policy policy;
	Weights *weights;
	Secret *secret;
	GMutex mutex;   /* of what follows */
	Memory *memory; /* NULL after it failed */
	gint64 failed;
};

/* In the place of a pool that failed. */
static char no_pool;

static void pool_clear(gpointer pool)
{
	if (pool != &no_pool)
		pool_free(pool);
}

void court_free(Court *court)
{
	if (court == NULL)
		return;
	g_async_queue_unref(court->pools);
	seats_free(court->seats);
	memory_free(court->memory);
	secret_free(court->secret);
	weights_free(court->weights);
	g_mutex_clear(&court->mutex);
	g_free(court);
}

static gboolean set_up(Court *court, GError **error)
{
	const Settings *settings = court->settings;
	court->policy.organisation = (const char *const *)settings->organisation;
	court->policy.authserv = (const char *const *)settings->authserv;
	if (settings->weights != NULL) {
		court->weights = weights_load(settings->weights, error);
		if (court->weights == NULL)
			return FALSE;
		court->policy.weights = court->weights;
	}
	court->secret = secret_load(settings->secret, error);
	if (court->secret == NULL)
		return FALSE;
	court->memory = memory_open(settings->state, court->secret, MEMORY_READ, error);
	if (court->memory == NULL)
		return FALSE;
	for (guint i = 0; i < court->jobs; i++) {
		Pool *pool = pool_new(1, error);
		if (pool == NULL)
			return FALSE;
		g_async_queue_push(court->pools, pool);
	}
	return TRUE;
}

Court *court_new(const Settings *settings, guint jobs, GError **error)
{
	g_autoptr(Court) court = g_new0(Court, 1);
	court->settings = settings;
	court->jobs = jobs;
	court->seats = seats_new(jobs);
	court->pools = g_async_queue_new_full(pool_clear);
	g_mutex_init(&court->mutex);
	return set_up(court, error) ? g_steal_pointer(&court) : NULL;
}

/* ---- reading ---- */

/* A pool that failed is of no use; the next message may find that workers can be made again. */
static gboolean read_in(Pool **pool, GBytes *bytes, gint64 time, PoolResult *ret, GError **error)
{
	gboolean some = FALSE;
	if (*pool == NULL)
		*pool = pool_new(1, error);
	if (*pool == NULL && zygote_is_lost())
		/* Nothing can be judged here any more: whoever started this process starts another.
		 */
		kill(getpid(), SIGTERM);
	if (*pool == NULL)
		return FALSE;
	pool_set_time_limit(*pool, time);
	if (pool_put(*pool, bytes, NULL, error) && pool_take(*pool, &some, ret, error))
		return TRUE;
	g_clear_pointer(pool, pool_free);
	return FALSE;
}

/* A third of PATIENCE is for waiting, and one for each of two tries. */
static gboolean read_message(Court *court, Span message, const char *network, gint64 patience,
	PoolResult *ret, GError **error)
{
	if (!seats_take(court->seats, network, patience / 3)) {
		g_set_error_literal(
			error, KITH_ERROR, KITH_ERROR_WORKER, _("too many messages at a time"));
		return FALSE;
	}
	g_autoptr(GBytes) bytes = g_bytes_new_static(message.data, message.length);
	gpointer idle = g_async_queue_pop(court->pools);
	Pool *pool = idle == &no_pool ? NULL : idle;
	gboolean done = read_in(&pool, bytes, patience / 3, ret, error);
	g_async_queue_push(court->pools, pool != NULL ? (gpointer)pool : &no_pool);
	seats_leave(court->seats, network);
	return done;
}

/* ---- weighing ---- */

static gboolean weigh_warm(Court *court, const Facts *facts, Assessment *ret, GError **error)
{
	if (court->memory == NULL)
		court->memory =
			memory_open(court->settings->state, court->secret, MEMORY_READ, error);
	if (court->memory == NULL || !memory_begin(court->memory, error))
		return FALSE;
	gboolean done = assessment_make(court->memory, &court->policy, facts, FALSE, ret, error);
	memory_abort(court->memory);
	return done;
}

/* When memory fails the message is judged by itself: that is worth more than no judgement. */
static void weigh(Court *court, Judgement *judgement)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&court->mutex);
	g_auto(Assessment) weighed = {0};
	g_autoptr(GError) error = NULL;
	gint64 now = g_get_monotonic_time();
	gboolean resting = court->memory == NULL &&
			   now - court->failed < seconds_without_store * G_USEC_PER_SEC;
	judgement->cold = resting || !weigh_warm(court, judgement->facts, &weighed, &error);
	if (judgement->cold && !resting) {
		g_warning("%s", error->message);
		g_clear_pointer(&court->memory, memory_free);
		court->failed = now;
	}
	if (judgement->cold)
		(void)assessment_cold(NULL, &court->policy, judgement->facts, &weighed, NULL);
	judgement->verdict = g_steal_pointer(&weighed.verdict);
}

gboolean court_judge(Court *court, Span message, const char *network, gint64 patience,
	Judgement *ret, GError **error)
{
	PoolResult pooled = {0};
	if (!read_message(court, message, network, patience, &pooled, error))
		return FALSE;
	*ret = (Judgement){.facts = pooled.facts, .problem = pooled.reason};
	if (ret->facts != NULL) {
		weigh(court, ret);
	} else {
		ret->verdict = verdict_new();
		ret->verdict->kind = VERDICT_UNSCANNABLE;
	}
	return TRUE;
}

void judgement_clear(Judgement *judgement)
{
	g_clear_pointer(&judgement->facts, facts_free);
	g_clear_pointer(&judgement->verdict, verdict_free);
}
