/* SPDX-License-Identifier: Apache-2.0
 *
 * Opens what an attachment holds, as far as bounds allow, and keeps of each member what it is.
 * Members are listed behind what they lie in; the worst type inside is passed on to everything
 * around it.
 */
#include "mail/attachment/attachment-inside.h"

#include "base/limits.h"
#include "mail/attachment/attachment-type.h"
#include "mail/attachment/document.h"
#include "mail/attachment/file-digest.h"
#include "mail/body/tnef.h"
#include "mail/text/charset.h"

/* So many members are listed for their own sake; dangerous ones always are. */
#define HARMLESS_MEMBERS 20

/* One attachment that is open: what is found in it belongs to it. */
typedef struct Opening {
	Inside *inside;
	Attachment *attachment;
	gboolean holds; /* something was found in it */
} Opening;

static void set_string(char **string, char *take_value)
{
	g_free(*string);
	*string = take_value;
}

static gboolean is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* NAME without the folders before it and control characters in it, no longer than a bound; its end
 * tells the kind. */
static char *base_name(const char *name)
{
	gsize length = strlen(name);
	while (length > 0 && is_slash(name[length - 1]))
		length--;
	gsize start = length;
	while (start > 0 && !is_slash(name[start - 1]) && length - start < LIMIT_STRING)
		start--;
	g_autoptr(GString) out = g_string_new(NULL);
	for (; start < length; start++)
		if (!g_ascii_iscntrl(name[start]))
			g_string_append_c(out, name[start]);
	return g_utf8_make_valid(out->str, (gssize)out->len);
}

static FileType worse(FileType a, FileType b)
{
	return filetype_danger(a) > filetype_danger(b) ? a : b;
}

static gboolean is_worth_listing(const Attachment *attachment)
{
	const guint flags = ATTACHMENT_VBA | ATTACHMENT_XLM | ATTACHMENT_REMOTE |
			    ATTACHMENT_ENCRYPTED | ATTACHMENT_PADDED | ATTACHMENT_MISMATCH;
	return filetype_is_dangerous(attachment->type) || (attachment->flags & flags) != 0;
}

/* Keep TAKE_MEMBER at PLACE among the attachments, or let it go. */
static void list_member(Inside *inside, Attachment *take_member, guint place)
{
	GPtrArray *attachments = inside->facts->attachments;
	gboolean listed = is_worth_listing(take_member) || inside->listed++ < HARMLESS_MEMBERS;
	if (listed && attachments->len < LIMIT_ATTACHMENTS) {
		g_ptr_array_insert(attachments, (int)place, take_member);
		return;
	}
	if (listed)
		inside->facts->anomalies |= ANOMALY_LIMIT;
	attachment_free(take_member);
}

/* Take TAKE_MEMBER, found in OPENING; CONTENT is what there is of it, all when WHOLE. */
static void add_member(Opening *opening, Attachment *take_member, Span content, gboolean whole)
{
	Inside *inside = opening->inside;
	guint place = inside->facts->attachments->len;
	take_member->depth = opening->attachment->depth + 1;
	if (!whole && content.length == 0) {
		take_member->type = take_member->worst = attachment_claim(take_member);
		take_member->flags |=
			filetype_name_deceives(take_member->name) ? ATTACHMENT_MISMATCH : 0;
	} else if (!whole || take_member->depth >= LIMIT_ARCHIVE_DEPTH) {
		FileKind kind = filetype_of_content(content);
		attachment_settle(take_member, kind.type, content);
		take_member->worst = take_member->type;
		if (kind.container != CONTAINER_NONE)
			inside->facts->anomalies |= ANOMALY_LIMIT;
	} else {
		attachment_look_inside(inside, take_member, content);
	}
	FileType worst = take_member->worst;
	opening->attachment->worst =
		opening->holds ? worse(opening->attachment->worst, worst) : worst;
	opening->holds = TRUE;
	list_member(inside, take_member, place);
}

static Attachment *member_new(const char *name, guint64 size)
{
	Attachment *member = attachment_new();
	set_string(&member->name, base_name(name));
	member->size = size;
	return member;
}

/* A file whose bytes lie open inside another one. */
static void on_file(gpointer data, const char *name, Span content)
{
	Attachment *member = member_new(name, content.length);
	file_digest(content, member->sha256, member->md5);
	add_member(data, member, content, TRUE);
}

