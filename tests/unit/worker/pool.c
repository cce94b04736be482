/* SPDX-License-Identifier: Apache-2.0
 *
 * The pool with real zygote, sandbox and workers whose work is fake: order, blame and retries.
 */
#include "worker/pool.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/error.h"
#include "base/limits.h"
#include "fake.h"
#include "worker/pool-internal.h"
#include "worker/zygote.h"

#define LIMIT_HERE (G_USEC_PER_SEC / 2)

typedef struct Bench {
	Pool *pool;
	guint put;
	guint taken;
	guint lost;
	char *reason; /* of the last that was lost */
} Bench;

static void setup(Bench *bench, gconstpointer data)
{
	GError *error = NULL;
	zygote_start_with(NULL, fake_answer, &error);
	g_assert_no_error(error);
	bench->pool = pool_new(GPOINTER_TO_UINT(data), &error);
	g_assert_no_error(error);
	pool_set_time_limit(bench->pool, LIMIT_HERE);
}

static void teardown(Bench *bench, gconstpointer data)
{
	pool_free(bench->pool);
	zygote_stop();
	g_free(bench->reason);
}

static void put(Bench *bench, const char *text)
{
	GError *error = NULL;
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	pool_put(bench->pool, bytes, GUINT_TO_POINTER(bench->put++), &error);
	g_assert_no_error(error);
}

/* Take one result, which must be the next; its Facts, or NULL with the reason kept. */
static Facts *take(Bench *bench)
{
	GError *error = NULL;
	PoolResult result = {0};
	gboolean some;
	pool_take(bench->pool, &some, &result, &error);
	g_assert_no_error(error);
	g_assert_true(some);
	g_assert_cmpuint(GPOINTER_TO_UINT(result.tag), ==, bench->taken++);
	g_assert_true((result.facts == NULL) == (result.reason != NULL));
	if (result.facts == NULL) {
		bench->lost++;
		g_free(bench->reason);
		bench->reason = g_strdup(result.reason);
	}
	return result.facts;
}

static void take_text(Bench *bench, const char *text)
{
	g_autoptr(Facts) facts = take(bench);
	g_assert_nonnull(facts);
	g_assert_cmpstr(facts->subject, ==, text);
	g_assert_cmpuint(facts->size, ==, strlen(text));
}

/* REASON is the whole reason or how it begins. */
static void take_loss(Bench *bench, const char *reason)
{
	g_assert_null(take(bench));
	g_assert_cmpstr(bench->reason, !=, "");
	if (!g_str_has_prefix(bench->reason, reason))
		g_assert_cmpstr(bench->reason, ==, reason);
}

static void number_text(char text[20], guint number)
{
	g_snprintf(text, 20, "message %u", number);
}

static void put_numbers(Bench *bench, guint first, guint end)
{
	char text[20];
	for (guint i = first; i < end; i++) {
		number_text(text, i);
		put(bench, text);
	}
}

static void take_numbers(Bench *bench, guint first, guint end)
{
	char text[20];
	for (guint i = first; i < end; i++) {
		number_text(text, i);
		take_text(bench, text);
	}
}

static void assert_empty(Bench *bench)
{
	gboolean some = TRUE;
	PoolResult result;
	GError *error = NULL;
	g_assert_true(pool_take(bench->pool, &some, &result, &error));
	g_assert_no_error(error);
	g_assert_false(some);
	g_assert_cmpuint(pool_outstanding(bench->pool), ==, 0);
	g_assert_true(pool_ready(bench->pool));
}

static void test_order(Bench *bench, gconstpointer data)
{
	assert_empty(bench);
	/* More than fits into flight and window: pool_put must work results off and not block. */
	put_numbers(bench, 0, 5000);
	g_assert_cmpuint(pool_outstanding(bench->pool), ==, 5000);
	g_assert_false(pool_ready(bench->pool));
	take_numbers(bench, 0, 5000);
	assert_empty(bench);
}

