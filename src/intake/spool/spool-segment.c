/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of segments and their records. Read with pread: another process may be writing, and a file
 * that was mapped might become shorter.
 */
#include "intake/spool/spool-segment.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "intake/spool/spool-record.h"

#define SUFFIX ".spool"
#define DIGITS 16
/* Bytes of a file that are looked through at a time. */
#define SEARCH_WINDOW 65536

static gint compare_numbers(gconstpointer left, gconstpointer right)
{
	guint64 a = *(const guint64 *)left, b = *(const guint64 *)right;

	return a < b ? -1 : a > b;
}

static gboolean read_name(const char *name, guint64 *ret)
{
	char *end = NULL;

	if (strspn(name, "0123456789abcdef") != DIGITS || strcmp(name + DIGITS, SUFFIX) != 0)
		return FALSE;
	*ret = g_ascii_strtoull(name, &end, 16);
	return TRUE;
}

GArray *spool_segment_list(const char *directory)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint64));
	g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
	const char *name;
	guint64 number;

	while (entries != NULL && (name = g_dir_read_name(entries)) != NULL)
		if (read_name(name, &number))
			g_array_append_val(numbers, number);
	g_array_sort(numbers, compare_numbers);
	return numbers;
}

char *spool_segment_path(const char *directory, guint64 number)
{
	return g_strdup_printf("%s/%0*" G_GINT64_MODIFIER "x" SUFFIX, directory, DIGITS, number);
}

/* As many of SIZE bytes as there are; -1 when they cannot be read. */
static gssize read_at(int descriptor, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
	gsize done = 0;

	while (done < size) {
		gssize count =
			pread(descriptor, buffer + done, size - done, (off_t)(offset + done));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_IO,
				_("the spool cannot be read: %s"), g_strerror(errno));
			return -1;
		}
		if (count == 0)
			break;
		done += (gsize)count;
	}
	return (gssize)done;
}

gboolean spool_segment_read(
	int descriptor, guint64 offset, GByteArray *body, SpoolPlace *ret, GError **error)
{
	guint8 header[SPOOL_HEADER_BYTES] = {0};
	gssize count = read_at(descriptor, offset, header, sizeof header, error);

	if (count < 0)
		return FALSE;
	gsize length = spool_record_length(header);

	*ret = count == 0 ? SPOOL_PLACE_END : SPOOL_PLACE_TORN;
	if (count < (gssize)sizeof header || length == 0)
		return TRUE;
	g_byte_array_set_size(body, (guint)length);
	count = read_at(descriptor, offset + sizeof header, body->data, length, error);
	if (count < 0)
		return FALSE;
	if (spool_record_matches(header, span_new(body->data, (gsize)count)))
		*ret = SPOOL_PLACE_RECORD;
	return TRUE;
}

typedef struct Search {
	int descriptor;
	guint64 size; /* of the file */
	gsize budget; /* bytes that may still be read for records */
	GByteArray *body;
} Search;

/* Does a whole record with HEADER stand at OFFSET? */
static gboolean is_record(
	Search *self, const guint8 *header, guint64 offset, gboolean *ret, GError **error)
{
	gsize length = spool_record_length(header);
	SpoolPlace place = SPOOL_PLACE_TORN;

	*ret = FALSE;
	if (length == 0 || offset + SPOOL_HEADER_BYTES + length > self->size)
		return TRUE;
	if (length > self->budget) {
		self->budget = 0;
		return TRUE;
	}
	self->budget -= length;
	if (!spool_segment_read(self->descriptor, offset, self->body, &place, error))
		return FALSE;
	*ret = place == SPOOL_PLACE_RECORD;
	return TRUE;
}

/* Where the record at OFFSET says that it ends; 0 when no record follows there. */
static gboolean search_behind(Search *self, guint64 offset, guint64 *ret, GError **error)
{
	guint8 header[SPOOL_HEADER_BYTES] = {0};
	gboolean found;

	if (read_at(self->descriptor, offset, header, sizeof header, error) < 0)
		return FALSE;
	offset += SPOOL_HEADER_BYTES + spool_record_length(header);
	memset(header, 0, sizeof header);
	if (read_at(self->descriptor, offset, header, sizeof header, error) < 0 ||
		!is_record(self, header, offset, &found, error))
		return FALSE;
	*ret = found ? offset : 0;
	return TRUE;
}

/* The first place among those in a window from BASE on; 0 when there is none. */
static gboolean search_window(Search *self, guint64 base, guint64 *ret, GError **error)
{
	guint8 window[SEARCH_WINDOW + SPOOL_HEADER_BYTES];
	gssize count = read_at(self->descriptor, base, window, sizeof window, error);
	gboolean found = FALSE;

	if (count < 0)
		return FALSE;
	for (gssize i = 0; i < SEARCH_WINDOW && i + SPOOL_HEADER_BYTES <= count && !found; i++) {
		if (!is_record(self, window + i, base + (guint64)i, &found, error))
			return FALSE;
		*ret = found ? base + (guint64)i : 0;
	}
	return TRUE;
}

gboolean spool_segment_search(
	int descriptor, guint64 offset, GByteArray *body, guint64 *ret, GError **error)
{
	off_t end = lseek(descriptor, 0, SEEK_END);
	Search self = {.descriptor = descriptor,
		.size = end > 0 ? (guint64)end : 0,
		.budget = LIMIT_SPOOL_SEARCH,
		.body = body};

	*ret = 0;
	if (!search_behind(&self, offset, ret, error))
		return FALSE;
	for (guint64 base = offset + 1; *ret == 0 && base < self.size && self.budget > 0;
		base += SEARCH_WINDOW)
		if (!search_window(&self, base, ret, error))
			return FALSE;
	return TRUE;
}