static void on_tnef_file(gpointer data, Span raw_name, Span content)
{
	g_autofree char *name = charset_to_utf8("", raw_name, NULL, NULL);
	on_file(data, name, content);
}

static void on_member(gpointer data, const UnpackMember *found)
{
	Attachment *member = member_new(found->name, found->size);
	memcpy(member->sha256, found->sha256, sizeof member->sha256);
	memcpy(member->md5, found->md5, sizeof member->md5);
	member->flags |= found->encrypted ? ATTACHMENT_ENCRYPTED : 0;
	member->flags |= found->padded ? ATTACHMENT_PADDED : 0;
	add_member(data, member, found->content, found->whole);
}

static void mark_unpacked(Opening *opening, guint marks)
{
	Attachment *attachment = opening->attachment;
	if ((marks & UNPACK_ENCRYPTED) != 0)
		attachment->flags |= ATTACHMENT_ENCRYPTED;
	if ((marks & UNPACK_DAMAGED) != 0)
		attachment->flags |= ATTACHMENT_UNREADABLE;
	if ((marks & UNPACK_LIMIT) != 0)
		opening->inside->facts->anomalies |= ANOMALY_LIMIT;
}

static void look_into_archive(Opening *opening, Span content, Container container)
{
	Unpacker unpacker = {
		.budget = &opening->inside->budget, .on_member = on_member, .data = opening};
	mark_unpacked(opening, unpack(&unpacker, container, content, opening->attachment->name));
}

/* Gives what CONTENT is; a zip that somebody calls an archive is one. */
static FileType look_into_zip(Opening *opening, Span content)
{
	Attachment *attachment = opening->attachment;
	DocumentPackages packages = {on_file, opening};
	Document document = document_of_zip(content);
	attachment->flags |= document.flags;
	UnpackBudget *budget = &opening->inside->budget;
	guint marks = 0;
	if (document.type == FILE_OOXML)
		attachment->flags |= document_office_flags(content, budget, packages, &marks);
	if (document.type == FILE_ODF)
		attachment->flags |= document_open_flags(content, budget, &marks);
	mark_unpacked(opening, marks);
	gboolean archive =
		document.type == FILE_ARCHIVE || attachment_claim(attachment) == FILE_ARCHIVE;
	if (archive)
		look_into_archive(opening, content, CONTAINER_ZIP);
	return archive ? FILE_ARCHIVE : document.type;
}

static FileType look_into_ole(Opening *opening, Span content)
{
	Document document = document_of_ole(content, (DocumentPackages){on_file, opening});
	opening->attachment->flags |= document.flags;
	return document.type;
}

static FileType look_into(Opening *opening, Span content, FileKind kind)
{
	switch (kind.container) {
	case CONTAINER_NONE:
	case CONTAINER_OPAQUE:
		return kind.type;
	case CONTAINER_OLE:
		return look_into_ole(opening, content);
	case CONTAINER_ZIP:
		return look_into_zip(opening, content);
	case CONTAINER_TNEF:
		if (!tnef_list(content, on_tnef_file, opening))
			opening->attachment->flags |= ATTACHMENT_UNREADABLE;
		return kind.type;
	default:
		look_into_archive(opening, content, kind.container);
		return kind.type;
	}
}

/* A document without a container, or what is left of one. */
static void look_at_text(Attachment *attachment, Span content)
{
	guint flags = document_text_flags(content);
	if (flags == 0)
		return;
	attachment->flags |= flags;
	attachment->flags &= ~(guint)ATTACHMENT_UNREADABLE;
}

void attachment_look_inside(Inside *inside, Attachment *attachment, Span content)
{
	Opening opening = {.inside = inside, .attachment = attachment};
	FileKind kind = filetype_of_content(content);
	FileType found = look_into(&opening, content, kind);
	attachment_settle(attachment, found, content);
	gboolean office = attachment->type == FILE_OLE || attachment->type == FILE_OOXML;
	if (kind.container == CONTAINER_NONE && office)
		look_at_text(attachment, content);
	gboolean document =
		found != FILE_ARCHIVE && found != FILE_DISK && kind.container != CONTAINER_TNEF;
	if (!opening.holds)
		attachment->worst = attachment->type;
	else if (document)
		attachment->worst = worse(attachment->worst, attachment->type);
}
