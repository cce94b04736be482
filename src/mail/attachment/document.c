/* SPDX-License-Identifier: Apache-2.0
 *
 * Looks at documents as far as needed to tell macros, passwords and parts loaded from elsewhere.
 * Sources: ECMA-376 part 2 (packages), [MS-OFFMACRO2], OpenDocument 1.3 part 2.
 */
#include "mail/attachment/document.h"

#include "base/limits.h"
#include "mail/attachment/filetype.h"
#include "mail/attachment/zip-list.h"

static const struct {
	guint mark;
	guint flag;
} ole_flags[] = {
	{OLE_VBA, ATTACHMENT_VBA},
	{OLE_XLM, ATTACHMENT_XLM},
	{OLE_ENCRYPTED, ATTACHMENT_ENCRYPTED},
	{OLE_DAMAGED, ATTACHMENT_UNREADABLE},
};

static guint flags_of_marks(guint marks)
{
	guint flags = 0;
	for (gsize i = 0; i < G_N_ELEMENTS(ole_flags); i++)
		flags |= (marks & ole_flags[i].mark) != 0 ? ole_flags[i].flag : 0;
	return flags;
}

Document document_of_ole(Span content, DocumentPackages packages)
{
	guint marks = ole_look(content, packages.function, packages.data);
	Document document = {.type = FILE_OLE, .flags = flags_of_marks(marks)};
	if ((marks & OLE_MESSAGE) != 0)
		document.type = FILE_MESSAGE;
	if ((marks & OLE_INSTALLER) != 0)
		document.type = FILE_PROGRAM;
	return document;
}

typedef enum {
	MATCH_WHOLE,
	MATCH_START,
	MATCH_END,
	MATCH_PART,
} Match;

typedef struct NameRow {
	const char *name; /* lower case, "/" between folders */
	Match match;
	FileType type; /* FILE_UNKNOWN: says nothing about the type */
	guint flags;
} NameRow;

/* A later row's type wins over an earlier one's. */
static const NameRow name_rows[] = {
	{"[content_types].xml", MATCH_WHOLE, FILE_OOXML, 0},
	{"meta-inf/manifest.mf", MATCH_WHOLE, FILE_PROGRAM, 0}, /* Java */
	{"androidmanifest.xml", MATCH_WHOLE, FILE_PROGRAM, 0},
	{"appxmanifest.xml", MATCH_WHOLE, FILE_PROGRAM, 0},
	{"/appxbundlemanifest.xml", MATCH_END, FILE_PROGRAM, 0},
	{"vbaproject.bin", MATCH_END, FILE_UNKNOWN, ATTACHMENT_VBA},
	{"macrosheets/", MATCH_PART, FILE_UNKNOWN, ATTACHMENT_XLM},
};

static gboolean name_matches(const char *name, const NameRow *row)
{
	switch (row->match) {
	case MATCH_WHOLE:
		return strcmp(name, row->name) == 0;
	case MATCH_START:
		return g_str_has_prefix(name, row->name);
	case MATCH_END:
		return g_str_has_suffix(name, row->name);
	default:
		return strstr(name, row->name) != NULL;
	}
}

static char *plain_name(Span name)
{
	if (name.length == 0)
		return g_strdup("");
	char *plain = g_ascii_strdown(name.data, (gssize)MIN(name.length, LIMIT_STRING));
	return g_strdelimit(plain, "\\", '/');
}

static void on_zip_name(gpointer data, const ZipMember *member)
{
	Document *document = data;
	g_autofree char *name = plain_name(member->name);
	document->flags |= member->encrypted ? ATTACHMENT_ENCRYPTED : 0;
	for (gsize i = 0; i < G_N_ELEMENTS(name_rows); i++) {
		const NameRow *row = &name_rows[i];
		if (!name_matches(name, row))
			continue;
		document->flags |= row->flags;
		document->type = row->type != FILE_UNKNOWN ? row->type : document->type;
	}
}

static gboolean holds(Span content, const char *text)
{
	return content.length > 0 &&
	       memmem(content.data, content.length, text, strlen(text)) != NULL;
}

/* OpenDocument says what it is in its first member, which is not compressed. */
static gboolean is_open_document(Span content)
{
	Span type = zip_first_stored(content, "mimetype");
	type.length = MIN(type.length, 100);
	return holds(type, "application/vnd.oasis.opendocument") ||
	       holds(type, "application/vnd.sun.xml");
}

