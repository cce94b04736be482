/* SPDX-License-Identifier: Apache-2.0
 *
 * The mail files below a directory, one after another, sorted by the bytes of their names. Knows
 * the Maildir; leaves out what holds no mail. Symbolic links are followed, but no directory is
 * entered twice.
 */
#pragma once

#include "intake/complaints.h"

typedef struct Directory Directory;

typedef struct DirectoryFile {
	const char *path; /* borrowed until the next call */
	gboolean single;  /* it stands in a Maildir, so it is one message */
	guint64 size;
} DirectoryFile;

/* The files below PATH. What cannot be read is told to COMPLAINTS (borrowed, may be NULL); a
 * Maildir's message that is gone by the time it would be read is not. */
Directory *directory_new(const char *path, Complaints *complaints);
void directory_free(Directory *directory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Directory, directory_free)

/* The next file; FALSE at the end. */
gboolean directory_next(Directory *directory, DirectoryFile *ret);

/* TRUE when PATH, a file or directory, stands in a Maildir's cur or new or is one of these: each
 * file there is one message. */
gboolean directory_is_maildir_part(const char *path);
