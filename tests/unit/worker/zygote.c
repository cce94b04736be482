/* SPDX-License-Identifier: Apache-2.0
 *
 * The zygote: what it leaves to its parent, what it hands out, and that nobody outlives anybody.
 */
#include "worker/zygote.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "fake.h"
#include "worker/pool-internal.h"
#include "worker/pool.h"

static void start(void)
{
	GError *error = NULL;
	zygote_start_with(NULL, fake_answer, &error);
	g_assert_no_error(error);
}

static ZygoteWorker make(void)
{
	GError *error = NULL;
	ZygoteWorker worker = {0};
	zygote_make(&worker, ZYGOTE_READER, &error);
	g_assert_no_error(error);
	return worker;
}

static void test_make_and_end(void)
{
	start();
	ZygoteWorker first = make();
	ZygoteWorker second = make();
	g_assert_cmpint(first.pid, !=, second.pid);
	g_assert_cmpuint(first.slot, !=, second.slot);
	int status = zygote_end(&first);
	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGKILL);
	/* Its slot is free again. */
	ZygoteWorker third = make();
	g_assert_cmpuint(third.slot, ==, first.slot);
	g_assert_cmpuint(*third.started, ==, 0);
	zygote_end(&second);
	zygote_end(&third);
	zygote_stop();
}

static void test_status_of_one_that_died(void)
{
	start();
	ZygoteWorker worker = make();
	const guint8 leave[] = {5, 0, 0, 0, 'L', 'E', 'A', 'V', 'E'};
	char byte;
	g_assert_cmpint(write(worker.socket, leave, sizeof leave), ==, sizeof leave);
	gssize n;
	while ((n = read(worker.socket, &byte, 1)) < 0 && errno == EAGAIN)
		g_usleep(1000);
	g_assert_cmpint(n, ==, 0);
	g_assert_cmpuint(*worker.started, ==, 1);
	int status = zygote_end(&worker);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 7);
	zygote_stop();
}

