/* SPDX-License-Identifier: Apache-2.0
 *
 * The sandbox on its own: a forked child enters it and tries one thing.
 */
#include "worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"

/* What a child found, by its exit. */
enum { FINE = 0, NOT_ENTERED = 40, WRONG = 41 };

/* Run TRY with ARGUMENT inside the sandbox; the wait status of the child. */
static int run_inside(int (*try)(long argument), long argument)
{
	int ends[2], error;
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
	pid_t child = fork();
	if (child == 0) {
		if (sandbox_enter(ends[1], &error) != SANDBOX_ENTERED)
			_exit(NOT_ENTERED);
		_exit(try(argument));
	}
	int status;
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	close(ends[0]);
	close(ends[1]);
	return status;
}

static void assert_fine(int (*try)(long argument))
{
	int status = run_inside(try, 0);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, FINE);
}

static int call(long number)
{
	syscall(number, 0, 0, 0, 0, 0, 0);
	return WRONG;
}

/* Newer kernels have two calls for traps of their own making, which they show to no filter. */
static gboolean is_probe(int number)
{
#ifdef __x86_64__
	return number == 335 || number == 336;
#else
	return FALSE;
#endif
}

/* Every system call but the allowed ones ends the process: also those that are not thought of. */
static void test_all_calls(void)
{
	static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(brk),
		SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
		SCMP_SYS(mprotect), SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall),
		SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
		SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield)};
#ifdef KITH_SANITIZED
	g_test_skip("the sanitizers need more; tested in the release build");
	return;
#endif
	guint killed = 0;
	for (int number = 0; number < 500; number++) {
		gboolean is_allowed = FALSE;
		for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
			is_allowed |= allowed[i] == number;
		if (is_allowed || is_probe(number))
			continue;
		int status = run_inside(call, number);
		g_test_message("system call %d: wait status %d", number, status);
		g_assert_true(WIFSIGNALED(status));
		g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
		killed++;
	}
	g_assert_cmpuint(killed, >, 470);
#ifdef __x86_64__
	/* getpid by the x32 table: another door to the same kernel. */
	int status = run_inside(call, 0x40000000 | SCMP_SYS(getpid));
	g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
#endif
}

static int execute_memory(long argument)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
			       MAP_FAILED
		       ? FINE
		       : WRONG;
}

static int make_executable(long argument)
{
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0 ? WRONG : FINE;
}

static int read_elsewhere(long argument)
{
	char byte;
	return read(5, &byte, 1) < 0 ? FINE : WRONG;
}

static int signal_parent(long argument)
{
	return kill(getppid(), 0) == 0 ? WRONG : FINE;
}

static int signal_stranger(long argument)
{
	return (int)syscall(SYS_tgkill, 1, 1, SIGABRT) == 0 ? WRONG : FINE;
}

static int stop_self(long argument)
{
	return (int)syscall(SYS_tgkill, getpid(), gettid(), SIGSTOP) == 0 ? WRONG : FINE;
}

static int make_file(long argument)
{
	return open("/tmp/kith-sandbox-escape", O_WRONLY | O_CREAT | O_EXCL, 0600) < 0 ? FINE
										       : WRONG;
}

static int make_process(long argument)
{
	return fork() < 0 ? FINE : WRONG;
}

static int use_socket(long argument)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? FINE : WRONG;
}

static void test_forbidden(void)
{
	static int (*const tries[])(long) = {
		execute_memory,
		make_executable,
		signal_parent,
		signal_stranger,
		stop_self,
		make_file,
		make_process,
		use_socket,
#ifndef KITH_SANITIZED
		read_elsewhere,
#endif
	};
	for (gsize i = 0; i < G_N_ELEMENTS(tries); i++) {
		int status = run_inside(tries[i], 0);
		g_assert_true(WIFSIGNALED(status));
		g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
	}
	g_assert_cmpint(access("/tmp/kith-sandbox-escape", F_OK), !=, 0);
	(void)read_elsewhere;
}

static int use_memory(long argument)
{
	for (gsize size = 1; size < LIMIT_MIB(200); size *= 3) {
		char *block = malloc(size);
		if (block == NULL)
			return WRONG;
		memset(block, 1, size);
		block = realloc(block, size * 2);
		if (block == NULL || block[size - 1] != 1)
			return WRONG;
		free(block);
	}
	return FINE;
}

static int use_clock(long argument)
{
	return g_get_monotonic_time() > 0 && g_get_real_time() > 0 ? FINE : WRONG;
}

static void test_allowed(void)
{
	assert_fine(use_memory);
	assert_fine(use_clock);
}

static int exceed_memory(long argument)
{
	for (gsize size = 0; size <= LIMIT_WORKER_MEMORY; size += LIMIT_MIB(16)) {
		if (malloc(LIMIT_MIB(16)) == NULL)
			return FINE;
	}
	return WRONG;
}

static void test_memory_limit(void)
{
#ifdef KITH_SANITIZED
	g_test_skip("the sanitizers need more; tested in the release build");
	return;
#endif
	assert_fine(exceed_memory);
}

static int give_up(long argument)
{
	abort();
}

/* abort is told from a forbidden call. */
static void test_abort(void)
{
	int status = run_inside(give_up, 0);
	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGABRT);
}

static int enter_again(long argument)
{
	int error;
	return sandbox_enter(SANDBOX_SOCKET, &error) == SANDBOX_ENTERED ? WRONG : FINE;
}

static void test_no_way_back(void)
{
	int status = run_inside(enter_again, 0);
	g_assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == FINE);
}

static void test_bad_socket(void)
{
	pid_t child = fork();
	if (child == 0) {
		int error = 0;
		gboolean refused = sandbox_enter(999, &error) == SANDBOX_DESCRIPTORS;
		_exit(refused && error == EBADF ? FINE : WRONG);
	}
	int status;
	waitpid(child, &status, 0);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, FINE);
}

static void test_step_names(void)
{
	for (guint step = SANDBOX_ENTERED; step <= SANDBOX_FILTER; step++)
		g_assert_cmpuint(strlen(sandbox_step_name((SandboxStep)step)), >, 3);
	g_assert_nonnull(sandbox_step_name((SandboxStep)77));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/worker/sandbox/all-calls", test_all_calls);
	g_test_add_func("/worker/sandbox/forbidden", test_forbidden);
	g_test_add_func("/worker/sandbox/allowed", test_allowed);
	g_test_add_func("/worker/sandbox/memory-limit", test_memory_limit);
	g_test_add_func("/worker/sandbox/abort", test_abort);
	g_test_add_func("/worker/sandbox/no-way-back", test_no_way_back);
	g_test_add_func("/worker/sandbox/bad-socket", test_bad_socket);
	g_test_add_func("/worker/sandbox/step-names", test_step_names);
	return g_test_run();
}
