/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading. The segment that the cursor is in stays, even when all of it was read: numbers of
 * segments must only grow. What of it was dealt with is mail that is to be nowhere else: it becomes
 * a hole, which whoever appends does not see.
 */
#include "intake/spool/spool-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "intake/spool/spool-segment.h"

#define CURSOR_FILE "cursor"

struct SpoolReader {
	char *spool;
	char *directory;
	Complaints *complaints;
	int lock;    /* held while the reader is open */
	int segment; /* being read, or -1 */
	SourcePlace place;
	SourcePlace settled;
	GByteArray *body; /* of the next record, when ready */
	gboolean ready;
	gboolean failed;
};

static gboolean fail(const char *path, GError **error)
{
	int reason = errno;
	g_autofree char *shown = g_filename_display_name(path);

	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", shown, g_strerror(reason));
	return FALSE;
}

/* ---- opening ---- */

static gboolean lock_directory(SpoolReader *reader, GError **error)
{
	g_autofree char *path = g_build_filename(reader->directory, "lock", NULL);

	if (mkdir(reader->directory, 0700) != 0 && errno != EEXIST)
		return fail(reader->directory, error);
	reader->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (reader->lock < 0)
		return fail(path, error);
	if (flock(reader->lock, LOCK_EX | LOCK_NB) == 0)
		return TRUE;
	if (errno != EWOULDBLOCK)
		return fail(path, error);
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_STATE,
		_("another process records what is in this spool"));
	return FALSE;
}

static gboolean read_cursor(SpoolReader *reader, GError **error)
{
	g_autofree char *path = g_build_filename(reader->directory, CURSOR_FILE, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) problem = NULL;
	SourcePlace *place = &reader->settled;

	if (!g_file_get_contents(path, &text, NULL, &problem)) {
		if (g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
			return TRUE;
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, problem->message);
		return FALSE;
	}
	if (sscanf(text, "%" G_GINT64_MODIFIER "x %" G_GUINT64_FORMAT, &place->segment,
		    &place->offset) == 2)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, _("%s: not a place in a spool"), path);
	return FALSE;
}

