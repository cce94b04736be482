/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads no more of a 7z or rar than the flags that tell of a password. Sources: RARLAB's technical
 * notes (rar 4 and 5), 7zFormat.txt and Methods.txt of the LZMA SDK. Walks are bounded by
 * LIMIT_ARCHIVE_MEMBERS.
 */
#include "mail/attachment/unpack-lock.h"

#include "base/limits.h"

static guint64 get_bytes(Span file, gsize at, guint count)
{
	guint64 value = 0;
	for (guint i = 0; i < count && at + i < file.length; i++)
		value |= (guint64)(guchar)file.data[at + i] << (8 * i);
	return value;
}

/* The end header of a 7z names the coders in clear unless it is packed itself, which libarchive
 * then reads. */
static gboolean is_7z_locked(Span file)
{
	static const char aes[] = "\x06\xF1\x07\x01";
	guint64 offset = get_bytes(file, 12, 8), size = get_bytes(file, 20, 8);
	if (file.length < 32 || offset > file.length - 32)
		return FALSE;
	Span header = span_from(file, 32 + (gsize)offset);
	header.length = (gsize)MIN(header.length, size);
	return header.length > 0 && memmem(header.data, header.length, aes, 4) != NULL;
}

#define RAR4_MAIN 0x73
#define RAR4_FILE 0x74

static gboolean is_rar4_locked(Span file)
{
	gsize at = 7;
	for (guint i = 0; i < LIMIT_ARCHIVE_MEMBERS && at + 7 <= file.length; i++) {
		guint type = (guchar)file.data[at + 2];
		guint flags = (guint)get_bytes(file, at + 3, 2);
		gsize size = (gsize)get_bytes(file, at + 5, 2);
		if ((type == RAR4_MAIN && (flags & 0x0080) != 0) ||
			(type == RAR4_FILE && (flags & 0x0004) != 0))
			return TRUE;
		if ((flags & 0x8000) != 0 || type == RAR4_FILE)
			size += (gsize)get_bytes(file, at + 7, 4);
		if (size < 7)
			return FALSE;
		at += size;
	}
	return FALSE;
}

/* The variable-length number at *AT, which is moved behind it. */
static guint64 take_number(Span file, gsize *at)
{
	guint64 value = 0;
	for (guint shift = 0; shift < 63 && *at < file.length; shift += 7) {
		guchar byte = (guchar)file.data[(*at)++];
		value |= (guint64)(byte & 0x7F) << shift;
		if ((byte & 0x80) == 0)
			break;
	}
	return value;
}

#define RAR5_FILE       2
#define RAR5_ENCRYPTION 4
#define RAR5_HAS_EXTRA  0x01
#define RAR5_HAS_DATA   0x02

/* Is there an encryption record in a file header's extra area? */
static gboolean has_encryption_record(Span extra)
{
	for (gsize at = 0; at < extra.length;) {
		guint64 size = take_number(extra, &at);
		gsize body = at;
		if (take_number(extra, &at) == 1)
			return TRUE;
		if (size == 0 || size > extra.length)
			return FALSE;
		at = body + (gsize)size;
	}
	return FALSE;
}

static gboolean is_rar5_locked(Span file)
{
	gsize at = 8;
	for (guint i = 0; i < LIMIT_ARCHIVE_MEMBERS && at + 7 <= file.length; i++) {
		at += 4; /* checksum */
		guint64 size = take_number(file, &at);
		gsize header = at;
		if (size == 0 || size > file.length - MIN(header, file.length))
			return FALSE;
		guint64 type = take_number(file, &at), flags = take_number(file, &at);
		guint64 extra = (flags & RAR5_HAS_EXTRA) != 0 ? take_number(file, &at) : 0;
		guint64 data = (flags & RAR5_HAS_DATA) != 0 ? take_number(file, &at) : 0;
		if (type == RAR5_ENCRYPTION)
			return TRUE;
		gsize end = header + (gsize)size;
		if (type == RAR5_FILE && extra > 0 && extra <= size &&
			has_encryption_record(span_new(file.data + end - extra, (gsize)extra)))
			return TRUE;
		if (data > file.length - end)
			return FALSE;
		at = end + (gsize)data;
	}
	return FALSE;
}

gboolean unpack_is_locked(Container container, Span file)
{
	switch (container) {
	case CONTAINER_7Z:
		return is_7z_locked(file);
	case CONTAINER_RAR4:
		return is_rar4_locked(file);
	case CONTAINER_RAR5:
		return is_rar5_locked(file);
	default:
		return FALSE;
	}
}
