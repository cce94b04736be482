/* SPDX-License-Identifier: Apache-2.0
 *
 * The container under mail/attachment/ole.h: sectors, chains of sectors and a directory ([MS-CFB]).
 * Chains are followed no further than the file has sectors, so loops end; the directory is read as
 * a list.
 */
#pragma once

#include "base/span.h"

typedef enum {
	OLE_STORAGE = 1,
	OLE_STREAM = 2,
	OLE_ROOT = 5,
} OleKind;

typedef struct OleEntry {
	char name[33]; /* lower-cased; characters outside ASCII are '?' */
	OleKind kind;
	char clsid[16];
	guint32 start; /* first sector */
	guint64 size;  /* as the directory claims */
} OleEntry;

typedef struct OleFile OleFile;

/* Open BYTES, which must outlive the result; NULL when it is no compound file at all. *DAMAGED is
 * set, never cleared: when a table or the directory is cut, or when there are more than
 * LIMIT_OLE_ENTRIES entries. */
OleFile *ole_file_open(Span bytes, gboolean *damaged);
void ole_file_free(OleFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OleFile, ole_file_free)

/* The used entries, root first, at most LIMIT_OLE_ENTRIES; owned by FILE. */
const OleEntry *ole_file_entries(OleFile *file, guint *ret_count);
/* At most LIMIT bytes of the stream ENTRY; shorter than it claims when its chain ends early, or
 * when more than 64 MiB are read of one file. Never NULL. */
GByteArray *ole_file_read(OleFile *file, const OleEntry *entry, gsize limit);
