/* SPDX-License-Identifier: Apache-2.0
 *
 * Drives libarchive. Filters and formats are named one by one, since "all" of them would run lrzip
 * on hostile bytes; one that would need a program is refused. Names are converted in a UTF-8 locale
 * of this file's own, so that libarchive never asks iconv, which opens files.
 */
#include "mail/attachment/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <time.h>

#include "base/limits.h"
#include "mail/attachment/file-digest.h"
#include "mail/attachment/unpack-lock.h"
#include "mail/text/charset.h"

#define PADDED_BYTES (50 * (guint64)1000 * 1000)
#define PADDED_RATIO 100

typedef struct archive Reader;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, archive_read_free)

typedef int (*Support)(Reader *reader);

typedef struct FormatRow {
	Container container;
	Support support[8];
} FormatRow;

static const FormatRow formats[] = {
	{CONTAINER_ZIP, {archive_read_support_format_zip}},
	{CONTAINER_7Z, {archive_read_support_format_7zip}},
	{CONTAINER_RAR4, {archive_read_support_format_rar}},
	{CONTAINER_RAR5, {archive_read_support_format_rar5}},
	{CONTAINER_TAR, {archive_read_support_format_tar}},
	{CONTAINER_CAB, {archive_read_support_format_cab}},
	{CONTAINER_ISO, {archive_read_support_format_iso9660}},
	{CONTAINER_LHA, {archive_read_support_format_lha}},
	{CONTAINER_STREAM,
		{archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
			archive_read_support_filter_xz, archive_read_support_filter_lzma,
			archive_read_support_filter_zstd, archive_read_support_format_tar,
			archive_read_support_format_raw}},
};

/* NULL when there is none: names outside ASCII are then lost. */
static locale_t name_locale(void)
{
	static gsize ready;
	static locale_t locale;
	if (g_once_init_enter(&ready)) {
		locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
		g_once_init_leave(&ready, 1);
	}
	return locale;
}

static Reader *open_reader(Container container, Span file)
{
	g_autoptr(Reader) reader = archive_read_new();
	for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
		const Support *support =
			formats[i].container == container ? formats[i].support : NULL;
		for (; support != NULL && *support != NULL; support++)
			if ((*support)(reader) !=
				ARCHIVE_OK) /* a warning says that a program would be run */
				return NULL;
	}
	if (archive_read_open_memory(reader, file.data, file.length) != ARCHIVE_OK)
		return NULL;
	return g_steal_pointer(&reader);
}

/* "report.doc" for "report.doc.gz", "x.tar" for "x.tgz". */
static char *inner_name(const char *outer)
{
	const char *dot = strrchr(outer, '.');
	if (dot == NULL)
		return g_strdup(outer);
	return g_strdup_printf(
		"%.*s%s", (int)(dot - outer), outer, dot[1] == 't' && dot[2] != 'x' ? ".tar" : "");
}

static char *member_name(Reader *reader, struct archive_entry *entry, const char *outer)
{
	if (archive_format(reader) == ARCHIVE_FORMAT_RAW)
		return inner_name(outer);
	const char *name = archive_entry_pathname_utf8(entry);
	if (name == NULL)
		name = archive_entry_pathname(entry);
	if (name == NULL)
		return g_strdup("");
	if (g_utf8_validate(name, -1, NULL))
		return g_strdup(name);
	return charset_to_utf8("", span_new(name, strlen(name)), NULL, NULL);
}

