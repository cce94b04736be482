/* SPDX-License-Identifier: Apache-2.0
 *
 * Appending. Each process begins segments of its own: what a reader has seen of an earlier one is
 * never overwritten, even if a power loss made that one shorter.
 */
#include "intake/spool/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "intake/spool/spool-record.h"
#include "intake/spool/spool-segment.h"

/* A record's memory is kept for the next one. */
#define USUAL_BYTES 1024

struct Spool {
	char *path;
	int lock;        /* held while the spool is open */
	int directory;   /* to be synced when a segment was begun */
	int segment;     /* being appended to, or -1 */
	guint64 next;    /* number of the next segment */
	guint64 size;    /* of the segment */
	gboolean begun;  /* a segment since the last sync */
	gboolean broken; /* what is on disk is not known any more */
	GByteArray *record;
};

static gboolean fail(GError **error, const char *path)
{
	int reason = errno;
	g_autofree char *shown = g_filename_display_name(path);

	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", shown, g_strerror(reason));
	return FALSE;
}

/* ---- opening ---- */

static gboolean lock_directory(Spool *spool, GError **error)
{
	g_autofree char *path = g_build_filename(spool->path, "lock", NULL);

	spool->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (spool->lock < 0)
		return fail(error, path);
	if (flock(spool->lock, LOCK_EX | LOCK_NB) == 0)
		return TRUE;
	if (errno != EWOULDBLOCK)
		return fail(error, path);
	g_set_error_literal(
		error, KITH_ERROR, KITH_ERROR_STATE, _("another sinkhole writes to this spool"));
	return FALSE;
}

/* Cut off what follows the last whole record of the segment at PATH. What is damaged before it
 * stays: the reader passes over it. */
static gboolean cut_tail(int descriptor, const char *path, GError **error)
{
	g_autoptr(GByteArray) body = g_byte_array_new();
	guint64 offset = SPOOL_SEGMENT_MARK_BYTES, next = offset;
	SpoolPlace place;

	do {
		offset = next;
		if (!spool_segment_read(descriptor, offset, body, &place, error))
			return FALSE;
		if (place == SPOOL_PLACE_RECORD)
			next = offset + SPOOL_HEADER_BYTES + body->len;
		else if (place == SPOOL_PLACE_TORN &&
			 !spool_segment_search(descriptor, offset, body, &next, error))
			return FALSE;
	} while (place != SPOOL_PLACE_END && next != 0);
	if (place == SPOOL_PLACE_END)
		return TRUE;
	if (ftruncate(descriptor, (off_t)offset) != 0 || fdatasync(descriptor) != 0)
		return fail(error, path);
	return TRUE;
}

/* The segment that a crash may have left unfinished is the last one. */
static gboolean mend(Spool *spool, GError **error)
{
	g_autoptr(GArray) numbers = spool_segment_list(spool->path);

	spool->next = 1;
	if (numbers->len == 0)
		return TRUE;
	guint64 last = g_array_index(numbers, guint64, numbers->len - 1);
	g_autofree char *path = spool_segment_path(spool->path, last);
	int descriptor = open(path, O_RDWR | O_CLOEXEC);

	spool->next = last + 1;
	if (descriptor < 0)
		return fail(error, path);
	gboolean mended = cut_tail(descriptor, path, error);

	(void)close(descriptor);
	return mended;
}

Spool *spool_new(const char *directory, GError **error)
{
	g_autoptr(Spool) spool = g_new0(Spool, 1);

	spool->path = g_strdup(directory);
	spool->lock = spool->directory = spool->segment = -1;
	spool->record = g_byte_array_sized_new(USUAL_BYTES);
	if (mkdir(directory, 0700) != 0 && errno != EEXIST) {
		fail(error, directory);
		return NULL;
	}
	spool->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (spool->directory < 0) {
		fail(error, directory);
		return NULL;
	}
	if (!lock_directory(spool, error) || !mend(spool, error))
		return NULL;
	return g_steal_pointer(&spool);
}

static void close_one(int descriptor)
{
	if (descriptor >= 0)
		(void)close(descriptor);
}

void spool_free(Spool *spool)
{
	if (spool == NULL)
		return;
	close_one(spool->segment);
	close_one(spool->directory);
	close_one(spool->lock);
	g_byte_array_unref(spool->record);
	g_free(spool->path);
	g_free(spool);
}

/* ---- appending ---- */

