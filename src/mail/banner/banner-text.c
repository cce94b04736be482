/* SPDX-License-Identifier: Apache-2.0
 *
 * The text is decoded only as far as needed: one that is not encoded and whose charset can hold the
 * banner keeps each of its bytes.
 */
#include "mail/banner/banner-text.h"

#include <gmime/gmime.h>

#include "mail/body/transfer.h"
#include "mail/bytes.h"
#include "mail/header/parameter.h"
#include "mail/text/charset.h"

#define ESCAPE 0x1b

typedef struct Text {
	const Part *part;
	const Banner *banner;
	gboolean html;
	char *charset;
	CharsetForm form;
	Transfer transfer;
	Span content; /* without its transfer encoding */
	char *owned;
} Text;

void banner_text_clear(BannerText *text)
{
	g_clear_pointer(&text->body, g_byte_array_unref);
	g_clear_pointer(&text->type, g_free);
	g_clear_pointer(&text->encoding, g_free);
}

/* ---- where ---- */

/* Behind a doctype that every reader ends at the same place, 0 without one. All else that the
 * sender wrote may hide what follows: an open element does, and a reader's own idea of a comment.
 */
static gsize behind_doctype(Span html)
{
	static const char plain[] = " \t\r\n\"'-/.:_";
	guint quotes = 0;
	gsize at = 0;
	while (at < html.length && bytes_is_space(html.data[at]))
		at++;
	if (!bytes_begin(span_from(html, at), "<!doctype"))
		return 0;
	for (at += strlen("<!doctype"); at < html.length; at++) {
		if (html.data[at] == '>')
			return quotes % 2 == 0 ? at + 1 : 0;
		if (!g_ascii_isalnum(html.data[at]) && !bytes_is_sign(html.data[at], plain))
			return 0;
		quotes += html.data[at] == '"' || html.data[at] == '\'';
	}
	return 0;
}

static gsize place_in(const Text *text)
{
	gsize place = bytes_begin(text->content, "\xef\xbb\xbf") ? 3 : 0;
	return place + (text->html ? behind_doctype(span_from(text->content, place)) : 0);
}

/* ---- how ---- */

static void append(GByteArray *array, Span span)
{
	if (span.length > 0)
		g_byte_array_append(array, (const guint8 *)span.data, (guint)span.length);
}

/* Each line break of SPAN becomes CR LF. */
static void append_lines(GByteArray *array, Span span)
{
	gsize at = 0;
	Span line;
	while (bytes_next_line(span, &at, &line)) {
		append(array, line);
		if (span.data[at - 1] == '\n')
			append(array, span_new("\r\n", 2));
	}
}

static GByteArray *insert(Span content, gsize place, Span words)
{
	GByteArray *joined = g_byte_array_sized_new((guint)(content.length + words.length));
	append(joined, bytes_part(content, 0, place));
	append(joined, words);
	append(joined, span_from(content, place));
	return joined;
}

/* TAKE_CONTENT in the transfer encoding ENCODING, as lines that end in CR LF. */
static GByteArray *encode(GByteArray *take_content, GMimeContentEncoding encoding)
{
	g_autoptr(GByteArray) content = take_content;
	g_autoptr(GByteArray) lines = g_byte_array_new();
	GByteArray *encoded = g_byte_array_new();
	GMimeEncoding state;
	/* GMime takes LF for the end of a line and CR for a byte like any other. */
	gsize at = 0;
	Span line, span = span_new(content->data, content->len);
	while (encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
		bytes_next_line(span, &at, &line)) {
		append(lines, line);
		if (span.data[at - 1] == '\n')
			append(lines, span_new("\n", 1));
	}
	if (encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
		span = span_new(lines->data, lines->len);
	g_mime_encoding_init_encode(&state, encoding);
	g_autofree char *out = g_malloc(g_mime_encoding_outlen(&state, span.length) + 1);
	gsize length = g_mime_encoding_flush(&state, span.data, span.length, out);
	append_lines(encoded, span_new(out, length));
	return encoded;
}

static gboolean is_seven_bit(Span words)
{
	return bytes_are_ascii(words);
}

/* Does a text that is not encoded say that it may have bytes above 0x7f? */
static gboolean says_eight_bit(const Text *text)
{
	return bytes_equal(text->part->encoding, "8bit") ||
	       bytes_equal(text->part->encoding, "binary");
}

static void encode_as_base64(GByteArray *take_content, BannerText *ret)
{
	ret->body = encode(take_content, GMIME_CONTENT_ENCODING_BASE64);
	ret->encoding = g_strdup("base64");
}

/* The text keeps its charset, and WORDS are in it. */
static void keep_charset(const Text *text, Span words, BannerText *ret)
{
	GByteArray *joined = insert(text->content, place_in(text), words);
	if (text->transfer == TRANSFER_QUOTED)
		ret->body = encode(joined, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	else if (text->transfer == TRANSFER_BASE64)
		ret->body = encode(joined, GMIME_CONTENT_ENCODING_BASE64);
	else if (!is_seven_bit(words) && !says_eight_bit(text))
		encode_as_base64(joined, ret);
	else
		ret->body = joined;
}

/* The parameters that tell how the text is to be wrapped stay. */
static char *utf8_type(const Text *text)
{
	gsize length = 0;
	g_autofree char *format = parameter_bytes(text->part->type, "format", &length);
	g_autofree char *delsp = parameter_bytes(text->part->type, "delsp", &length);
	gboolean flowed = format != NULL && g_ascii_strcasecmp(format, "flowed") == 0;
	gboolean joined = delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0;
	return g_strdup_printf("text/plain; charset=utf-8%s%s", flowed ? "; format=flowed" : "",
		flowed && joined ? "; delsp=yes" : "");
}

/* Of a text that is ASCII alone no byte means anything else in UTF-8. */
static gboolean may_be_utf8(const Text *text)
{
	return !text->html && text->form == CHARSET_FORM_ASCII && bytes_are_ascii(text->content) &&
	       bytes_first(text->content, ESCAPE) == NULL;
}

static char *in_charset(const Text *text, const char *words, gsize *ret_length)
{
	return charset_from_utf8(text->charset, span_new(words, strlen(words)), ret_length);
}

/* What is not ASCII is never given another charset: the one it names may be wrong, and a reader who
 * looks at the bytes would be led astray. */
static void make(const Text *text, BannerText *ret)
{
	gsize length = 0;
	const char *wanted = text->html ? text->banner->html : text->banner->text;
	g_autofree char *words = in_charset(text, wanted, &length);
	if (words != NULL) {
		keep_charset(text, span_new(words, length), ret);
	} else if (may_be_utf8(text)) {
		encode_as_base64(
			insert(text->content, place_in(text), span_new(wanted, strlen(wanted))),
			ret);
		ret->type = utf8_type(text);
	} else {
		const char *plain = text->banner->plain;
		keep_charset(text, span_new(plain, strlen(plain)), ret);
	}
}

void banner_text_make(const Part *part, const Banner *banner, BannerText *ret)
{
	Text text = {.part = part, .banner = banner};
	*ret = (BannerText){0};
	text.html = g_str_equal(part->media, "text/html");
	text.charset = parameter_bytes(part->type, "charset", NULL);
	if (text.charset == NULL)
		text.charset = g_strdup("");
	text.form = charset_form(text.charset);
	text.transfer = transfer_of(part->encoding);
	text.content =
		transfer_decode(text.transfer, part->body, part->body.length, &text.owned, NULL);
	make(&text, ret);
	g_free(text.charset);
	g_free(text.owned);
}
