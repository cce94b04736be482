/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads a compound file's tables. Every number in it is an attacker's: sector numbers are checked
 * against the file at each step and every walk has a count.
 */
#include "mail/attachment/ole-file.h"

#include "base/limits.h"

#define HEADER_BYTES 512
#define ENTRY_BYTES  128
#define HEADER_FATS  109
#define LAST_SECTOR  0xFFFFFFFAu /* above it: marks, not sectors */
#define END_OF_CHAIN 0xFFFFFFFEu
/* Streams below 4 KiB share this stream of small sectors; more of it is not looked into. */
#define MINI_STREAM_BYTES LIMIT_MIB(16)
/* All streams that are read of one file together: directory entries may share their sectors. */
#define STREAM_BYTES LIMIT_MIB(64)

struct OleFile {
	Span bytes;
	guint shift;      /* a sector has 1 << shift bytes */
	gsize sectors;    /* in the file, the last one may be cut */
	GArray *fat;      /* of guint32: the sectors that hold the allocation table, in order */
	guint32 mini_fat; /* first sector of the small sectors' table */
	guint32 cutoff;   /* streams below this size are made of small sectors */
	GArray *entries;  /* of OleEntry */
	gsize left;       /* bytes of streams that may still be read */
	GByteArray *mini_table; /* both read when first needed */
	GByteArray *mini_stream;
};

static guint16 get_u16(const char *at)
{
	guint16 value;
	memcpy(&value, at, sizeof value);
	return GUINT16_FROM_LE(value);
}

static guint32 get_u32(const char *at)
{
	guint32 value;
	memcpy(&value, at, sizeof value);
	return GUINT32_FROM_LE(value);
}

/* What is there of SECTOR; empty when it lies outside of the file. */
static Span sector_bytes(const OleFile *file, guint32 sector)
{
	if (sector >= file->sectors)
		return span_new(NULL, 0);
	Span rest = span_from(file->bytes, ((gsize)sector + 1) << file->shift);
	rest.length = MIN(rest.length, (gsize)1 << file->shift);
	return rest;
}

/* The sector that follows SECTOR in its chain; above LAST_SECTOR at the end. */
static guint32 next_sector(const OleFile *file, guint32 sector)
{
	guint per_sector = 1u << (file->shift - 2);
	guint index = sector / per_sector;
	if (index >= file->fat->len)
		return G_MAXUINT32;
	Span table = sector_bytes(file, g_array_index(file->fat, guint32, index));
	gsize at = (gsize)(sector % per_sector) * 4;
	return at + 4 <= table.length ? get_u32(table.data + at) : G_MAXUINT32;
}

/* The first LIMIT bytes of the chain that begins at SECTOR. *RET_CUT, which may be NULL: it ends
 * without its end mark. */
static GByteArray *read_chain(const OleFile *file, guint32 sector, gsize limit, gboolean *ret_cut)
{
	GByteArray *out = g_byte_array_new();
	for (gsize step = 0; step < file->sectors && out->len < limit; step++) {
		Span bytes = sector_bytes(file, sector);
		if (bytes.length == 0)
			break;
		g_byte_array_append(out, (const guint8 *)bytes.data,
			(guint)MIN(bytes.length, limit - out->len));
		sector = next_sector(file, sector);
	}
	if (ret_cut != NULL)
		*ret_cut = out->len < limit && sector != END_OF_CHAIN;
	return out;
}

/* Append the table sectors that COUNT numbers at DATA name. */
static void add_fat_sectors(OleFile *file, const char *data, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		guint32 sector = get_u32(data + 4 * i);
		if (sector > LAST_SECTOR)
			continue;
		g_array_append_val(file->fat, sector);
	}
}

/* The header names the first table sectors, a chain of sectors the others. */
static void find_fat(OleFile *file, gboolean *damaged)
{
	add_fat_sectors(file, file->bytes.data + 76, HEADER_FATS);
	gsize needed = (file->sectors >> (file->shift - 2)) + 1;
	guint32 sector = get_u32(file->bytes.data + 68);
	for (gsize step = 0; file->fat->len < needed && sector <= LAST_SECTOR; step++) {
		Span bytes = sector_bytes(file, sector);
		if (bytes.length < 8 || step > file->sectors) {
			*damaged = TRUE;
			return;
		}
		gsize count = bytes.length / 4 - 1;
		add_fat_sectors(file, bytes.data, count);
		sector = get_u32(bytes.data + 4 * count);
	}
}