static gboolean write_all(int descriptor, struct iovec *parts, int count)
{
	while (count > 0) {
		gssize written = writev(descriptor, parts, count);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return FALSE;
		gsize left = (gsize)written;

		while (count > 0 && left >= parts->iov_len) {
			left -= parts->iov_len;
			parts++;
			count--;
		}
		if (count > 0) {
			parts->iov_base = (char *)parts->iov_base + left;
			parts->iov_len -= left;
		}
	}
	return TRUE;
}

/* A segment that is full must be on disk before records go elsewhere: later only the next one is
 * synced. */
static gboolean begin_segment(Spool *spool, GError **error)
{
	if (spool->segment >= 0 && !spool_sync(spool, error))
		return FALSE;
	close_one(spool->segment);
	g_autofree char *path = spool_segment_path(spool->path, spool->next);
	struct iovec mark = {(void *)SPOOL_SEGMENT_MARK, SPOOL_SEGMENT_MARK_BYTES};

	spool->segment = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
	if (spool->segment < 0)
		return fail(error, path);
	spool->next++;
	spool->begun = TRUE;
	spool->size = SPOOL_SEGMENT_MARK_BYTES;
	if (write_all(spool->segment, &mark, 1))
		return TRUE;
	(void)fail(error, path);
	/* Or each message that a full disk cannot take would leave an empty file. */
	(void)unlink(path);
	close_one(spool->segment);
	spool->segment = -1;
	return FALSE;
}

/* A record that could not be written whole is taken back. */
static gboolean take_back(Spool *spool, GError **error)
{
	(void)fail(error, spool->path);
	if (ftruncate(spool->segment, (off_t)spool->size) != 0)
		spool->broken = TRUE;
	return FALSE;
}

static gboolean is_usable(const Spool *spool, GError **error)
{
	if (spool->broken)
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO,
			_("the spool could not be written before; start again"));
	return !spool->broken;
}

static gboolean append(Spool *spool, Span content, GError **error)
{
	GByteArray *record = spool->record;

	if (!is_usable(spool, error))
		return FALSE;
	if ((spool->segment < 0 || spool->size >= LIMIT_SPOOL_SEGMENT) &&
		!begin_segment(spool, error))
		return FALSE;
	spool_record_finish(record, content);
	struct iovec parts[] = {
		{record->data, record->len}, {(void *)content.data, content.length}};

	if (!write_all(spool->segment, parts, content.length > 0 ? 2 : 1))
		return take_back(spool, error);
	spool->size += record->len + content.length;
	return TRUE;
}

/* A disk that cannot tell is tried. */
static gboolean has_room(const Spool *spool, gsize length, GError **error)
{
	struct statvfs disk;

	if (fstatvfs(spool->directory, &disk) != 0 ||
		(guint64)disk.f_bavail * disk.f_frsize >= LIMIT_SPOOL_RESERVE + length)
		return TRUE;
	errno = ENOSPC;
	return fail(error, spool->path);
}

gboolean spool_append_message(Spool *spool, const Delivery *delivery, const SpoolRun *run,
	Span content, gboolean cut, GError **error)
{
	gboolean longer = content.length > LIMIT_MESSAGE;

	content.length = MIN(content.length, LIMIT_MESSAGE);
	if (!has_room(spool, content.length, error))
		return FALSE;
	spool_record_begin(spool->record, SPOOL_MESSAGE, run);
	spool_record_put_delivery(spool->record, delivery, cut || longer);
	return append(spool, content, error);
}

gboolean spool_append_session(
	Spool *spool, const Session *session, const SpoolRun *run, GError **error)
{
	spool_record_begin(spool->record, SPOOL_SESSION, run);
	spool_record_put_session(spool->record, session);
	return append(spool, span_new(NULL, 0), error);
}

gboolean spool_append_password(
	Spool *spool, const Session *session, const char *account, const char *hash, GError **error)
{
	spool_record_begin(spool->record, SPOOL_PASSWORD, NULL);
	spool_record_put_session(spool->record, session);
	spool_record_put_text(spool->record, account);
	spool_record_put_text(spool->record, hash);
	return append(spool, span_new(NULL, 0), error);
}

/* ---- durability ---- */

gboolean spool_sync(Spool *spool, GError **error)
{
	if (!is_usable(spool, error))
		return FALSE;
	if (spool->segment < 0)
		return TRUE;
	if (fdatasync(spool->segment) == 0 && (!spool->begun || fsync(spool->directory) == 0)) {
		spool->begun = FALSE;
		return TRUE;
	}
	(void)fail(error, spool->path);
	spool->broken = TRUE;
	return FALSE;
}