/* Read what the budget allows of the current member into CONTENT and MEMBER. */
static guint read_member(
	const Unpacker *unpacker, Reader *reader, GByteArray *content, UnpackMember *member)
{
	FileDigest *digest = file_digest_new();
	g_autofree char *buffer = g_malloc(LIMIT_KIB(64));
	guint64 total = 0;
	la_ssize_t got = 0;
	while ((got = archive_read_data(reader, buffer, LIMIT_KIB(64))) > 0) {
		total += (guint64)got;
		if ((guint64)got > unpacker->budget->bytes) {
			unpacker->budget->bytes = 0;
			break;
		}
		unpacker->budget->bytes -= (guint64)got;
		file_digest_add(digest, span_new(buffer, (gsize)got));
		gsize room = UNPACK_LOOK - content->len;
		g_byte_array_append(content, (const guint8 *)buffer, (guint)MIN((gsize)got, room));
	}
	member->content = span_new(content->data, content->len);
	member->whole = got == 0 && total == content->len;
	file_digest_end(digest, got == 0 ? member->sha256 : NULL, got == 0 ? member->md5 : NULL);
	if (got == 0) {
		member->size = total;
		return 0;
	}
	member->size = MAX(member->size, total);
	return got > 0 ? UNPACK_LIMIT : UNPACK_DAMAGED;
}

static guint unpack_entry(
	const Unpacker *unpacker, Reader *reader, struct archive_entry *entry, const char *outer)
{
	g_autofree char *name = member_name(reader, entry, outer);
	UnpackMember member = {.name = name};
	member.encrypted = archive_entry_is_encrypted(entry) != 0;
	member.size =
		archive_entry_size_is_set(entry) ? (guint64)MAX(archive_entry_size(entry), 0) : 0;
	if (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != 0)
		return 0;
	if (unpacker->wanted != NULL && !unpacker->wanted(unpacker->data, name))
		return 0;
	g_autoptr(GByteArray) content = g_byte_array_new();
	guint marks = member.encrypted ? UNPACK_ENCRYPTED : 0;
	gint64 before = archive_filter_bytes(reader, -1);
	if (!member.encrypted && unpacker->budget->bytes > 0)
		marks |= read_member(unpacker, reader, content, &member);
	guint64 packed = (guint64)MAX(archive_filter_bytes(reader, -1) - before, 1);
	member.padded = member.size > PADDED_BYTES && member.size / packed >= PADDED_RATIO &&
			!member.encrypted;
	unpacker->on_member(unpacker->data, &member);
	return marks;
}

/* Can further members be named without unpacking what stands before them? Padding must not hide
 * them. */
static gboolean skips_unread(Reader *reader)
{
	int format = archive_format(reader) & ARCHIVE_FORMAT_BASE_MASK;
	return format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_ISO9660 ||
	       format == ARCHIVE_FORMAT_LHA;
}

static guint unpack_all(const Unpacker *unpacker, Reader *reader, const char *outer)
{
	guint marks = 0;
	while ((marks & UNPACK_LIMIT) == 0 || skips_unread(reader)) {
		struct archive_entry *entry = NULL;
		int result = archive_read_next_header(reader, &entry);
		if (result == ARCHIVE_EOF)
			break;
		if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
			marks |= UNPACK_DAMAGED;
			break;
		}
		if (unpacker->budget->members == 0)
			return marks | UNPACK_LIMIT;
		unpacker->budget->members--;
		marks |= unpack_entry(unpacker, reader, entry, outer);
	}
	if (archive_read_has_encrypted_entries(reader) > 0)
		marks |= UNPACK_ENCRYPTED;
	return marks;
}

guint unpack(const Unpacker *unpacker, Container container, Span file, const char *name)
{
	locale_t before = name_locale() == (locale_t)0 ? (locale_t)0 : uselocale(name_locale());
	Reader *reader = open_reader(container, file);
	guint marks = reader == NULL ? UNPACK_DAMAGED : unpack_all(unpacker, reader, name);
	if (reader != NULL)
		archive_read_free(reader);
	if (before != (locale_t)0)
		uselocale(before);
	if (unpack_is_locked(container, file))
		marks |= UNPACK_ENCRYPTED;
	/* What a password hides looks damaged; it is not. */
	return (marks & UNPACK_ENCRYPTED) != 0 ? marks & ~(guint)UNPACK_DAMAGED : marks;
}

void unpack_warm(void)
{
	(void)name_locale();
	/* libarchive asks for the zone of local times; while TZ is unset, each asking looks at a
	 * file. */
	setenv("TZ", ":/etc/localtime", 0);
	tzset();
}