static void test_stream(Bench *bench, gconstpointer data)
{
	char text[20];
	for (guint i = 0; i < 3000; i++) {
		while (!pool_ready(bench->pool))
			take_numbers(bench, bench->taken, bench->taken + 1);
		number_text(text, i);
		put(bench, text);
		g_assert_cmpuint(pool_outstanding(bench->pool), <=, 64 * GPOINTER_TO_UINT(data));
	}
	take_numbers(bench, bench->taken, 3000);
	assert_empty(bench);
}

/* A worker is replaced before it has seen too much, and nothing is lost on the way. */
static void test_fresh_workers(Bench *bench, gconstpointer data)
{
	put_numbers(bench, 0, 1);
	take_numbers(bench, 0, 1);
	pid_t first = pool_worker_pid(bench->pool, 0);
	guint end = GPOINTER_TO_UINT(data) * LIMIT_WORKER_MESSAGES + 500;
	put_numbers(bench, 1, LIMIT_WORKER_MESSAGES / 2);
	take_numbers(bench, 1, LIMIT_WORKER_MESSAGES / 2);
	g_assert_cmpint(pool_worker_pid(bench->pool, 0), ==, first);
	put_numbers(bench, LIMIT_WORKER_MESSAGES / 2, end);
	take_numbers(bench, LIMIT_WORKER_MESSAGES / 2, end);
	g_assert_cmpint(pool_worker_pid(bench->pool, 0), !=, first);
	assert_empty(bench);
}

static void test_one_at_a_time(Bench *bench, gconstpointer data)
{
	for (guint i = 0; i < 300; i++) {
		put_numbers(bench, i, i + 1);
		take_numbers(bench, i, i + 1);
	}
	assert_empty(bench);
}

static void test_slow_and_fast(Bench *bench, gconstpointer data)
{
	for (guint i = 0; i < 40; i++)
		put(bench, i % 5 == 0 ? "SLOW 60" : "fast");
	for (guint i = 0; i < 40; i++)
		take_text(bench, i % 5 == 0 ? "SLOW 60" : "fast");
	assert_empty(bench);
}

/* How long a large message takes is up to the machine. */
static void take_your_time(Bench *bench)
{
	pool_set_time_limit(bench->pool, LIMIT_WORKER_SECONDS * G_USEC_PER_SEC);
}

static void test_sizes(Bench *bench, gconstpointer data)
{
	static const gsize sizes[] = {0, 1, 3, 4, 65535, 65536, 262140, 262144, 300000, 5000000, 2,
		0, 0, 1000000, LIMIT_MESSAGE - 1, 7};
	take_your_time(bench);
	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
		GError *error = NULL;
		g_autoptr(GBytes) bytes = g_bytes_new_take(g_malloc0(sizes[i]), sizes[i]);
		pool_put(bench->pool, bytes, GUINT_TO_POINTER(bench->put++), &error);
		g_assert_no_error(error);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autoptr(Facts) facts = take(bench);
		g_assert_cmpstr(bench->reason, ==, NULL);
		g_assert_cmpuint(facts->own_length, ==, sizes[i]);
		g_assert_cmpuint(facts->size, ==, sizes[i]);
		g_assert_cmpuint(facts->anomalies, ==, 0);
	}
	assert_empty(bench);
}

static void test_cut(Bench *bench, gconstpointer data)
{
	GError *error = NULL;
	gsize size = LIMIT_MESSAGE + 1000;
	take_your_time(bench);
	g_autoptr(GBytes) bytes = g_bytes_new_take(g_malloc0(size), size);
	pool_put(bench->pool, bytes, GUINT_TO_POINTER(bench->put++), &error);
	g_assert_no_error(error);
	g_autoptr(Facts) facts = take(bench);
	g_assert_cmpuint(facts->own_length, ==, LIMIT_MESSAGE);
	g_assert_cmpuint(facts->size, ==, size);
	g_assert_cmpuint(facts->anomalies, ==, ANOMALY_LIMIT | ANOMALY_TRUNCATED);
}

typedef struct Bad {
	const char *command;
	const char *reason;
} Bad;

#define DIED(signal) "a worker died on it twice (signal " G_STRINGIFY(signal) ")"
#define FORBIDDEN    DIED(31)

