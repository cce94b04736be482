/* SPDX-License-Identifier: Apache-2.0
 *
 * Banners in any message: whoever takes the edited one apart finds the banner in it, and it can be
 * edited again.
 */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "mail/banner/banner.h"
#include "mail/body/outline.h"
#include "mail/body/transfer.h"
#include "mail/bytes.h"
#include "mail/header/header.h"
#include "mail/header/parameter.h"
#include "mail/text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Banner banner = {.text = "注意\r\n", .plain = "Caution\r\n", .html = "<p>Caution</p>"};

static void append(GByteArray *message, const char *text)
{
	g_byte_array_append(message, (const guint8 *)text, (guint)strlen(text));
}

static gboolean is_changed(Span name, const BannerEdit *edit)
{
	if (edit->type != NULL && g_str_has_prefix(edit->type, "multipart/"))
		return bytes_begin(name, "content-");
	return (edit->type != NULL && bytes_equal(name, "content-type")) ||
	       (edit->encoding != NULL && bytes_equal(name, "content-transfer-encoding"));
}

/* MESSAGE as EDIT has it, as a mail server puts both together. */
static GByteArray *apply(Span message, const BannerEdit *edit)
{
	g_autoptr(Header) header = header_scan(message, TRUE);
	GByteArray *edited = g_byte_array_new();
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		if (is_changed(field->name, edit))
			continue;
		g_autofree char *name = bytes_copy(field->name);
		append(edited, name);
		append(edited, ": ");
		if (field->value.length > 0)
			g_byte_array_append(edited, (const guint8 *)field->value.data,
				(guint)field->value.length);
		append(edited, "\r\n");
	}
	g_autofree char *type = g_strconcat("Content-Type: ", edit->type, "\r\n", NULL);
	g_autofree char *encoding =
		g_strconcat("Content-Transfer-Encoding: ", edit->encoding, "\r\n", NULL);
	append(edited, edit->type != NULL ? type : "");
	append(edited, edit->encoding != NULL ? encoding : "");
	append(edited, "\r\n");
	g_byte_array_append(edited, edit->body->data, edit->body->len);
	return edited;
}

static gboolean has_banner(const Part *part)
{
	g_autofree char *owned = NULL;
	g_autofree char *charset = parameter_bytes(part->type, "charset", NULL);
	Span content = transfer_decode(
		transfer_of(part->encoding), part->body, part->body.length, &owned, NULL);
	g_autofree char *text =
		charset_to_utf8(charset != NULL ? charset : "", content, NULL, NULL);
	return strstr(text, "Caution") != NULL || strstr(text, "注意") != NULL;
}

static gboolean shows_banner(Span message)
{
	g_autoptr(Header) header = header_scan(message, TRUE);
	g_autoptr(Outline) outline = outline_scan(message, header, LIMIT_PARTS, 0);
	for (guint i = 0; i < outline->parts->len; i++) {
		const Part *part = outline_part(outline, i);
		if (part->kind == PART_LEAF && has_banner(part))
			return TRUE;
	}
	return FALSE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_auto(BannerEdit) edit = {0}, again = {0};
	Span message = span_new(data, size);
	if (!banner_insert(message, &banner, &edit))
		return 0;
	g_assert_cmpuint(edit.body->len, >, 0);
	g_autoptr(GByteArray) edited = apply(message, &edit);
	g_assert_true(shows_banner(span_new(edited->data, edited->len)));
	banner_insert(span_new(edited->data, edited->len), &banner, &again);
	return 0;
}
