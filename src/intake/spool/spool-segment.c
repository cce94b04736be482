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
#include "intake/spool/spool-record.h"

#define SUFFIX ".spool"
#define DIGITS 16

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