static const Bad bad[] = {
#ifdef KITH_SANITIZED
	{"CRASH", "a worker died on it twice"}, /* by the sanitizer's report */
#else
	{"CRASH", DIED(11)},
	{"ALLOCATE", DIED(5)},
	{"READ-FILE", FORBIDDEN},
#endif
	{"HANG", "took longer than 1 s twice"},
	{"GARBAGE", "a worker gave a malformed answer to it twice"},
	{"NOTHING", "a worker gave a malformed answer to it twice"},
	{"TOO-MUCH", "a worker gave a malformed answer to it twice"},
	{"ENDLESS-FRAME", "a worker gave a malformed answer to it twice"},
	{"FLOOD", "a worker gave a malformed answer to it twice"},
	{"TRICKLE", "took longer than 1 s twice"},
	{"LEAVE", "a worker died on it twice (exit 7)"},
	{"ABORT", DIED(6)},
	{"WRITE-FILE", FORBIDDEN},
	{"SOCKET", FORBIDDEN},
	{"EXECUTE", FORBIDDEN},
	{"FORK", FORBIDDEN},
	{"KILL", FORBIDDEN},
	{"TRACE", FORBIDDEN},
	{"MAP-CODE", FORBIDDEN},
	{"WRITE-ELSEWHERE", FORBIDDEN},
};

/* Each bad message in the middle of good ones costs itself alone and says why. */
static void test_bad(Bench *bench, gconstpointer data)
{
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		put_numbers(bench, 0, 50);
		put(bench, bad[i].command);
		put_numbers(bench, 50, 120);
		take_numbers(bench, 0, 50);
		take_loss(bench, bad[i].reason);
		take_numbers(bench, 50, 120);
	}
	assert_empty(bench);
	g_assert_cmpuint(bench->lost, ==, G_N_ELEMENTS(bad));
}

/* An answer to nothing is none. */
static void test_answers_twice(Bench *bench, gconstpointer data)
{
	put(bench, "TWICE");
	g_autoptr(Facts) facts = take(bench);
	g_assert_nonnull(facts);
	put_numbers(bench, 0, 100);
	take_numbers(bench, 0, 100);
	assert_empty(bench);
}

/* First, last, alone and several in a row. */
static void test_bad_places(Bench *bench, gconstpointer data)
{
	put(bench, "LEAVE");
	put_numbers(bench, 0, 40);
	for (guint i = 0; i < 5; i++)
		put(bench, i % 2 == 0 ? "ABORT" : "GARBAGE");
	put(bench, "between");
	put(bench, "SOCKET");
	take_loss(bench, "a worker died on it twice (exit 7)");
	take_numbers(bench, 0, 40);
	for (guint i = 0; i < 5; i++)
		g_assert_null(take(bench));
	take_text(bench, "between");
	take_loss(bench, FORBIDDEN);
	assert_empty(bench);
	put(bench, "EXECUTE");
	take_loss(bench, FORBIDDEN);
	put_numbers(bench, 0, 3);
	take_numbers(bench, 0, 3);
	assert_empty(bench);
}

/* Several messages that each stay below the limit must not add up to an overrun. */
static void test_time_is_per_message(Bench *bench, gconstpointer data)
{
	for (guint i = 0; i < 12; i++)
		put(bench, "SLOW 150");
	for (guint i = 0; i < 12; i++)
		take_text(bench, "SLOW 150");
	assert_empty(bench);
}

/* A parent that is busy elsewhere for longer than the limit must not blame its workers for it. */
static void test_busy_parent(Bench *bench, gconstpointer data)
{
	put_numbers(bench, 0, 100);
	g_usleep(2 * LIMIT_HERE);
	put_numbers(bench, 100, 300);
	g_usleep(2 * LIMIT_HERE);
	take_numbers(bench, 0, 300);
	assert_empty(bench);
}

