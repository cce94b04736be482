/* SPDX-License-Identifier: Apache-2.0
 *
 * The writers' lock. flock belongs to the open file, so two handles in one process exclude each
 * other too, and the kernel frees it when a process dies.
 */
#include "store/writer-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "store/owner.h"

#define POLL_MICROSECONDS 5000

struct WriterLock {
	char *path;
	int turnstile;
	int file;
	gboolean held;
};

static int lock_file_open(const char *path, const char *directory, GError **error)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int number = errno;

	if (file >= 0)
		(void)owner_follow(path, directory);
	else
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("cannot open %s: %s"), path,
			g_strerror(number));
	return file;
}

WriterLock *writer_lock_new(const char *directory, GError **error)
{
	g_autoptr(WriterLock) self = g_new0(WriterLock, 1);
	g_autofree char *turnstile = g_build_filename(directory, "next.lock", NULL);

	self->path = g_build_filename(directory, "writer.lock", NULL);
	self->file = -1;
	self->turnstile = lock_file_open(turnstile, directory, error);
	if (self->turnstile < 0)
		return NULL;
	self->file = lock_file_open(self->path, directory, error);
	if (self->file < 0)
		return NULL;
	return g_steal_pointer(&self);
}

void writer_lock_free(WriterLock *self)
{
	if (self == NULL)
		return;
	if (self->turnstile >= 0)
		close(self->turnstile);
	if (self->file >= 0)
		close(self->file);
	g_free(self->path);
	g_free(self);
}

/* 0, EWOULDBLOCK when the time is over, or another errno. */
static int lock_until(int file, gint64 deadline)
{
	while (flock(file, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return errno;
		if (g_get_monotonic_time() >= deadline)
			return EWOULDBLOCK;
		g_usleep(POLL_MICROSECONDS);
	}
	return 0;
}

/* The holder writes its process number into the file, for the message of who waits in vain. */
static void sign(const WriterLock *self)
{
	g_autofree char *text = g_strdup_printf("%ld\n", (long)getpid());

	if (ftruncate(self->file, 0) != 0 || pwrite(self->file, text, strlen(text), 0) < 0)
		return;
}

/* Who holds the lock, as far as the file tells; 0 when that is a process that is no more: then it
 * is one that does not sign. */
static pid_t holder(const WriterLock *self)
{
	char text[32] = "";
	gssize length = pread(self->file, text, sizeof text - 1, 0);
	pid_t process = length > 0 ? (pid_t)g_ascii_strtoll(text, NULL, 10) : 0;

	return process > 0 && (kill(process, 0) == 0 || errno != ESRCH) ? process : 0;
}

static gboolean lock_error(const WriterLock *self, int number, guint seconds, GError **error)
{
	pid_t process = holder(self);

	if (number != EWOULDBLOCK)
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("cannot lock %s: %s"), self->path,
			g_strerror(number));
	else if (process == 0)
		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
			_("another writer holds %s, waited %u seconds; try again when it is done"),
			self->path, seconds);
	else
		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
			_("another writer (process %d) holds %s, waited %u seconds; try again when "
			  "it is done"),
			(int)process, self->path, seconds);
	return FALSE;
}

gboolean writer_lock_acquire(WriterLock *self, guint seconds, GError **error)
{
	gint64 deadline = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
	int number = lock_until(self->turnstile, deadline);

	if (number == 0) {
		number = lock_until(self->file, deadline);
		flock(self->turnstile, LOCK_UN);
	}
	if (number != 0)
		return lock_error(self, number, seconds, error);
	self->held = TRUE;
	sign(self);
	return TRUE;
}

void writer_lock_release(WriterLock *self)
{
	if (self->held)
		flock(self->file, LOCK_UN);
	self->held = FALSE;
}