/* Who appends may be in the hands of malware: nothing is changed by a link. */
static gboolean is_blankable(int segment)
{
	struct stat status;

	return fstat(segment, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1;
}

/* Where a file system makes no holes, it goes with the segment. */
static void blank(const SpoolReader *reader, SourcePlace place)
{
	g_autofree char *path = spool_segment_path(reader->spool, place.segment);
	int segment = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (segment < 0)
		return;
	if (place.offset > SPOOL_SEGMENT_MARK_BYTES && is_blankable(segment))
		(void)fallocate(segment, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			SPOOL_SEGMENT_MARK_BYTES, (off_t)(place.offset - SPOOL_SEGMENT_MARK_BYTES));
	(void)close(segment);
}

SpoolReader *spool_reader_new(
	const char *spool, const char *directory, Complaints *complaints, GError **error)
{
	g_autoptr(SpoolReader) reader = g_new0(SpoolReader, 1);

	reader->spool = g_strdup(spool);
	reader->directory = g_strdup(directory);
	reader->complaints = complaints;
	reader->lock = reader->segment = -1;
	reader->body = g_byte_array_new();
	if (!lock_directory(reader, error) || !read_cursor(reader, error))
		return NULL;
	reader->place = reader->settled;
	/* Whoever moved the cursor there may have been killed before this. */
	blank(reader, reader->settled);
	return g_steal_pointer(&reader);
}

static void close_segment(SpoolReader *reader)
{
	if (reader->segment >= 0)
		(void)close(reader->segment);
	reader->segment = -1;
}

void spool_reader_free(SpoolReader *reader)
{
	if (reader == NULL)
		return;
	close_segment(reader);
	if (reader->lock >= 0)
		(void)close(reader->lock);
	g_byte_array_unref(reader->body);
	g_free(reader->spool);
	g_free(reader->directory);
	g_free(reader);
}

/* ---- reading ---- */

static void complain(SpoolReader *reader, const char *reason)
{
	g_autofree char *path = spool_segment_path(reader->spool, reader->place.segment);

	complaints_add(reader->complaints, path, reason);
}

/* The first segment from NUMBER on; FALSE when there is none. */
static gboolean find_segment(const SpoolReader *reader, guint64 number, guint64 *ret)
{
	g_autoptr(GArray) numbers = spool_segment_list(reader->spool);

	for (guint i = 0; i < numbers->len; i++) {
		*ret = g_array_index(numbers, guint64, i);
		if (*ret >= number)
			return TRUE;
	}
	return FALSE;
}

/* Have the segment at hand that the place is in; FALSE when there is none yet. */
static gboolean open_segment(SpoolReader *reader)
{
	guint64 number;

	if (reader->segment >= 0)
		return TRUE;
	if (!find_segment(reader, reader->place.segment, &number))
		return FALSE;
	if (number != reader->place.segment)
		reader->place = (SourcePlace){number, SPOOL_SEGMENT_MARK_BYTES};
	g_autofree char *path = spool_segment_path(reader->spool, number);

	/* Who appends may be in the hands of malware: it gets nothing read by a link. */
	reader->segment = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (reader->segment >= 0)
		return TRUE;
	complain(reader, g_strerror(errno));
	reader->failed = TRUE;
	return FALSE;
}

/* What stands where the mark is wanted; one that is not whole is as far as a segment came. */
static SpoolPlace look_at_mark(const SpoolReader *reader)
{
	char mark[SPOOL_SEGMENT_MARK_BYTES];
	gssize count = pread(reader->segment, mark, sizeof mark, 0);

	if (count >= 0 && count < (gssize)sizeof mark)
		return SPOOL_PLACE_END;
	return count > 0 && memcmp(mark, SPOOL_SEGMENT_MARK, sizeof mark) == 0 ? SPOOL_PLACE_RECORD
									       : SPOOL_PLACE_TORN;
}

/* What stands at the place. */
static SpoolPlace look(SpoolReader *reader)
{
	g_autoptr(GError) error = NULL;
	gboolean begins = reader->place.offset == SPOOL_SEGMENT_MARK_BYTES;
	SpoolPlace found = begins ? look_at_mark(reader) : SPOOL_PLACE_RECORD;

	if (found != SPOOL_PLACE_RECORD)
		return found;
	found = SPOOL_PLACE_TORN;
	if (!spool_segment_read(
		    reader->segment, reader->place.offset, reader->body, &found, &error)) {
		complain(reader, error->message);
		reader->failed = TRUE;
	}
	return found;
}

/* Go on behind what is damaged at the place; FALSE when nothing whole follows it. */
static gboolean pass_damage(SpoolReader *reader)
{
	g_autoptr(GError) error = NULL;
	guint64 next = 0;

	if (!spool_segment_search(
		    reader->segment, reader->place.offset, reader->body, &next, &error)) {
		complain(reader, error->message);
		reader->failed = TRUE;
	} else if (next == 0) {
		complain(reader, _("damaged; the rest of this part is passed over"));
	} else {
		g_autofree char *told =
			g_strdup_printf(_("damaged; %" PRIu64 " bytes are passed over"),
				next - reader->place.offset);

		complain(reader, told);
		reader->place.offset = next;
	}
	return next != 0;
}

/* Nothing is to be read in this segment: go on to the next, if there is one. It is looked for
 * first, for only then the end of this one is final. */
static gboolean leave_segment(SpoolReader *reader)
{
	guint64 next;

	if (!find_segment(reader, reader->place.segment + 1, &next))
		return FALSE;
	SpoolPlace found = look(reader);

	if (reader->failed || found == SPOOL_PLACE_RECORD)
		return !reader->failed;
	if (found == SPOOL_PLACE_TORN && (pass_damage(reader) || reader->failed))
		return !reader->failed;
	close_segment(reader);
	reader->place = (SourcePlace){next, SPOOL_SEGMENT_MARK_BYTES};
	return TRUE;
}

gboolean spool_reader_ready(SpoolReader *reader)
{
	while (!reader->ready && !reader->failed) {
		if (!open_segment(reader))
			return FALSE;
		reader->ready = look(reader) == SPOOL_PLACE_RECORD && !reader->failed;
		if (!reader->ready && !leave_segment(reader))
			return FALSE;
	}
	return reader->ready;
}

gboolean spool_reader_next(SpoolReader *reader, SpoolRecord *ret)
{
	while (spool_reader_ready(reader)) {
		Span body = span_new(reader->body->data, reader->body->len);

		reader->ready = FALSE;
		reader->place.offset += SPOOL_HEADER_BYTES + body.length;
		if (spool_record_decode(body, ret))
			return TRUE;
		complain(reader, _("a record that is not understood is passed over"));
	}
	return FALSE;
}

SourcePlace spool_reader_place(const SpoolReader *reader)
{
	return reader->place;
}

gboolean spool_reader_failed(const SpoolReader *reader)
{
	return reader->failed;
}

/* ---- the cursor ---- */

static gboolean write_cursor(const SpoolReader *reader, SourcePlace place, GError **error)
{
	g_autofree char *path = g_build_filename(reader->directory, CURSOR_FILE, NULL);
	g_autofree char *text = g_strdup_printf(
		"%" G_GINT64_MODIFIER "x %" G_GUINT64_FORMAT "\n", place.segment, place.offset);
	g_autoptr(GError) problem = NULL;

	if (g_file_set_contents_full(path, text, -1,
		    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &problem))
		return TRUE;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, problem->message);
	return FALSE;
}

gboolean spool_reader_settle(SpoolReader *reader, SourcePlace place, GError **error)
{
	if (memcmp(&place, &reader->settled, sizeof place) == 0)
		return TRUE;
	if (!write_cursor(reader, place, error))
		return FALSE;
	reader->settled = place;
	blank(reader, place);
	g_autoptr(GArray) numbers = spool_segment_list(reader->spool);

	for (guint i = 0; i < numbers->len; i++) {
		guint64 number = g_array_index(numbers, guint64, i);
		g_autofree char *path = spool_segment_path(reader->spool, number);

		if (number < place.segment && unlink(path) != 0 && errno != ENOENT)
			return fail(path, error);
	}
	return TRUE;
}
