/* SPDX-License-Identifier: Apache-2.0
 *
 * The sandbox: no descriptors but one socket, no privileges, tight limits and an allow-list of
 * system calls of which none names a file, an address or another process. A forbidden call kills
 * the process with SIGSYS.
 */
#include "worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/limits.h"

#define NOBODY 65534

#ifdef KITH_SANITIZED
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* Memory, time and an end. clock_gettime and its kin are asked for where the vDSO cannot answer;
 * abort() masks signals and looks up its own thread. */
static const int allowed[] = {SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(sched_yield)};

/* What the sanitizers do while they run and while they report. Still no way to make a file, a
 * socket or a process. */
static const int allowed_sanitized[] = {SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(fstat),
	SCMP_SYS(newfstatat), SCMP_SYS(lseek), SCMP_SYS(pread64), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(ioctl), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit),
	SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack), SCMP_SYS(sched_getaffinity), SCMP_SYS(uname),
	SCMP_SYS(sysinfo), SCMP_SYS(prctl), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
	SCMP_SYS(read), SCMP_SYS(getdents64), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(access)};

static gboolean close_descriptors(int socket)
{
	if (dup2(socket, SANDBOX_SOCKET) < 0)
		return FALSE;
	/* Sanitizers report on stderr, and know no descriptor below it as a file of their own. */
	return close_range(SANITIZED ? STDERR_FILENO + 1 : SANDBOX_SOCKET + 1, ~0u, 0) == 0;
}

/* Root inside the filter is still root to the kernel. A root that may not change users (in a
 * container) stays root. */
static gboolean drop_root(void)
{
	return geteuid() != 0 ||
	       (setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
		       setresuid(NOBODY, NOBODY, NOBODY) == 0);
}

static gboolean drop_privileges(void)
{
	(void)drop_root();
	/* Changing users forgets the signal that tells of the zygote's death. */
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
	       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

static gboolean limit_resource(int resource, gsize most)
{
	struct rlimit limit = {.rlim_cur = most, .rlim_max = most};
	return setrlimit(resource, &limit) == 0;
}

static gboolean limit_resources(void)
{
	gboolean limited = limit_resource(RLIMIT_CORE, 0) && limit_resource(RLIMIT_NPROC, 0);
	if (SANITIZED) /* their shadow memory is terabytes; a report reads files and may be written
			  to one */
		return limited;
	return limited && limit_resource(RLIMIT_FSIZE, 0) &&
	       limit_resource(RLIMIT_NOFILE, SANDBOX_SOCKET + 1) &&
	       limit_resource(RLIMIT_AS, LIMIT_WORKER_MEMORY);
}

/* Numbers below zero are calls that this architecture lacks. */
static int allow_all(scmp_filter_ctx filter, const int *calls, gsize n_calls)
{
	int result = 0;
	for (gsize i = 0; i < n_calls && result == 0; i++) {
		if (calls[i] >= 0)
			result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	}
	return result;
}

/* Allow CALL when argument NUMBER, masked, is VALUE. */
static int allow_when(
	scmp_filter_ctx filter, int call, unsigned number, guint64 mask, guint64 value)
{
	struct scmp_arg_cmp condition = {
		.arg = number, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition);
}

/* abort() and, on some architectures, GLib's way to give up send the process a signal. */
static int allow_own_end(scmp_filter_ctx filter, int signal)
{
	struct scmp_arg_cmp self[] = {
		{.arg = 0, .op = SCMP_CMP_EQ, .datum_a = (guint64)getpid()},
		{.arg = 1, .op = SCMP_CMP_EQ, .datum_a = (guint64)gettid()},
		{.arg = 2, .op = SCMP_CMP_EQ, .datum_a = (guint64)signal},
	};
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 3, self);
}

static int allow_sanitizers(scmp_filter_ctx filter)
{
	int result = allow_all(filter, allowed_sanitized, G_N_ELEMENTS(allowed_sanitized));
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(openat), 2, O_ACCMODE | O_CREAT, O_RDONLY);
	if (result == 0 && SCMP_SYS(open) >= 0)
		result = allow_when(filter, SCMP_SYS(open), 1, O_ACCMODE | O_CREAT, O_RDONLY);
	return result;
}

static int fill_filter(scmp_filter_ctx filter)
{
	int result = allow_all(filter, allowed, G_N_ELEMENTS(allowed));
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(read), 0, 0xffffffff, SANDBOX_SOCKET);
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(write), 0, 0xffffffff, SANDBOX_SOCKET);
	if (result == 0) /* closed, but what aborts tries to say why */
		result = allow_when(filter, SCMP_SYS(write), 0, 0xffffffff, STDERR_FILENO);
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(mmap), 2, PROT_EXEC, 0);
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
	if (result == 0)
		result = allow_own_end(filter, SIGABRT);
	if (result == 0)
		result = allow_own_end(filter, SIGTRAP);
	if (result == 0 && SANITIZED)
		result = allow_sanitizers(filter);
	return result;
}

/* Zero, or the errno of what failed. */
static int load_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (filter == NULL)
		return ENOSYS;
	int result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (result == 0)
		result = fill_filter(filter);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	return -result;
}

SandboxStep sandbox_enter(int socket, int *ret_errno)
{
	SandboxStep failed = SANDBOX_ENTERED;
	if (!close_descriptors(socket))
		failed = SANDBOX_DESCRIPTORS;
	else if (!drop_privileges())
		failed = SANDBOX_PRIVILEGES;
	else if (!limit_resources())
		failed = SANDBOX_LIMITS;
	*ret_errno = errno;
	if (failed != SANDBOX_ENTERED)
		return failed;
	*ret_errno = load_filter();
	return *ret_errno == 0 ? SANDBOX_ENTERED : SANDBOX_FILTER;
}

const char *sandbox_step_name(SandboxStep step)
{
	static const char *const names[] = {
		[SANDBOX_ENTERED] = "nothing",
		[SANDBOX_DESCRIPTORS] = "closing descriptors",
		[SANDBOX_PRIVILEGES] = "dropping privileges",
		[SANDBOX_LIMITS] = "setting resource limits",
		[SANDBOX_FILTER] = "loading the system call filter",
	};
	return (guint)step < G_N_ELEMENTS(names) ? names[step] : "an unknown step";
}
