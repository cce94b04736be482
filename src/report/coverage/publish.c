/* SPDX-License-Identifier: Apache-2.0
 *
 * All files are written at once beside those that they replace, by one walk over the indicators. A
 * link stays, and what it leads to is replaced; what is no file at all, such as a pipe or a
 * device, is written to.
 */
#include "report/coverage/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

typedef struct Page {
	Sheet sheet;
	char *path;    /* of the file, links followed */
	char *written; /* of what is to become it; NULL when it has, or is written to itself */
} Page;

static void page_free(gpointer data)
{
	Page *page = data;
	if (page->sheet.stream != NULL)
		fclose(page->sheet.stream);
	if (page->written != NULL)
		g_unlink(page->written);
	g_free(page->written);
	g_free(page->path);
	g_free(page);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)

static gboolean fail(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return FALSE;
}

typedef enum {
	PLACE_NEW,     /* nothing is there */
	PLACE_FILE,    /* a regular file, perhaps at the end of links */
	PLACE_SPECIAL, /* a pipe, a device */
	PLACE_WRONG,   /* not to be told, a link to nothing, a directory; errno says why */
} Place;

static Place place_at(const char *path)
{
	struct stat info;
	if (stat(path, &info) == 0) {
		errno = EISDIR;
		return S_ISREG(info.st_mode)   ? PLACE_FILE
		       : S_ISDIR(info.st_mode) ? PLACE_WRONG
					       : PLACE_SPECIAL;
	}
	if (errno != ENOENT || lstat(path, &info) != 0)
		return errno == ENOENT ? PLACE_NEW : PLACE_WRONG;
	errno = ENOENT;
	return PLACE_WRONG;
}

/* Readable for all whom the mask lets: most engines run as users of their own. */
static gboolean open_beside(Page *page, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(page->path);
	g_autofree char *name = g_path_get_basename(page->path);
	g_autofree char *hidden = g_strdup_printf(".%s.XXXXXX", name);
	g_autofree char *written = g_build_filename(folder, hidden, NULL);
	if (g_mkdir_with_parents(folder, 0777) != 0)
		return fail(folder, error);
	int file = g_mkstemp_full(written, O_RDWR | O_CLOEXEC, 0666);
	if (file < 0)
		return fail(page->path, error);
	page->written = g_steal_pointer(&written);
	page->sheet.stream = fdopen(file, "w+");
	return TRUE;
}

static gboolean open_itself(Page *page, GError **error)
{
	page->sheet.stream = fopen(page->path, "we");
	return page->sheet.stream != NULL || fail(page->path, error);
}

static Page *page_open(
	const Coverage *coverage, const Format *format, char *take_path, GError **error)
{
	g_autoptr(Page) page = g_new0(Page, 1);
	page->path = take_path;
	page->sheet.format = format;
	page->sheet.release = coverage_release(coverage);
	Place place = place_at(page->path);
	if (place == PLACE_FILE) {
		char *target = realpath(page->path, NULL);
		if (target == NULL)
			return fail(page->path, error), NULL;
		g_free(page->path);
		page->path = g_strdup(target);
		free(target);
	}
	gboolean done = place == PLACE_WRONG     ? fail(page->path, error)
			: place == PLACE_SPECIAL ? open_itself(page, error)
						 : open_beside(page, error);
	return done ? g_steal_pointer(&page) : NULL;
}

/* Does the file at PATH hold what STREAM does? */
static gboolean is_same(const char *path, FILE *stream)
{
	char ours[4096], theirs[4096];
	gsize length = 0;
	FILE *present = fopen(path, "re");
	gboolean same = present != NULL;
	rewind(stream);
	while (same) {
		length = fread(ours, 1, sizeof ours, stream);
		same = fread(theirs, 1, sizeof theirs, present) == length &&
		       memcmp(ours, theirs, length) == 0;
		if (length < sizeof ours)
			break;
	}
	if (present != NULL)
		fclose(present);
	return same;
}

static gboolean page_settle(Page *page, GError **error)
{
	FILE *stream = page->sheet.stream;
	if (fflush(stream) != 0 || ferror(stream))
		return fail(page->path, error);
	if (page->written == NULL || is_same(page->path, stream))
		return TRUE;
	if (fsync(fileno(stream)) != 0 || g_rename(page->written, page->path) != 0)
		return fail(page->path, error);
	g_clear_pointer(&page->written, g_free);
	return TRUE;
}

static void put_on_sheet(const Indicator *indicator, gpointer user_data)
{
	sheet_put(user_data, indicator);
}

static void put_on_pages(const Indicator *indicator, gpointer user_data)
{
	const GPtrArray *pages = user_data;
	for (guint i = 0; i < pages->len; i++)
		sheet_put(&((Page *)pages->pdata[i])->sheet, indicator);
}

gboolean publish_stream(Coverage *coverage, const Format *format, FILE *stream, GError **error)
{
	Sheet sheet = {.format = format, .release = coverage_release(coverage), .stream = stream};
	sheet_begin(&sheet);
	if (!coverage_each(coverage, put_on_sheet, &sheet, error))
		return FALSE;
	sheet_end(&sheet);
	return TRUE;
}

static gboolean write_pages(Coverage *coverage, GPtrArray *pages, GError **error)
{
	for (guint i = 0; i < pages->len; i++)
		sheet_begin(&((Page *)pages->pdata[i])->sheet);
	if (!coverage_each(coverage, put_on_pages, pages, error))
		return FALSE;
	for (guint i = 0; i < pages->len; i++)
		sheet_end(&((Page *)pages->pdata[i])->sheet);
	for (guint i = 0; i < pages->len; i++)
		if (!page_settle(pages->pdata[i], error))
			return FALSE;
	return TRUE;
}

static gboolean add_page(GPtrArray *pages, const Coverage *coverage, const Format *format,
	char *take_path, GError **error)
{
	Page *page = page_open(coverage, format, take_path, error);
	if (page != NULL)
		g_ptr_array_add(pages, page);
	return page != NULL;
}

gboolean publish_file(Coverage *coverage, const Format *format, const char *path, GError **error)
{
	g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(page_free);
	return add_page(pages, coverage, format, g_strdup(path), error) &&
	       write_pages(coverage, pages, error);
}

gboolean publish_all(Coverage *coverage, const char *folder, GError **error)
{
	g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(page_free);
	for (guint i = 0; format_table[i] != NULL; i++) {
		g_autofree char *below = format_path(format_table[i], coverage_release(coverage));
		if (!add_page(pages, coverage, format_table[i],
			    g_build_filename(folder, below, NULL), error))
			return FALSE;
	}
	return write_pages(coverage, pages, error);
}
