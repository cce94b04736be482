/* SPDX-License-Identifier: Apache-2.0
 *
 * The dangerous things in a message, by kind. An attachment that is declared as a document but
 * stripped or unreadable counts as what it was declared to be.
 */
#include "judge/payload.h"

#include <string.h>

#include "base/i18n.h"

/* How dangerous a kind is when surely there. */
static const double danger_of[] = {
	[PAYLOAD_NONE] = 0,
	[PAYLOAD_DOCUMENT] = 0.25,
	[PAYLOAD_ARCHIVE] = 0.4,
	[PAYLOAD_LINK] = 0.4,
	[PAYLOAD_HTML] = 0.6,
	[PAYLOAD_MISLEADING_LINK] = 0.8,
	[PAYLOAD_PROGRAM] = 0.9,
	[PAYLOAD_LOCKED] = 1,
	[PAYLOAD_MACRO] = 1,
};

double payload_danger(PayloadKind kind)
{
	return danger_of[kind];
}

const char *payload_kind_name(PayloadKind kind)
{
	static const char *const names[] = {
		[PAYLOAD_NONE] = "none",
		[PAYLOAD_DOCUMENT] = N_("document"),
		[PAYLOAD_ARCHIVE] = N_("archive"),
		[PAYLOAD_LINK] = N_("link"),
		[PAYLOAD_HTML] = N_("html-page"),
		[PAYLOAD_MISLEADING_LINK] = N_("misleading-link"),
		[PAYLOAD_PROGRAM] = N_("program"),
		[PAYLOAD_LOCKED] = N_("locked-archive"),
		[PAYLOAD_MACRO] = N_("macro-document"),
	};
	return names[kind];
}

static PayloadKind kind_of_type(FileType type)
{
	switch (type) {
	case FILE_SCRIPT:
	case FILE_PROGRAM:
	case FILE_SHORTCUT:
	case FILE_DISK:
	case FILE_ONENOTE:
		return PAYLOAD_PROGRAM;
	case FILE_HTML:
		return PAYLOAD_HTML;
	case FILE_ARCHIVE:
		return PAYLOAD_ARCHIVE;
	case FILE_OLE:
	case FILE_OOXML:
	case FILE_ODF:
	case FILE_RTF:
	case FILE_PDF:
		return PAYLOAD_DOCUMENT;
	default:
		return PAYLOAD_NONE;
	}
}

static gboolean is_office(FileType type)
{
	return type == FILE_OLE || type == FILE_OOXML || type == FILE_RTF;
}

PayloadKind payload_attachment_kind(const Attachment *attachment)
{
	if (attachment->type == FILE_KEY || attachment->type == FILE_CALENDAR)
		return PAYLOAD_NONE;
	if (attachment->flags & (ATTACHMENT_VBA | ATTACHMENT_XLM | ATTACHMENT_REMOTE))
		return PAYLOAD_MACRO;
	if ((attachment->flags & ATTACHMENT_UNREADABLE) && is_office(attachment->type))
		return PAYLOAD_MACRO;
	if (attachment->flags & ATTACHMENT_ENCRYPTED)
		return PAYLOAD_LOCKED;
	PayloadKind own = kind_of_type(attachment->type);
	PayloadKind inside = kind_of_type(attachment->worst);
	return MAX(own, inside);
}

/* A stripped document is not surely one with macros, and an archive without a password is not
 * surely locked. */
static double attachment_strength(
	const Facts *facts, const Attachment *attachment, PayloadKind kind)
{
	if (kind == PAYLOAD_LOCKED)
		return facts->marks & MARK_PASSWORD ? 1 : 0.7;
	if (kind == PAYLOAD_MACRO && (attachment->flags & ATTACHMENT_UNREADABLE))
		return 0.8;
	if (kind == PAYLOAD_DOCUMENT && attachment->type == FILE_PDF)
		return 0.5;
	return 1;
}

PayloadKind payload_link_kind(const Facts *facts, const Recall *recall, guint index)
{
	const Link *link = facts->links->pdata[index];
	if (!link->own || link->host[0] == '\0')
		return PAYLOAD_NONE;
	gboolean known = recall->site_known != NULL && recall->site_known[index] != 0;
	if (link->shown[0] != '\0' && strcmp(link->shown, link->site) != 0 && !known)
		return PAYLOAD_MISLEADING_LINK;
	return known ? PAYLOAD_NONE : PAYLOAD_LINK;
}

static void note(PayloadSummary *summary, PayloadKind kind, double strength, const char *name)
{
	if (strength <= summary->strength[kind])
		return;
	summary->strength[kind] = strength;
	summary->name[kind] = name;
	double danger = danger_of[kind] * strength;
	if (kind != PAYLOAD_NONE && danger > summary->danger) {
		summary->danger = danger;
		summary->worst = kind;
	}
}

PayloadSummary payload_summary(const Facts *facts, const Recall *recall)
{
	PayloadSummary summary = {0};
	for (guint i = 0; i < G_N_ELEMENTS(summary.name); i++)
		summary.name[i] = "";
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *attachment = facts->attachments->pdata[i];
		PayloadKind kind = payload_attachment_kind(attachment);
		note(&summary, kind, attachment_strength(facts, attachment, kind),
			attachment->name);
	}
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = facts->links->pdata[i];
		note(&summary, payload_link_kind(facts, recall, i), 1, link->url);
	}
	return summary;
}

static void add_payload(Verdict *verdict, PayloadKind kind, const char *name, const guint8 *sha256)
{
	Payload *payload = g_new0(Payload, 1);
	payload->kind = payload_kind_name(kind);
	payload->name = g_strdup(name);
	payload->hashed = sha256 != NULL;
	if (sha256 != NULL)
		memcpy(payload->sha256, sha256, sizeof payload->sha256);
	g_ptr_array_add(verdict->payload, payload);
}

/* A member of a locked archive cannot be read: the archive itself is listed. */
static gboolean is_read(const Attachment *attachment)
{
	static const guint8 none[sizeof attachment->sha256];
	return memcmp(attachment->sha256, none, sizeof none) != 0;
}

void payload_list(const Facts *facts, const Recall *recall, Verdict *verdict)
{
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *attachment = facts->attachments->pdata[i];
		PayloadKind kind = payload_attachment_kind(attachment);
		if (kind != PAYLOAD_NONE && is_read(attachment))
			add_payload(verdict, kind, attachment->name, attachment->sha256);
	}
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = facts->links->pdata[i];
		PayloadKind kind = payload_link_kind(facts, recall, i);
		if (kind != PAYLOAD_NONE)
			add_payload(verdict, kind, link->url, NULL);
	}
}
