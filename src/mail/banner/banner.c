/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts get the banner where banner-place.h says, all else is copied.
 */
#include "mail/banner/banner.h"

#include "base/limits.h"
#include "mail/banner/banner-place.h"
#include "mail/banner/banner-text.h"
#include "mail/body/seal.h"
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

/* ---- into the texts ---- */

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

static void put_texts(Assembly *self, const gboolean *takes)
{
	for (guint i = 0; i < self->outline->parts->len; i++)
		if (takes[i])
			put_text(self, outline_part(self->outline, i));
	copy_up_to(self, self->message.length);
}

/* ---- in front of everything ---- */

/* No sender can write the hash of a message into that message. */
static char *make_boundary(Span message)
{
	g_autofree char *hash = g_compute_checksum_for_data(
		G_CHECKSUM_SHA256, (const guchar *)message.data, message.length);
	return g_strdup_printf("=_kith_%.32s", hash);
}

static void write_boundary(GByteArray *body, const char *boundary, const char *behind)
{
	append_text(body, "--");
	append_text(body, boundary);
	append_text(body, behind);
}

static void write_banner_part(GByteArray *body, const Banner *banner)
{
	const Part none = {.media = "text/plain"};
	g_auto(BannerText) text = {0};
	banner_text_make(&none, banner, &text);
	if (text.type == NULL)
		text.type = g_strdup("text/plain; charset=us-ascii");
	write_part_header(body, &none, &text);
	append(body, span_new(text.body->data, text.body->len));
}

/* The fields that speak of the body go with it, as they stand. */
static void write_content_fields(GByteArray *body, const Header *header)
{
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		if (!bytes_begin(field->name, "content-"))
			continue;
		gsize length = field->name.length + 1;
		if (field->value.length > 0)
			length =
				(gsize)(field->value.data - field->name.data) + field->value.length;
		append(body, span_new(field->name.data, length));
		append_text(body, "\r\n");
	}
	append_text(body, "\r\n");
}

/* The body made so far becomes the second part of a new one. */
static void wrap(Assembly *self)
{
	BannerEdit *edit = self->edit;
	g_autofree char *boundary = make_boundary(self->message);
	g_autoptr(GByteArray) inner = g_steal_pointer(&edit->body);
	Span content = span_new(inner->data, inner->len);
	edit->body = g_byte_array_new();
	write_boundary(edit->body, boundary, "\r\n");
	write_banner_part(edit->body, self->banner);
	append_text(edit->body, "\r\n");
	write_boundary(edit->body, boundary, "\r\n");
	write_content_fields(edit->body, self->header);
	append(edit->body, content);
	append_text(edit->body, "\r\n");
	write_boundary(edit->body, boundary, "--\r\n");
	g_free(edit->type);
	edit->type = g_strdup_printf("multipart/mixed; boundary=\"%s\"", boundary);
	g_free(edit->encoding);
	edit->encoding = g_strdup(bytes_are_ascii(content) ? "7bit" : "8bit");
}

gboolean banner_insert(Span message, const Banner *banner, BannerEdit *ret)
{
	g_autoptr(Header) header = header_scan(message, TRUE);
	g_autoptr(Outline) outline = outline_scan(message, header, LIMIT_PARTS, 0);
	g_autofree gboolean *takes = g_new0(gboolean, outline->parts->len);
	if (seal_is_real(outline, 0))
		return FALSE;
	*ret = (BannerEdit){.body = g_byte_array_new()};
	Assembly self = {.message = message,
		.banner = banner,
		.header = header,
		.outline = outline,
		.copied = header->body,
		.edit = ret};
	gboolean seen = banner_place_find(outline, header, takes);
	put_texts(&self, takes);
	if (!seen)
		wrap(&self);
	return TRUE;
}
