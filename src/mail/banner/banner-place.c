/* SPDX-License-Identifier: Apache-2.0
 *
 * Down the tree of parts: of alternatives each counts, of parts that are shown one after the other
 * the first. What belongs to somebody else, a sealed part or an enclosed message, is not entered.
 */
#include "mail/banner/banner-place.h"

#include "mail/body/seal.h"
#include "mail/bytes.h"
#include "mail/header/parameter.h"
#include "mail/text/charset.h"

typedef struct Search {
	const Outline *outline;
	const Header *header;
	gboolean *takes;
	gboolean html; /* some HTML has been marked */
} Search;

/* ---- what can be read in one way only ---- */

static guint count_fields(const Header *header, const char *name)
{
	guint count = 0;
	for (guint i = 0; i < header->fields->len; i++)
		count += bytes_equal(g_array_index(header->fields, HeaderField, i).name, name);
	return count;
}

static gboolean has_one_type(const Search *self, const Part *part)
{
	g_autoptr(Header) own =
		part->parent == OUTLINE_NO_PARENT ? NULL : header_scan(part->header, FALSE);
	const Header *header = own != NULL ? own : self->header;
	g_autofree char *named = parameter_token(part->type);
	return !header->over && count_fields(header, "content-type") <= 1 &&
	       count_fields(header, "content-transfer-encoding") <= 1 &&
	       (named[0] == '\0' || g_str_equal(named, part->media));
}

/* Readers differ in where a header ends that no blank line does; the message's own is cut off by
 * the mail server. */
static gboolean has_closed_header(const Part *part)
{
	Span header = part->header;
	gsize at = header.length;
	if (part->parent == OUTLINE_NO_PARENT)
		return TRUE;
	if (at == 0 || header.data[at - 1] != '\n')
		return FALSE;
	at -= at > 1 && header.data[at - 2] == '\r' ? 2 : 1;
	return at == 0 || header.data[at - 1] == '\n';
}

/* Readers differ in which of two boundaries they take, and in how they guess one. */
static gboolean has_one_boundary(const Part *part)
{
	gsize at = 0;
	g_autofree char *boundary = parameter_bytes(part->type, "boundary", NULL);
	return boundary != NULL && bytes_find(part->type, "boundary", &at) &&
	       !bytes_find(span_from(part->type, at + 1), "boundary", NULL);
}

static gboolean has_known_encoding(const Part *part)
{
	static const char *const known[] = {
		"", "7bit", "8bit", "binary", "base64", "quoted-printable"};
	g_autofree char *token = parameter_token(part->encoding);
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (g_str_equal(token, known[i]))
			return TRUE;
	return FALSE;
}

/* Does ASCII in front of the text stay ASCII, whatever the reader knows of charsets? */
static gboolean has_known_charset(const Part *part)
{
	g_autofree char *label = parameter_bytes(part->type, "charset", NULL);
	return label == NULL || charset_form(label) < CHARSET_FORM_OTHER;
}

static gboolean is_text(const Part *part)
{
	return part->kind == PART_LEAF &&
	       (g_str_equal(part->media, "text/plain") || g_str_equal(part->media, "text/html")) &&
	       has_known_encoding(part) && has_known_charset(part);
}

static gboolean looks_attached(const Part *part)
{
	g_autofree char *disposition = parameter_token(part->disposition);
	g_autofree char *file = parameter_bytes(part->disposition, "filename", NULL);
	g_autofree char *name = parameter_bytes(part->type, "name", NULL);
	return (disposition[0] != '\0' && !g_str_equal(disposition, "inline")) || file != NULL ||
	       name != NULL;
}

/* ---- the tree ---- */

static gboolean cover(Search *self, guint index, gboolean chosen);

/* The next child of part PARENT behind part *INDEX; FALSE when there is none. */
static gboolean next_child(const Search *self, guint parent, guint *index)
{
	while (++*index < self->outline->parts->len)
		if (outline_part(self->outline, *index)->parent == parent)
			return TRUE;
	return FALSE;
}

static gboolean cover_alternatives(Search *self, guint parent)
{
	gboolean all = TRUE;
	guint children = 0;
	for (guint i = parent; next_child(self, parent, &i); children++)
		all = cover(self, i, TRUE) && all;
	return all && children > 0;
}

/* What "start" names comes first (RFC 2387). */
static gboolean starts_with(const Part *parent, const Part *first)
{
	g_autofree char *start = parameter_bytes(parent->type, "start", NULL);
	return start == NULL || bytes_equal(first->id, g_strstrip(start));
}

static gboolean cover_related(Search *self, guint parent)
{
	guint i = parent;
	if (!next_child(self, parent, &i))
		return FALSE;
	gboolean first =
		starts_with(outline_part(self->outline, parent), outline_part(self->outline, i));
	gboolean shown = cover(self, i, TRUE) && first;
	while (next_child(self, parent, &i))
		cover(self, i, FALSE);
	return shown;
}

/* Some readers take the first HTML for the message although a plain text stands before it. */
static gboolean cover_sequence(Search *self, guint parent)
{
	gboolean any = FALSE, shown = FALSE;
	guint children = 0;
	for (guint i = parent; next_child(self, parent, &i); children++) {
		const Part *part = outline_part(self->outline, i);
		gboolean wanted = !any || (!self->html && !g_str_equal(part->media, "text/plain"));
		gboolean covered = wanted && cover(self, i, FALSE);
		if (children == 0)
			shown = covered;
		any |= covered;
	}
	return shown;
}

/* Mark what part INDEX holds. CHOSEN: a reader may take it for the message, attachment or not. */
static gboolean cover(Search *self, guint index, gboolean chosen)
{
	const Part *part = outline_part(self->outline, index);
	if (!has_closed_header(part) || !has_one_type(self, part) ||
		seal_is_real(self->outline, index))
		return FALSE;
	if (part->kind == PART_MULTIPART && !has_one_boundary(part))
		return FALSE;
	if (g_str_equal(part->media, "multipart/alternative"))
		return cover_alternatives(self, index);
	if (g_str_equal(part->media, "multipart/related"))
		return cover_related(self, index);
	if (part->kind == PART_MULTIPART)
		return cover_sequence(self, index);
	if (!is_text(part) || (!chosen && looks_attached(part)))
		return FALSE;
	self->takes[index] = TRUE;
	self->html |= g_str_equal(part->media, "text/html");
	return TRUE;
}

gboolean banner_place_find(const Outline *outline, const Header *header, gboolean *ret_takes)
{
	Search self = {.outline = outline, .header = header, .takes = ret_takes};
	return !outline->over && !outline->nul && !header->nul && cover(&self, 0, FALSE);
}