static void test_too_many(void)
{
	g_autoptr(GError) error = NULL;
	ZygoteWorker workers[ZYGOTE_WORKERS];
	start();
	for (guint i = 0; i < ZYGOTE_WORKERS; i++)
		workers[i] = make();
	ZygoteWorker more;
	g_assert_false(zygote_make(&more, ZYGOTE_READER, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_WORKER);
	for (guint i = 0; i < ZYGOTE_WORKERS; i++)
		zygote_end(&workers[i]);
	zygote_stop();
}

static void test_none_started(void)
{
	g_autoptr(GError) error = NULL;
	ZygoteWorker worker;
	g_assert_false(zygote_make(&worker, ZYGOTE_READER, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_WORKER);
	zygote_stop(); /* nothing to stop is no error */
}

static void test_killed_zygote(void)
{
	g_autoptr(GError) error = NULL;
	start();
	ZygoteWorker worker = make();
	kill(zygote_pid(), SIGKILL);
	ZygoteWorker more;
	g_assert_false(zygote_make(&more, ZYGOTE_READER, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_WORKER);
	g_assert_cmpint(zygote_end(&worker), ==, -1);
	zygote_stop();
}

static void crash_while_warming(void)
{
	_exit(3);
}

static void test_zygote_dies_warming(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_true(zygote_start_with(crash_while_warming, fake_answer, NULL));
	ZygoteWorker worker;
	g_assert_false(zygote_make(&worker, ZYGOTE_READER, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_WORKER);
	zygote_stop();
}

/* Ctrl-C and a service manager's stop reach every process of the group. */
static void test_signals(void)
{
	static const int signals[] = {
		SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP, SIGPIPE, SIGUSR1, SIGUSR2};
	const guint8 message[] = {2, 0, 0, 0, 'h', 'i'};
	guint8 answer[200];
	start();
	ZygoteWorker worker = make();
	for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
		kill(zygote_pid(), signals[i]);
		kill(worker.pid, signals[i]);
	}
	g_assert_cmpint(write(worker.socket, message, sizeof message), ==, sizeof message);
	gssize n;
	while ((n = read(worker.socket, answer, sizeof answer)) < 0 && errno == EAGAIN)
		g_usleep(1000);
	g_assert_cmpint(n, >, 4);
	ZygoteWorker more = make();
	zygote_end(&worker);
	zygote_end(&more);
	zygote_stop();
}

static gdouble children_seconds(void)
{
	struct rusage usage;
	getrusage(RUSAGE_CHILDREN, &usage);
	gint64 microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
	return (gdouble)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (gdouble)microseconds / G_USEC_PER_SEC;
}

static void run_one(Pool *pool, const char *text)
{
	GError *error = NULL;
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	gboolean some;
	PoolResult result = {0};
	pool_put(pool, bytes, NULL, &error);
	g_assert_no_error(error);
	pool_take(pool, &some, &result, &error);
	g_assert_no_error(error);
	facts_free(result.facts);
}

static void test_processor_time(void)
{
	start();
	gdouble before = children_seconds();
	Pool *pool = pool_new(1, NULL);
	g_assert_nonnull(pool);
	run_one(pool, "WORK 200");
	pool_free(pool);
	zygote_stop();
	g_assert_cmpfloat(children_seconds() - before, >, 0.15);
}

static void busy_parent(int report)
{
	Pool *pool = NULL;
	g_autoptr(GBytes) bytes = g_bytes_new_static("HANG", 4);
	if (zygote_start_with(NULL, fake_answer, NULL))
		pool = pool_new(2, NULL);
	pid_t pids[3] = {0};
	if (pool != NULL) {
		pids[0] = zygote_pid();
		pids[1] = pool_worker_pid(pool, 0);
		pids[2] = pool_worker_pid(pool, 1);
		for (guint i = 0; i < 16; i++)
			pool_put(pool, bytes, NULL, NULL);
	}
	(void)!write(report, pids, sizeof pids);
	for (;;)
		pause();
}

/* Descendants whose parent died come to us; PID must be among them, dead. */
static void await_end_of(pid_t pid)
{
	gint64 end = g_get_monotonic_time() + 5 * G_USEC_PER_SEC;
	while (kill(pid, 0) == 0 && g_get_monotonic_time() < end) {
		waitpid(pid, NULL, WNOHANG);
		g_usleep(1000);
	}
	g_assert_cmpint(kill(pid, 0), ==, -1);
	g_assert_cmpint(errno, ==, ESRCH);
}

static void test_killed_parent(void)
{
	int ends[2];
	pid_t pids[3];
	g_assert_cmpint(prctl(PR_SET_CHILD_SUBREAPER, 1), ==, 0);
	g_assert_cmpint(pipe(ends), ==, 0);
	pid_t parent = fork();
	if (parent == 0)
		busy_parent(ends[1]);
	g_assert_cmpint(read(ends[0], pids, sizeof pids), ==, sizeof pids);
	for (gsize i = 0; i < G_N_ELEMENTS(pids); i++) {
		g_assert_cmpint(pids[i], >, 0);
		g_assert_cmpint(kill(pids[i], 0), ==, 0);
	}
	g_usleep(20000); /* let the workers begin to hang */
	kill(parent, SIGKILL);
	waitpid(parent, NULL, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(pids); i++)
		await_end_of(pids[i]);
	close(ends[0]);
	close(ends[1]);
}

/* A killed zygote takes workers along that are too busy to notice an end of input. */
static void test_workers_follow_zygote(void)
{
	const guint8 hang[] = {4, 0, 0, 0, 'H', 'A', 'N', 'G'};
	g_assert_cmpint(prctl(PR_SET_CHILD_SUBREAPER, 1), ==, 0);
	start();
	ZygoteWorker worker = make();
	g_assert_cmpint(write(worker.socket, hang, sizeof hang), ==, sizeof hang);
	while (__atomic_load_n(worker.started, __ATOMIC_ACQUIRE) == 0)
		g_usleep(1000);
	kill(zygote_pid(), SIGKILL);
	await_end_of(worker.pid);
	close(worker.socket);
	zygote_stop();
}

static guint entries(pid_t pid, const char *what)
{
	guint n = 0;
	g_autofree char *path = g_strdup_printf("/proc/%d/%s", pid, what);
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
	while (directory != NULL && g_dir_read_name(directory) != NULL)
		n++;
	return n;
}

/* No thread in the zygote, or a fork of it could deadlock; no descriptor in a worker but its
 * socket. */
static void test_bare(void)
{
	start();
	ZygoteWorker worker = make();
	g_assert_cmpuint(entries(zygote_pid(), "task"), ==, 1);
	/* The worker may be there before the zygote has closed its copies of the socket. */
	for (guint i = 0; i < 1000 && entries(zygote_pid(), "fd") > 4; i++)
		g_usleep(1000);
	g_assert_cmpuint(entries(zygote_pid(), "fd"), <=, 4);
#ifndef KITH_SANITIZED
	if (geteuid() == 0) /* others may not look into a process that is not dumpable */
		g_assert_cmpuint(entries(worker.pid, "fd"), ==, 1);
	else
		g_assert_cmpuint(entries(worker.pid, "fd"), ==, 0);
#endif
	zygote_end(&worker);
	zygote_stop();
}

static gpointer sleep_on(gpointer data)
{
	for (;;)
		pause();
	return NULL;
}

static void test_not_from_threads(void)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		g_autoptr(GError) error = NULL;
		g_thread_unref(g_thread_new("other", sleep_on, NULL));
		gboolean started = zygote_start_with(NULL, fake_answer, &error);
		_exit(!started && g_error_matches(error, KITH_ERROR, KITH_ERROR_WORKER) ? 0 : 1);
	}
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

/* As on a kernel, or in a container, that gives no system call filters. */
static gboolean forbid_filters(void)
{
	struct scmp_arg_cmp set = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = PR_SET_SECCOMP};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	guint32 refuse = SCMP_ACT_ERRNO(EPERM);
	gboolean done = seccomp_rule_add(filter, refuse, SCMP_SYS(seccomp), 0) == 0 &&
			seccomp_rule_add_array(filter, refuse, SCMP_SYS(prctl), 1, &set) == 0 &&
			seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done;
}

static int try_without_filters(void)
{
	g_autoptr(GError) error = NULL;
	if (!forbid_filters() || !zygote_start_with(NULL, fake_answer, NULL))
		return 1;
	g_autoptr(Pool) pool = pool_new(1, &error);
	if (pool != NULL || !g_error_matches(error, KITH_ERROR, KITH_ERROR_WORKER))
		return 2;
	if (strstr(error->message, "system call filter") == NULL)
		return 3;
	zygote_stop();
	return 0;
}

/* No filter, no reading of mail. */
static void test_no_filter(void)
{
	int status;
	pid_t child = fork();
	if (child == 0)
		_exit(try_without_filters());
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/worker/zygote/make-and-end", test_make_and_end);
	g_test_add_func("/worker/zygote/status-of-one-that-died", test_status_of_one_that_died);
	g_test_add_func("/worker/zygote/too-many", test_too_many);
	g_test_add_func("/worker/zygote/none-started", test_none_started);
	g_test_add_func("/worker/zygote/killed-zygote", test_killed_zygote);
	g_test_add_func("/worker/zygote/dies-warming", test_zygote_dies_warming);
	g_test_add_func("/worker/zygote/signals", test_signals);
	g_test_add_func("/worker/zygote/processor-time", test_processor_time);
	g_test_add_func("/worker/zygote/killed-parent", test_killed_parent);
	g_test_add_func("/worker/zygote/workers-follow-zygote", test_workers_follow_zygote);
	g_test_add_func("/worker/zygote/bare", test_bare);
	g_test_add_func("/worker/zygote/no-filter", test_no_filter);
	g_test_add_func("/worker/zygote/not-from-threads", test_not_from_threads);
	return g_test_run();
}
