/* SPDX-License-Identifier: Apache-2.0
 *
 * Attachments: typed, hashed and compared with what their names claim. What is inside is
 * mail/member.c's work.
 */
#include "mail/attachment.h"

#include <openssl/evp.h>

#include "base/limits.h"
#include "mail/filetype.h"

static char *clipped(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	gsize length = strlen(valid);
	if (length > LIMIT_STRING) {
		/* The end stays: it is what tells the kind of a file. */
		const char *start = valid + length - LIMIT_STRING;
		while ((*start & 0xC0) == 0x80)
			start++;
		return g_strdup(start);
	}
	return g_steal_pointer(&valid);
}

static void digest(Span content, guint8 *out)
{
	unsigned int length = 32;
	EVP_Digest(content.length == 0 ? "" : content.data, content.length, out, &length,
		EVP_sha256(), NULL);
}

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
	return family(type) == 1 || type == FILE_PDF || type == FILE_ONENOTE ||
	       type == FILE_ARCHIVE;
}

static void settle_text(Attachment *attachment, FileType claimed, FileType found)
{
	attachment->type = claimed == FILE_UNKNOWN ? found : claimed;
	if (is_recognisable(claimed) || claimed == FILE_PROGRAM)
		attachment->flags |= ATTACHMENT_UNREADABLE | ATTACHMENT_MISMATCH;
}

/* Type ATTACHMENT by what was FOUND in its content and what is CLAIMED of it. */
static void settle_type(Attachment *attachment, FileType claimed, FileType found, gboolean text)
{
	attachment->type = found;
	if (found == FILE_UNKNOWN || attachment->size == 0) {
		attachment->type = claimed;
		if (attachment->size == 0 || is_recognisable(claimed))
			attachment->flags |= ATTACHMENT_UNREADABLE;
		return;
	}
	if (found == FILE_TEXT) {
		settle_text(attachment, claimed, found);
		return;
	}
	if (text && family(claimed) == family(FILE_TEXT)) {
		attachment->type = claimed; /* source code of a page, a patch to one */
		return;
	}
	if (claimed != FILE_UNKNOWN && family(claimed) != family(found))
		attachment->flags |= ATTACHMENT_MISMATCH;
}

void attachment_add(Facts *facts, const char *name, const char *declared_type, Span content,
	gboolean inline_part)
{
	if (facts->attachments->len >= LIMIT_ATTACHMENTS) {
		facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	Attachment *attachment = attachment_new();
	g_free(attachment->name);
	g_free(attachment->declared_type);
	attachment->name = clipped(name);
	attachment->declared_type = clipped(declared_type);
	attachment->size = content.length;
	attachment->flags = inline_part ? ATTACHMENT_INLINE : 0;
	digest(content, attachment->sha256);
	FileType claimed = filetype_of_name(attachment->name);
	if (claimed == FILE_UNKNOWN)
		claimed = filetype_of_declared(attachment->declared_type);
	FileKind kind = filetype_of_content(content);
	settle_type(attachment, claimed, kind.type, filetype_is_text(content));
	if (filetype_name_deceives(attachment->name))
		attachment->flags |= ATTACHMENT_MISMATCH;
	attachment->worst = attachment->type;
	g_ptr_array_add(facts->attachments, attachment);
}

void attachment_warm(void)
{
	guint8 hash[32];
	digest(span_new("", 0), hash);
}
