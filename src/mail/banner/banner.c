/* SPDX-License-Identifier: Apache-2.0
 *
 * The first plain text and the first HTML of the message itself get the banner; all else is copied.
 * A message of several parts without any text gets one of its own.
 */
#include "mail/banner/banner.h"

#include "base/limits.h"
#include "mail/banner/banner-text.h"
#include "mail/bytes.h"
#include "mail/header/header.h"

typedef struct Assembly {
	Span message;
	const Banner *banner;
	const Header *header;
	const Outline *outline;
	gsize copied; /* the message's bytes up to here are in the body, or left out of it */
	BannerEdit *edit;
} Assembly;

void banner_edit_clear(BannerEdit *edit)
{
	g_clear_pointer(&edit->body, g_byte_array_unref);
	g_clear_pointer(&edit->type, g_free);
	g_clear_pointer(&edit->encoding, g_free);
}

static void append(GByteArray *array, Span span)
{
	if (span.length > 0)
		g_byte_array_append(array, (const guint8 *)span.data, (guint)span.length);
}

static void append_text(GByteArray *array, const char *text)
{
	append(array, span_new(text, strlen(text)));
}

static gsize offset_of(const Assembly *self, const char *place)
{
	return (gsize)(place - self->message.data);
}

static void copy_up_to(Assembly *self, gsize end)
{
	if (end > self->copied)
		append(self->edit->body, bytes_part(self->message, self->copied, end));
	self->copied = MAX(self->copied, end);
}

/* ---- which ---- */

static gboolean is_sealed(const Part *part)
{
	return g_str_equal(part->media, "multipart/signed") ||
	       g_str_equal(part->media, "multipart/encrypted") ||
	       g_str_equal(part->media, "application/pkcs7-mime") ||
	       g_str_equal(part->media, "application/x-pkcs7-mime");
}

/* Does PART, or what it stands in, belong to somebody else: a signature, an enclosed message? */
static gboolean is_foreign(const Outline *outline, const Part *part)
{
	for (guint up = part->parent; up != OUTLINE_NO_PARENT;) {
		const Part *above = outline_part(outline, up);
		if (above->kind == PART_MESSAGE || is_sealed(above))
			return TRUE;
		up = above->parent;
	}
	return is_sealed(part);
}

static gboolean is_text(const Outline *outline, const Part *part, const char *media)
{
	return part->kind == PART_LEAF && g_str_equal(part->media, media) &&
	       !bytes_begin(part->disposition, "attachment") && !is_foreign(outline, part);
}

/* ---- how ---- */

/* The header of a part, but for the fields that TEXT has anew. */
static void write_part_header(GByteArray *body, const Part *part, const BannerText *text)
{
	g_autoptr(Header) header = header_scan(part->header, FALSE);
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		if ((text->type != NULL && bytes_equal(field->name, "content-type")) ||
			(text->encoding != NULL &&
				bytes_equal(field->name, "content-transfer-encoding")))
			continue;
		append(body, field->name);
		append_text(body, ": ");
		append(body, field->value);
		append_text(body, "\r\n");
	}
	if (text->type != NULL) {
		append_text(body, "Content-Type: ");
		append_text(body, text->type);
		append_text(body, "\r\n");
	}
	if (text->encoding != NULL) {
		append_text(body, "Content-Transfer-Encoding: ");
		append_text(body, text->encoding);
		append_text(body, "\r\n");
	}
	append_text(body, "\r\n");
}

static void put_text(Assembly *self, const Part *part)
{
	g_auto(BannerText) text = {0};
	gboolean root = part->parent == OUTLINE_NO_PARENT;
	banner_text_make(part, self->banner, &text);
	if (root) {
		self->edit->type = g_steal_pointer(&text.type);
		self->edit->encoding = g_steal_pointer(&text.encoding);
		copy_up_to(self, offset_of(self, part->body.data));
	} else if (text.type != NULL || text.encoding != NULL) {
		copy_up_to(self, offset_of(self, part->header.data));
		write_part_header(self->edit->body, part, &text);
	} else {
		copy_up_to(self, offset_of(self, part->body.data));
	}
	append(self->edit->body, span_new(text.body->data, text.body->len));
	self->copied = offset_of(self, part->body.data) + part->body.length;
}

/* Put the banner into the first part whose media type is MEDIA, both kinds in document order. */
static gboolean put_texts(Assembly *self)
{
	gboolean plain = FALSE, html = FALSE;
	for (guint i = 0; i < self->outline->parts->len && !(plain && html); i++) {
		const Part *part = outline_part(self->outline, i);
		gboolean takes_plain = !plain && is_text(self->outline, part, "text/plain");
		gboolean takes_html = !html && is_text(self->outline, part, "text/html");
		if (!takes_plain && !takes_html)
			continue;
		plain |= takes_plain;
		html |= takes_html;
		put_text(self, part);
	}
	return plain || html;
}

/* The line that ends in front of PLACE. */
static Span line_before(const Assembly *self, gsize place)
{
	Span before = bytes_part(self->message, 0, place > 0 ? place - 1 : 0);
	const char *end = bytes_last(before, '\n');
	gsize start = end != NULL ? offset_of(self, end) + 1 : 0;
	return bytes_part(self->message, start, place);
}

/* A text of its own in front of the first part of a message that has none. */
static gboolean put_new_part(Assembly *self)
{
	const Part *root = outline_part(self->outline, 0);
	if (root->kind != PART_MULTIPART || is_sealed(root) || self->outline->parts->len < 2)
		return FALSE;
	const Part *first = outline_part(self->outline, 1);
	Span boundary = line_before(self, offset_of(self, first->header.data));
	if (!bytes_begin(boundary, "--"))
		return FALSE;
	Part none = {.media = "text/plain", .parent = 0};
	g_auto(BannerText) text = {0};
	banner_text_make(&none, self->banner, &text);
	copy_up_to(self, offset_of(self, first->header.data));
	if (text.type == NULL)
		text.type = g_strdup("text/plain; charset=us-ascii");
	write_part_header(self->edit->body, &none, &text);
	append(self->edit->body, span_new(text.body->data, text.body->len));
	append_text(self->edit->body, "\r\n");
	append(self->edit->body, boundary);
	return TRUE;
}

gboolean banner_insert(Span message, const Banner *banner, BannerEdit *ret)
{
	g_autoptr(Header) header = header_scan(message, TRUE);
	g_autoptr(Outline) outline = outline_scan(message, header, LIMIT_PARTS, 0);
	g_auto(BannerEdit) edit = {.body = g_byte_array_new()};
	Assembly self = {.message = message,
		.banner = banner,
		.header = header,
		.outline = outline,
		.copied = header->body,
		.edit = &edit};
	if (!put_texts(&self) && !put_new_part(&self))
		return FALSE;
	copy_up_to(&self, message.length);
	*ret = edit;
	edit = (BannerEdit){0};
	return TRUE;
}