/* Libraries of Basic and scripts in other languages have a folder each. */
static void on_odf_name(gpointer data, const ZipMember *member)
{
	Document *document = data;
	g_autofree char *name = plain_name(member->name);
	document->flags |= member->encrypted ? ATTACHMENT_ENCRYPTED : 0;
	if ((g_str_has_prefix(name, "basic/") || g_str_has_prefix(name, "scripts/")) &&
		!g_str_has_suffix(name, "/"))
		document->flags |= ATTACHMENT_VBA;
}

Document document_of_zip(Span content)
{
	gboolean open = is_open_document(content);
	Document document = {.type = open ? FILE_ODF : FILE_ARCHIVE};
	if (!zip_list(content, open ? on_odf_name : on_zip_name, &document))
		document.flags |= ATTACHMENT_UNREADABLE;
	if (document.type == FILE_ARCHIVE || document.type == FILE_PROGRAM)
		document.flags &= ~(guint)(ATTACHMENT_VBA | ATTACHMENT_XLM);
	return document;
}

/* Of an Office document these parts are read: the list of types, the relations, embedded objects.
 */
static gboolean is_telling_part(gpointer data, const char *name)
{
	return g_str_has_suffix(name, ".rels") || g_str_has_suffix(name, ".bin") ||
	       g_ascii_strcasecmp(name, "[Content_Types].xml") == 0 ||
	       strstr(name, "embeddings/") != NULL;
}

/* Is there a relation that loads a template or object from elsewhere? Links and pictures do not
 * count. */
static gboolean has_remote_relation(Span relations)
{
	static const char *const kinds[] = {
		"/attachedTemplate", "/oleObject", "/frame", "/subDocument"};
	while (relations.length > 0) {
		const char *close = memchr(relations.data, '>', relations.length);
		gsize length =
			close == NULL ? relations.length : (gsize)(close - relations.data) + 1;
		Span one = span_new(relations.data, length);
		for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
			if (holds(one, "External") && holds(one, kinds[i]))
				return TRUE;
		relations = span_from(relations, length);
	}
	return FALSE;
}

typedef struct PartLook {
	DocumentPackages packages;
	guint flags;
} PartLook;

static void on_part(gpointer data, const UnpackMember *part)
{
	PartLook *look = data;
	if (g_str_has_suffix(part->name, ".rels")) {
		look->flags |= has_remote_relation(part->content) ? ATTACHMENT_REMOTE : 0;
		return;
	}
	if (filetype_of_content(part->content).container == CONTAINER_OLE) {
		guint marks = ole_look(part->content, look->packages.function, look->packages.data);
		look->flags |= flags_of_marks(marks & (OLE_VBA | OLE_XLM));
		return;
	}
	if (holds(part->content, "vnd.ms-office.vbaProject"))
		look->flags |= ATTACHMENT_VBA;
	if (holds(part->content, "vnd.ms-excel.macrosheet"))
		look->flags |= ATTACHMENT_XLM;
}

guint document_office_flags(
	Span content, UnpackBudget *budget, DocumentPackages packages, guint *marks)
{
	PartLook look = {.packages = packages};
	Unpacker unpacker = {
		.budget = budget, .wanted = is_telling_part, .on_member = on_part, .data = &look};
	*marks |= unpack(&unpacker, CONTAINER_ZIP, content, "");
	return look.flags;
}

static gboolean is_manifest(gpointer data, const char *name)
{
	return strcmp(name, "META-INF/manifest.xml") == 0;
}

static void on_manifest(gpointer data, const UnpackMember *part)
{
	guint *flags = data;
	*flags |= holds(part->content, "encryption-data") ? ATTACHMENT_ENCRYPTED : 0;
}

guint document_open_flags(Span content, UnpackBudget *budget, guint *marks)
{
	guint flags = 0;
	Unpacker unpacker = {
		.budget = budget, .wanted = is_manifest, .on_member = on_manifest, .data = &flags};
	*marks |= unpack(&unpacker, CONTAINER_ZIP, content, "");
	return flags;
}

guint document_text_flags(Span content)
{
	/* Word 2003 XML; a packed project in MIME ("ActiveMime"), plain or in base64 */
	static const char *const signs[] = {
		"macrosPresent=\"yes\"", "<w:docSuppData", "ActiveMime", "QWN0aXZlTWltZ"};
	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
		if (holds(content, signs[i]))
			return ATTACHMENT_VBA;
	return 0;
}
