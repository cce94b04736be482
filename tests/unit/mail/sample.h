/* SPDX-License-Identifier: Apache-2.0
 *
 * Small, inert documents and archives for tests, made by other code than what reads them: compound
 * files by libgsf, archives by libarchive. Nothing in them can run.
 */
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gsf/gsf.h>
#include <locale.h>

#include "base/span.h"

typedef struct SampleFile {
	const char *name; /* with "/" between storages */
	const char *bytes;
	gsize length; /* 0: up to the first NUL */
} SampleFile;

typedef int (*SampleFormat)(struct archive *writer);

static inline Span sample_span(const GByteArray *bytes)
{
	return span_new(bytes->data, bytes->len);
}

static inline gsize sample_length(const SampleFile *file)
{
	return file->length > 0 ? file->length : strlen(file->bytes);
}

static inline void sample_put(GByteArray *out, const char *bytes, gsize length)
{
	g_byte_array_append(out, (const guint8 *)bytes, (guint)length);
}

/* VALUE in COUNT bytes, the lowest first. */
static inline void sample_put_number(GByteArray *out, guint64 value, guint count)
{
	for (guint i = 0; i < count; i++) {
		guint8 byte = i < 8 ? (guint8)(value >> (8 * i)) : 0;
		g_byte_array_append(out, &byte, 1);
	}
}

/* An archive of FILES; FILTER may be NULL. Names need a UTF-8 locale, which must not outlast the
 * writing. */
static inline GByteArray *sample_archive(
	SampleFormat format, SampleFormat filter, const SampleFile *files, guint count)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = uselocale(locale);
	gsize used = 0, room = 4 << 20;
	g_autofree char *buffer = g_malloc0(room);
	struct archive *writer = archive_write_new();
	g_assert_cmpint(format(writer), ==, ARCHIVE_OK);
	if (filter != NULL)
		g_assert_cmpint(filter(writer), ==, ARCHIVE_OK);
	archive_write_set_options(writer, "hdrcharset=UTF-8");
	g_assert_cmpint(archive_write_open_memory(writer, buffer, room, &used), ==, ARCHIVE_OK);
	for (guint i = 0; i < count; i++) {
		struct archive_entry *entry = archive_entry_new();
		archive_entry_update_pathname_utf8(entry, files[i].name);
		archive_entry_set_size(entry, (la_int64_t)sample_length(&files[i]));
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		g_assert_cmpint(archive_write_header(writer, entry), >=, ARCHIVE_WARN);
		archive_write_data(writer, files[i].bytes, sample_length(&files[i]));
		archive_entry_free(entry);
	}
	g_assert_cmpint(archive_write_close(writer), ==, ARCHIVE_OK);
	archive_write_free(writer);
	uselocale(before);
	freelocale(locale);
	GByteArray *out = g_byte_array_new();
	sample_put(out, buffer, used);
	return out;
}

static inline GByteArray *sample_zip(const SampleFile *files, guint count)
{
	return sample_archive(archive_write_set_format_zip, NULL, files, count);
}

/* Say in all headers of ZIP that its members are encrypted; the bytes stay as they are. */
static inline void sample_lock_zip(GByteArray *zip)
{
	for (guint at = 0; at + 10 < zip->len; at++) {
		if (memcmp(zip->data + at, "PK\x03\x04", 4) == 0)
			zip->data[at + 6] |= 1;
		if (memcmp(zip->data + at, "PK\x01\x02", 4) == 0)
			zip->data[at + 8] |= 1;
	}
}

static inline GsfOutfile *sample_storage(GHashTable *storages, GsfOutfile *root, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		return root;
	g_autofree char *folder = g_strndup(path, (gsize)(slash - path));
	GsfOutfile *known = g_hash_table_lookup(storages, folder);
	if (known != NULL)
		return known;
	GsfOutfile *parent = sample_storage(storages, root, folder);
	const char *name = strrchr(folder, '/');
	GsfOutput *child = gsf_outfile_new_child(parent, name == NULL ? folder : name + 1, TRUE);
	g_hash_table_insert(storages, g_steal_pointer(&folder), child);
	return GSF_OUTFILE(child);
}

static inline void sample_close(gpointer key, gpointer value, gpointer data)
{
	gsf_output_close(GSF_OUTPUT(value));
}

/* A compound file with FILES as streams; CLSID: 16 bytes for the root, or NULL. */
static inline GByteArray *sample_ole(const SampleFile *files, guint count, const char *clsid)
{
	gsf_init();
	GsfOutput *memory = gsf_output_memory_new();
	GsfOutfile *root = gsf_outfile_msole_new(memory);
	if (clsid != NULL)
		gsf_outfile_msole_set_class_id(GSF_OUTFILE_MSOLE(root), (const guint8 *)clsid);
	g_autoptr(GHashTable) storages =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
	for (guint i = 0; i < count; i++) {
		const char *slash = strrchr(files[i].name, '/');
		GsfOutfile *parent = sample_storage(storages, root, files[i].name);
		GsfOutput *stream = gsf_outfile_new_child(
			parent, slash == NULL ? files[i].name : slash + 1, FALSE);
		gsf_output_write(stream, sample_length(&files[i]), (const guint8 *)files[i].bytes);
		gsf_output_close(stream);
		g_object_unref(stream);
	}
	g_hash_table_foreach(storages, sample_close, NULL);
	gsf_output_close(GSF_OUTPUT(root));
	GByteArray *out = g_byte_array_new();
	const guint8 *bytes = gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory));
	g_byte_array_append(out, bytes, (guint)gsf_output_size(memory));
	g_object_unref(root);
	g_object_unref(memory);
	return out;
}