static void test_waiting_is_idle(Bench *bench, gconstpointer data)
{
	struct rusage before, after;
	put(bench, "SLOW 300");
	getrusage(RUSAGE_SELF, &before);
	take_text(bench, "SLOW 300");
	getrusage(RUSAGE_SELF, &after);
	gint64 spent = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * G_USEC_PER_SEC +
		       after.ru_utime.tv_usec - before.ru_utime.tv_usec;
	g_assert_cmpint(spent, <, 30000);
}

static void kill_some_worker(Bench *bench, GRand *random, guint jobs)
{
	pid_t pid = pool_worker_pid(bench->pool, (guint)g_rand_int_range(random, 0, (gint)jobs));
	if (pid > 0)
		kill(pid, SIGKILL);
}

static void test_killed_from_outside(Bench *bench, gconstpointer data)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	char text[20];
	for (guint i = 0; i < 2000; i++) {
		if (i % 50 == 0)
			kill_some_worker(bench, random, GPOINTER_TO_UINT(data));
		while (!pool_ready(bench->pool))
			take_numbers(bench, bench->taken, bench->taken + 1);
		number_text(text, i);
		put(bench, text);
	}
	take_numbers(bench, bench->taken, 2000);
	assert_empty(bench);
	g_assert_cmpuint(bench->lost, ==, 0);
}

static guint descriptors_open(void)
{
	guint n = 0;
	g_autoptr(GDir) directory = g_dir_open("/proc/self/fd", 0, NULL);
	g_assert_nonnull(directory);
	while (g_dir_read_name(directory) != NULL)
		n++;
	return n;
}

static void test_descriptors(Bench *bench, gconstpointer data)
{
	guint before = descriptors_open();
	for (guint i = 0; i < 30; i++)
		put(bench, "LEAVE");
	for (guint i = 0; i < 30; i++)
		g_assert_null(take(bench));
	put_numbers(bench, 0, 1);
	take_numbers(bench, 0, 1);
	g_assert_cmpuint(descriptors_open(), <=, before);
}

/* A pool that nobody waits for any longer does not wait either. */
static void test_free_with_work(Bench *bench, gconstpointer data)
{
	pool_set_time_limit(bench->pool, 1000 * G_USEC_PER_SEC);
	put(bench, "HANG");
	put_numbers(bench, 0, 50);
	gint64 begin = g_get_monotonic_time();
	g_clear_pointer(&bench->pool, pool_free);
	g_assert_cmpint(g_get_monotonic_time() - begin, <, 10 * G_USEC_PER_SEC);
}

static void test_no_zygote(Bench *bench, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	put(bench, "SLOW 50");
	zygote_stop();
	g_assert_null(pool_new(1, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_WORKER);
	g_clear_error(&error);
	/* The workers went with the zygote; no new ones can be made. */
	gboolean some;
	PoolResult result;
	g_assert_false(pool_take(bench->pool, &some, &result, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_WORKER);
}

static void add(const char *name, guint jobs, void (*run)(Bench *, gconstpointer))
{
	g_autofree char *path = g_strdup_printf("/worker/pool/%s/%u", name, jobs);
	g_test_add(path, Bench, GUINT_TO_POINTER(jobs), setup, run, teardown);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint jobs = 1; jobs <= 3; jobs += 2) {
		add("order", jobs, test_order);
		add("stream", jobs, test_stream);
		add("one-at-a-time", jobs, test_one_at_a_time);
		add("slow-and-fast", jobs, test_slow_and_fast);
		add("sizes", jobs, test_sizes);
		add("bad", jobs, test_bad);
		add("bad-places", jobs, test_bad_places);
		add("busy-parent", jobs, test_busy_parent);
		add("killed-from-outside", jobs, test_killed_from_outside);
		add("descriptors", jobs, test_descriptors);
	}
	add("fresh-workers", 1, test_fresh_workers);
	add("answers-twice", 1, test_answers_twice);
	add("cut", 1, test_cut);
	add("time-is-per-message", 1, test_time_is_per_message);
	add("waiting-is-idle", 1, test_waiting_is_idle);
	add("free-with-work", 2, test_free_with_work);
	add("no-zygote", 1, test_no_zygote);
	return g_test_run();
}
