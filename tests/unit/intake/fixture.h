/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of intake share: inputs in memory that are read in pieces of a chosen size,
 * compressed bytes, folders that are thrown away, and messages gathered for comparison.
 */
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/span.h"
#include "intake/format.h"
#include "intake/raw-message.h"

/* A date line, as the public archives have it. */
#define FROM_A "From mboxrd@z Mon Apr 29 00:00:00 2019\n"
#define FROM_B "From mboxrd@z Thu Jan  1 00:00:00 1970\n"

/* An input in memory. */
typedef struct Feed {
	Span left;
	gsize step;    /* at most so many bytes a read */
	int error;     /* errno at the end; 0: it ends well */
	GRand *random; /* when not NULL, each read gives 1 to step bytes */
} Feed;

static inline gssize feed_read(gpointer user_data, void *buffer, gsize size)
{
	Feed *feed = (Feed *)user_data;
	gsize step = feed->step;

	if (feed->random != NULL)
		step = (gsize)g_rand_int_range(feed->random, 1, (gint32)feed->step + 1);
	gsize count = MIN(MIN(size, step), feed->left.length);

	if (count == 0 && feed->error != 0) {
		errno = feed->error;
		return -1;
	}
	if (count > 0)
		memcpy(buffer, feed->left.data, count);
	feed->left = span_from(feed->left, count);
	return (gssize)count;
}

/* TEXT compressed by FILTER (ARCHIVE_FILTER_GZIP, _ZSTD or _XZ). */
static inline GBytes *pack(int filter, Span text)
{
	gsize room = text.length + LIMIT_KIB(64);
	g_autofree char *packed = g_malloc(room);
	size_t used = 0;
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	g_assert_cmpint(archive_write_add_filter(archive, filter), ==, ARCHIVE_OK);
	g_assert_cmpint(archive_write_set_format_raw(archive), ==, ARCHIVE_OK);
	g_assert_cmpint(archive_write_set_bytes_per_block(archive, 0), ==, ARCHIVE_OK);
	g_assert_cmpint(archive_write_open_memory(archive, packed, room, &used), ==, ARCHIVE_OK);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_pathname(entry, "data");
	g_assert_cmpint(archive_write_header(archive, entry), ==, ARCHIVE_OK);
	g_assert_cmpint(archive_write_data(archive, text.data, text.length), ==, (int)text.length);
	archive_entry_free(entry);
	g_assert_cmpint(archive_write_close(archive), ==, ARCHIVE_OK);
	archive_write_free(archive);
	return g_bytes_new(packed, used);
}

static inline Span bytes_span(GBytes *bytes)
{
	gsize length;
	const char *data = g_bytes_get_data(bytes, &length);

	return span_new(data, length);
}

/* LENGTH bytes that no compression makes smaller, but always the same. */
static inline char *noise(gsize length)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	char *text = g_malloc(length + 1);

	for (gsize at = 0; at < length; at++)
		text[at] = (char)('!' + g_rand_int_range(random, 0, 90));
	text[length] = '\0';
	return text;
}

/* Adds "path|bytes|" (with "!" after the path of a cut message) to OUT and frees MESSAGE. */
static inline void gather(GString *out, RawMessage *message)
{
	Span bytes = bytes_span(message->bytes);

	g_string_append_printf(out, "%s%s|", message->path, message->cut ? "!" : "");
	g_string_append_len(out, bytes.data, (gssize)bytes.length);
	g_string_append_c(out, '|');
	raw_message_free(message);
}

/* Complaints as "path: text" lines in a GString. */
static inline void note_complaint(const char *path, const char *text, gpointer user_data)
{
	g_string_append_printf((GString *)user_data, "%s: %s\n", path, text);
}

/* A new empty folder, owned by the caller, that others may enter. */
static inline char *folder_new(void)
{
	char *path = g_dir_make_tmp("kith-intake-XXXXXX", NULL);

	g_assert_nonnull(path);
	g_assert_cmpint(g_chmod(path, 0755), ==, 0);
	return path;
}

static inline void folder_remove(const char *path)
{
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
	const char *name;

	while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		if (g_file_test(child, G_FILE_TEST_IS_DIR) &&
			!g_file_test(child, G_FILE_TEST_IS_SYMLINK))
			folder_remove(child);
		else
			g_assert_cmpint(g_unlink(child), ==, 0);
	}
	g_assert_cmpint(g_rmdir(path), ==, 0);
}

/* The file NAME below FOLDER, with all directories on the way. */
static inline void file_write(const char *folder, const char *name, Span text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(parent, 0755), ==, 0);
	g_assert_true(g_file_set_contents(
		path, text.length > 0 ? text.data : "", (gssize)text.length, NULL));
}

static inline void file_write_text(const char *folder, const char *name, const char *text)
{
	file_write(folder, name, span_new(text, strlen(text)));
}

static inline void folder_make(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_cmpint(g_mkdir_with_parents(path, 0755), ==, 0);
}

/* All messages that FORMAT reads in FEED, as gather writes them, then what was complained of. */
static inline GString *read_feed(const Format *format, Feed feed)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GString) complaints_text = g_string_new(NULL);
	g_autoptr(Stream) stream = stream_new();
	Complaints complaints = {.complain = note_complaint, .user_data = complaints_text};
	Document document = {.stream = stream, .path = "m", .complaints = &complaints};
	RawMessage *message;

	stream_open(stream, feed_read, &feed);
	gpointer reader = format->open(&document);

	while ((message = format->next(reader)) != NULL)
		gather(out, message);
	g_assert_null(format->next(reader));
	format->close(reader);
	g_string_append(out, complaints_text->str);
	return out;
}
