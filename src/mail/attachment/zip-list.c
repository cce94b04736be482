/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks a zip's headers (PKWARE's APPNOTE.TXT 4.3). Offsets are taken from the end record's place,
 * so that bytes put before the first member do not matter, as they do not matter to those who open
 * such files.
 */
#include "mail/attachment/zip-list.h"

#include "base/limits.h"

#define LOCAL_BYTES   30
#define CENTRAL_BYTES 46
#define END_BYTES     22

static guint16 get_u16(Span file, gsize at)
{
	return (guint16)((guchar)file.data[at] | (guchar)file.data[at + 1] << 8);
}

static guint32 get_u32(Span file, gsize at)
{
	return get_u16(file, at) | (guint32)get_u16(file, at + 2) << 16;
}

static gboolean has_mark(Span file, gsize at, const char *mark)
{
	return at <= file.length && file.length - at >= 4 && memcmp(file.data + at, mark, 4) == 0;
}

static gboolean is_encrypted(Span file, gsize flags_at)
{
	return (get_u16(file, flags_at) & (1 << 0 | 1 << 6 | 1 << 13)) != 0;
}

/* Where the end record begins, or FILE's length. */
static gsize find_end(Span file)
{
	if (file.length < END_BYTES)
		return file.length;
	gsize last = file.length - END_BYTES;
	for (gsize back = 0; back <= MIN(last, 0xFFFF); back++)
		if (has_mark(file, last - back, "PK\x05\x06"))
			return last - back;
	return file.length;
}

/* Where the central directory begins, or FILE's length. */
static gsize find_directory(Span file)
{
	gsize end = find_end(file);
	if (end == file.length)
		return end;
	gsize size = get_u32(file, end + 12), offset = get_u32(file, end + 16);
	if (size <= end && has_mark(file, end - size, "PK\x01\x02"))
		return end - size;
	return has_mark(file, offset, "PK\x01\x02") ? offset : file.length;
}

static guint walk_directory(Span file, ZipFunc function, gpointer data)
{
	guint count = 0;
	gsize at = find_directory(file);
	for (; count < LIMIT_ZIP_NAMES && has_mark(file, at, "PK\x01\x02"); count++) {
		if (file.length - at < CENTRAL_BYTES)
			break;
		gsize name = get_u16(file, at + 28);
		gsize rest = (gsize)get_u16(file, at + 30) + get_u16(file, at + 32);
		if (file.length - at - CENTRAL_BYTES < name + rest)
			break;
		ZipMember member = {.name = span_new(file.data + at + CENTRAL_BYTES, name),
			.encrypted = is_encrypted(file, at + 8)};
		function(data, &member);
		at += CENTRAL_BYTES + name + rest;
	}
	return count;
}

/* The member whose own header is at AT; its name is empty when it is none. */
static ZipMember local_member(Span file, gsize at)
{
	ZipMember member = {.name = span_new(NULL, 0)};
	if (!has_mark(file, at, "PK\x03\x04") || file.length - at < LOCAL_BYTES)
		return member;
	gsize length = get_u16(file, at + 26);
	if (file.length - at - LOCAL_BYTES < length || length > LIMIT_STRING)
		return member;
	member.name = span_new(file.data + at + LOCAL_BYTES, length);
	member.encrypted = is_encrypted(file, at + 6);
	return member;
}

static void search_members(Span file, ZipFunc function, gpointer data)
{
	gsize at = 0;
	for (guint count = 0; count < LIMIT_ZIP_NAMES && at < file.length; count++) {
		const char *found = memmem(file.data + at, file.length - at, "PK\x03\x04", 4);
		if (found == NULL)
			return;
		at = (gsize)(found - file.data);
		ZipMember member = local_member(file, at);
		if (member.name.length > 0)
			function(data, &member);
		at += 4;
	}
}

gboolean zip_list(Span file, ZipFunc function, gpointer data)
{
	/* The two kinds of header can contradict each other; the first member's own is told in any
	 * case. */
	ZipMember first = local_member(file, 0);
	if (first.name.length > 0 && first.encrypted)
		function(data, &first);
	if (walk_directory(file, function, data) > 0)
		return TRUE;
	search_members(file, function, data);
	return has_mark(file, 0, "PK\x05\x06");
}

Span zip_first_stored(Span file, const char *name)
{
	ZipMember first = local_member(file, 0);
	if (first.name.length != strlen(name) ||
		memcmp(first.name.data, name, first.name.length) != 0)
		return span_new(NULL, 0);
	if (get_u16(file, 8) != 0)
		return span_new(NULL, 0);
	return span_from(file, LOCAL_BYTES + first.name.length + (gsize)get_u16(file, 28));
}
