/* SPDX-License-Identifier: Apache-2.0
 *
 * A preload that makes writing fail. Of the calls that write, synchronise or rename a file, number
 * FAULT_AT fails with FAULT_ERRNO, or kills the process there when that is 0: before it does
 * anything, or with FAULT_AFTER when it has. FAULT_ONWARDS makes all later ones fail too. Without
 * FAULT_AT it tells in the file FAULT_COUNT how many there were. Only the process that was started
 * counts, not those it forks.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static long fault_at, count;
static int fault_errno, onwards, after, active;

static void stop_counting(void)
{
	active = 0;
}

static long number_in(const char *name)
{
	const char *text = getenv(name);

	return text != NULL ? strtol(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void start(void)
{
	fault_at = number_in("FAULT_AT");
	fault_errno = (int)number_in("FAULT_ERRNO");
	onwards = number_in("FAULT_ONWARDS") != 0;
	after = number_in("FAULT_AFTER") != 0;
	active = 1;
	pthread_atfork(NULL, NULL, stop_counting);
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *file = active && path != NULL ? fopen(path, "w") : NULL;

	active = 0;
	if (file == NULL)
		return;
	fprintf(file, "%ld\n", count);
	fclose(file);
}

/* Shall this call fail? */
static int fails(void)
{
	long mine;

	if (!active)
		return 0;
	mine = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
	if (fault_at == 0 || mine < fault_at || (mine > fault_at && !onwards))
		return 0;
	if (fault_errno == 0 && after)
		return 0;
	if (fault_errno == 0)
		raise(SIGKILL);
	errno = fault_errno;
	return 1;
}

/* The RESULT of a call that was made. */
static long made(long result)
{
	if (active && after && __atomic_load_n(&count, __ATOMIC_SEQ_CST) == fault_at)
		raise(SIGKILL);
	return result;
}

static int is_file(int file)
{
	struct stat status;

	return active && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

#define NEXT(type, name, ...)                                                                      \
	static type (*next)(__VA_ARGS__);                                                          \
	if (next == NULL)                                                                          \
	*(void **)&next = dlsym(RTLD_NEXT, name)

ssize_t write(int file, const void *bytes, size_t length)
{
	NEXT(ssize_t, "write", int, const void *, size_t);
	return is_file(file) && fails() ? -1 : made(next(file, bytes, length));
}

ssize_t writev(int file, const struct iovec *parts, int parts_count)
{
	NEXT(ssize_t, "writev", int, const struct iovec *, int);
	return is_file(file) && fails() ? -1 : made(next(file, parts, parts_count));
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at)
{
	NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t);
	return is_file(file) && fails() ? -1 : made(next(file, bytes, length, at));
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at)
{
	NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
	return is_file(file) && fails() ? -1 : made(next(file, bytes, length, at));
}

ssize_t pwritev(int file, const struct iovec *parts, int parts_count, off_t at)
{
	NEXT(ssize_t, "pwritev", int, const struct iovec *, int, off_t);
	return is_file(file) && fails() ? -1 : made(next(file, parts, parts_count, at));
}

int fsync(int file)
{
	NEXT(int, "fsync", int);
	return fails() ? -1 : (int)made(next(file));
}

int fdatasync(int file)
{
	NEXT(int, "fdatasync", int);
	return fails() ? -1 : (int)made(next(file));
}

int rename(const char *from, const char *to)
{
	NEXT(int, "rename", const char *, const char *);
	return fails() ? -1 : (int)made(next(from, to));
}

int unlink(const char *path)
{
	NEXT(int, "unlink", const char *);
	return fails() ? -1 : (int)made(next(path));
}
