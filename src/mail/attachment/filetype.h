/* SPDX-License-Identifier: Apache-2.0
 *
 * What a file is: by the first (and some last) of its bytes, by its name, by the type that the mail
 * declares. Data tables; nothing is unpacked here. Scripts that a double click does not run on a
 * desktop (sh, py, pl …) are text.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* How to look inside. */
typedef enum {
	CONTAINER_NONE,
	CONTAINER_OLE,
	CONTAINER_TNEF,
	CONTAINER_ZIP,
	CONTAINER_7Z,
	CONTAINER_RAR4,
	CONTAINER_RAR5,
	CONTAINER_TAR,
	CONTAINER_CAB,
	CONTAINER_ISO,
	CONTAINER_LHA,
	CONTAINER_STREAM, /* one file or a tar, compressed: gzip, bzip2, xz, zstd … */
	CONTAINER_OPAQUE, /* an archive that cannot be looked into */
} Container;

typedef struct FileKind {
	FileType type;       /* FILE_UNKNOWN for binary bytes of no known kind */
	Container container; /* FILE_ARCHIVE for every zip: documents are told apart by their
				members */
} FileKind;

/* The kind of CONTENT by itself. Text of no known kind is FILE_TEXT; no bytes are FILE_UNKNOWN. */
FileKind filetype_of_content(Span content);
/* Is CONTENT text: no NUL and hardly a control character in its first KiB, or UTF-16 with a mark?
 * FALSE when empty. */
gboolean filetype_is_text(Span content);
/* The type that the last extension of NAME claims; FILE_UNKNOWN when it has none or an unknown one.
 */
FileType filetype_of_name(const char *name);
/* The type that a MIME type claims, given lower-cased and without parameters; FILE_UNKNOWN when it
 * says nothing. */
FileType filetype_of_declared(const char *declared_type);
/* Is NAME made to be read as another kind of file: "invoice.pdf.exe", blanks before the extension,
 * text direction overrides? */
gboolean filetype_name_deceives(const char *name);
/* How dangerous opening a file of TYPE is, from 0: an order to compare by, not a measure. */
guint filetype_danger(FileType type);
/* Can a file of TYPE run something by being opened, or hide what can? */
gboolean filetype_is_dangerous(FileType type);
