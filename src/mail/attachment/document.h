/* SPDX-License-Identifier: Apache-2.0
 *
 * Containers that are documents: Office files old and new, OpenDocument, and what else comes as a
 * zip or compound file.
 */
#pragma once

#include "mail/attachment/ole.h"
#include "mail/attachment/unpack.h"
#include "mail/facts.h"

typedef struct Document {
	FileType type; /* FILE_ARCHIVE for a zip that is none */
	guint flags;   /* AttachmentFlags */
} Document;

/* Called for each file packed into a document, as OlePackageFunc. */
typedef struct DocumentPackages {
	OlePackageFunc function;
	gpointer data;
} DocumentPackages;

/* What CONTENT, a compound file, is. */
Document document_of_ole(Span content, DocumentPackages packages);
/* What CONTENT, a zip, is by its members' names alone. */
Document document_of_zip(Span content);
/* More flags of CONTENT, an Office document in a zip, out of the parts that tell: macros under
 * other names, relations that load something from elsewhere. Adds to *MARKS (UnpackMarks) what
 * became of the reading. */
guint document_office_flags(
	Span content, UnpackBudget *budget, DocumentPackages packages, guint *marks);
/* More flags of CONTENT, an OpenDocument: its manifest tells of passwords. Otherwise as
 * document_office_flags. */
guint document_open_flags(Span content, UnpackBudget *budget, guint *marks);
/* Flags of CONTENT, text under a document's name: Word opens XML and MIME too, and both can carry
 * macros. */
guint document_text_flags(Span content);
