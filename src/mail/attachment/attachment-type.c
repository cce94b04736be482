/* SPDX-License-Identifier: Apache-2.0
 *
 * Compares bytes with claims. Bytes decide the type; the name decides only where bytes cannot:
 * text, which is everything from a log to a script, and remains of something that a filter has
 * taken away.
 */
#include "mail/attachment/attachment-type.h"

/* Types that are one kind of thing to those who name files: a document saved under another
 * document's extension. */
static guint family(FileType type)
{
	switch (type) {
	case FILE_OLE:
	case FILE_OOXML:
	case FILE_ODF:
	case FILE_RTF:
		return 1;
	case FILE_IMAGE:
	case FILE_MEDIA:
		return 2;
	case FILE_ARCHIVE:
	case FILE_DISK:
		return 3;
	case FILE_TEXT:
	case FILE_CALENDAR:
	case FILE_KEY:
	case FILE_MESSAGE:
		return 4;
	default:
		return 100 + (guint)type;
	}
}

/* Types whose content is not text and tells itself: other bytes under such a name are damaged or
 * gone. */
static gboolean is_recognisable(FileType type)
{
	return family(type) == family(FILE_OLE) || type == FILE_PDF || type == FILE_ONENOTE ||
	       type == FILE_ARCHIVE;
}

FileType attachment_claim(const Attachment *attachment)
{
	FileType claimed = filetype_of_name(attachment->name);
	return claimed != FILE_UNKNOWN ? claimed : filetype_of_declared(attachment->declared_type);
}

/* FOUND is FILE_UNKNOWN (no bytes, or binary of no known kind) or FILE_TEXT: the claim is all there
 * is. */
static void settle_by_claim(Attachment *attachment, FileType claimed, FileType found)
{
	attachment->type = claimed == FILE_UNKNOWN ? found : claimed;
	if (attachment->size == 0 || is_recognisable(claimed))
		attachment->flags |= ATTACHMENT_UNREADABLE;
	if (found != FILE_TEXT)
		return;
	if (claimed == FILE_PROGRAM)
		attachment->flags |= ATTACHMENT_UNREADABLE;
	if (claimed == FILE_PROGRAM || is_recognisable(claimed))
		attachment->flags |= ATTACHMENT_MISMATCH;
}

void attachment_settle(Attachment *attachment, FileType found, Span content)
{
	FileType claimed = attachment_claim(attachment);
	if (filetype_name_deceives(attachment->name))
		attachment->flags |= ATTACHMENT_MISMATCH;
	if (found == FILE_UNKNOWN || found == FILE_TEXT) {
		settle_by_claim(attachment, claimed, found);
		return;
	}
	attachment->type = found;
	if (claimed == FILE_UNKNOWN || family(claimed) == family(found))
		return;
	/* A page's source, a script with a page in it: opened by its name, so its name tells. */
	if (filetype_is_text(content) &&
		(family(claimed) == family(FILE_TEXT) || claimed == FILE_SCRIPT)) {
		attachment->type = claimed;
		return;
	}
	attachment->flags |= ATTACHMENT_MISMATCH;
}