static void add_entry(OleFile *file, const char *data)
{
	OleEntry entry = {.kind = (OleKind)data[66], .start = get_u32(data + 116)};
	if (entry.kind != OLE_STORAGE && entry.kind != OLE_STREAM && entry.kind != OLE_ROOT)
		return;
	entry.size = get_u32(data + 120);
	if (file->shift > 9)
		entry.size |= (guint64)get_u32(data + 124) << 32;
	for (guint i = 0; i < 32; i++) {
		guint16 c = get_u16(data + (gsize)2 * i);
		if (c == 0)
			break;
		entry.name[i] = c < 0x80 ? g_ascii_tolower((char)c) : '?';
	}
	memcpy(entry.clsid, data + 80, sizeof entry.clsid);
	g_array_append_val(file->entries, entry);
}

static void read_directory(OleFile *file, gboolean *damaged)
{
	const gsize limit = (gsize)LIMIT_OLE_ENTRIES * ENTRY_BYTES;
	gboolean cut = FALSE;
	g_autoptr(GByteArray) directory =
		read_chain(file, get_u32(file->bytes.data + 48), limit + 1, &cut);
	for (gsize at = 0; at + ENTRY_BYTES <= directory->len && at < limit; at += ENTRY_BYTES)
		add_entry(file, (const char *)directory->data + at);
	gboolean rooted = file->entries->len > 0 &&
			  g_array_index(file->entries, OleEntry, 0).kind == OLE_ROOT;
	if (!rooted || cut || directory->len > limit)
		*damaged = TRUE;
}

OleFile *ole_file_open(Span bytes, gboolean *damaged)
{
	if (bytes.length < HEADER_BYTES ||
		memcmp(bytes.data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) != 0) {
		*damaged = TRUE;
		return NULL;
	}
	OleFile *file = g_new0(OleFile, 1);
	file->bytes = bytes;
	file->left = STREAM_BYTES;
	file->shift = get_u16(bytes.data + 30);
	if (file->shift != 9 && file->shift != 12) {
		*damaged = TRUE;
		file->shift = 9;
	}
	file->sectors = (bytes.length - 1) >> file->shift;
	file->mini_fat = get_u32(bytes.data + 60);
	file->cutoff = get_u32(bytes.data + 56);
	file->fat = g_array_new(FALSE, FALSE, sizeof(guint32));
	file->entries = g_array_new(FALSE, FALSE, sizeof(OleEntry));
	find_fat(file, damaged);
	read_directory(file, damaged);
	return file;
}

void ole_file_free(OleFile *file)
{
	g_array_unref(file->fat);
	g_array_unref(file->entries);
	g_clear_pointer(&file->mini_table, g_byte_array_unref);
	g_clear_pointer(&file->mini_stream, g_byte_array_unref);
	g_free(file);
}

const OleEntry *ole_file_entries(OleFile *file, guint *ret_count)
{
	*ret_count = file->entries->len;
	return (const OleEntry *)(gpointer)file->entries->data;
}

static void open_mini_stream(OleFile *file)
{
	if (file->mini_stream != NULL)
		return;
	const OleEntry *root = &g_array_index(file->entries, OleEntry, 0);
	gsize size = (gsize)MIN(root->size, MINI_STREAM_BYTES);
	file->mini_stream = read_chain(file, root->start, size, NULL);
	file->mini_table = read_chain(file, file->mini_fat, MINI_STREAM_BYTES / 16, NULL);
}

/* Small sectors have 64 bytes; their table is a stream of its own. */
static GByteArray *read_mini(OleFile *file, guint32 sector, gsize limit)
{
	open_mini_stream(file);
	GByteArray *out = g_byte_array_new();
	while (out->len < limit) {
		gsize at = (gsize)sector * 64;
		if (at >= file->mini_stream->len)
			break;
		gsize length = MIN(64, MIN(file->mini_stream->len - at, limit - out->len));
		g_byte_array_append(out, file->mini_stream->data + at, (guint)length);
		if ((gsize)sector * 4 + 4 > file->mini_table->len)
			break;
		sector = get_u32((const char *)file->mini_table->data + (gsize)sector * 4);
	}
	return out;
}

GByteArray *ole_file_read(OleFile *file, const OleEntry *entry, gsize limit)
{
	limit = (gsize)MIN(entry->size, MIN(limit, file->left));
	file->left -= limit;
	if (entry->kind == OLE_STREAM && entry->size < file->cutoff)
		return read_mini(file, entry->start, limit);
	return read_chain(file, entry->start, limit, NULL);
}
