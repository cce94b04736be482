/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a message, in document order. What a part inherits (the alternative it stands in,
 * whether it is enclosed) is kept beside the outline, by part. An enclosed message that is encoded
 * gets an outline of its own, out of one budget.
 */
#include "mail/body/body.h"

#include "base/limits.h"
#include "mail/attachment/attachment.h"
#include "mail/body/flowed.h"
#include "mail/body/inline-file.h"
#include "mail/body/seal.h"
#include "mail/body/transfer.h"
#include "mail/bytes.h"
#include "mail/header/head.h"
#include "mail/header/parameter.h"
#include "mail/html/html.h"
#include "mail/language.h"
#include "mail/text/charset.h"
#include "mail/text/link.h"
#include "mail/text/text.h"

#define SNIFF_BYTES 1024 /* of HTML in which a charset is looked for, as browsers do */

typedef struct Inherited {
	guint alternative;
	gboolean enclosed;
} Inherited;

typedef struct Body {
	Facts *facts;
	guint parts_left;
	gsize text_left;
	guint alternatives; /* numbers given out */
	gboolean has_plain; /* of the message itself */
	gboolean has_html;
	guint depth; /* of encoded messages opened */
} Body;

static void walk(Body *body, const Outline *outline, Inherited top);

static gboolean media_is(const Part *part, const char *media)
{
	return g_str_equal(part->media, media);
}

static char *part_name(const Part *part)
{
	char *name = parameter_text(part->disposition, "filename");
	if (name[0] != '\0')
		return name;
	g_free(name);
	return parameter_text(part->type, "name");
}

/* VALID UTF-8 of LENGTH bytes cut to at most LIMIT, not inside a character. */
static gsize cut_utf8(const char *text, gsize length, gsize limit)
{
	if (length <= limit)
		return length;
	gsize cut = limit;
	while (cut > 0 && ((guchar)text[cut] & 0xc0) == 0x80)
		cut--;
	return cut;
}

static void scan_links(Facts *facts, Span text, guint first_text, gboolean enclosed)
{
	gboolean quotes = enclosed;
	for (guint i = first_text; i < facts->texts->len && !quotes; i++) {
		const TextPart *part = g_ptr_array_index(facts->texts, i);
		for (guint b = 0; b < part->blocks->len && !quotes; b++)
			quotes = g_array_index(part->blocks, Block, b).kind != BLOCK_OWN;
	}
	link_scan(facts, text, !quotes);
}

static void look_for_pgp(Body *body, Span text)
{
	if (text.length == 0 || memmem(text.data, text.length, "-----BEGIN PGP ", 15) == NULL)
		return;
	if (memmem(text.data, text.length, "-----BEGIN PGP MESSAGE", 22) != NULL)
		body->facts->marks |= MARK_ENCRYPTED;
	else if (memmem(text.data, text.length, "-----BEGIN PGP SIGNED", 21) != NULL)
		body->facts->marks |= MARK_SIGNED;
}

static void add_text(Body *body, Span text, TextOrigin origin)
{
	gsize length = cut_utf8(text.data, text.length, MIN(LIMIT_TEXT, body->text_left));
	if (length < text.length)
		body->facts->anomalies |= ANOMALY_LIMIT;
	body->text_left -= length;
	if (length > 0)
		text_add(body->facts, span_new(text.data, length), origin);
}

static void add_plain(Body *body, Span text, TextOrigin origin, const Part *part)
{
	g_autofree char *joined = NULL;
	g_autofree char *format = parameter_text(part->type, "format");
	if (g_ascii_strcasecmp(format, "flowed") == 0) {
		g_autofree char *delsp = parameter_text(part->type, "delsp");
		joined = flowed_join(text, g_ascii_strcasecmp(delsp, "yes") == 0, &text.length);
		text.data = joined;
	}
	guint first = body->facts->texts->len;
	gboolean blank = bytes_trim(text).length == 0;
	add_text(body, text, origin);
	scan_links(body->facts, text, first, origin.enclosed);
	if (origin.enclosed)
		return;
	look_for_pgp(body, text);
	body->has_plain |= !blank;
}

/* Is a link of HTML in the sender's own text? What it shows then stands in the own text. */
static gboolean link_is_own(const Facts *facts, const HtmlLink *link, gboolean enclosed)
{
	if (enclosed || link->quoted)
		return FALSE;
	return facts->quotes->len == 0 || link->text[0] == '\0' ||
	       strstr(facts->own_text, link->text) != NULL;
}

static void add_html(Body *body, Span text, TextOrigin origin)
{
	Facts *facts = body->facts;
	g_autoptr(HtmlText) html = html_to_text(text);
	add_text(body, span_new(html->text, html->length), origin);
	for (guint i = 0; i < html->links->len; i++) {
		const HtmlLink *link = g_ptr_array_index(html->links, i);
		link_add(
			facts, link->target, link->text, link_is_own(facts, link, origin.enclosed));
	}
	if (html->nested)
		facts->marks |= MARK_NESTED_HTML;
	if (html->hidden_text)
		facts->anomalies |= ANOMALY_HIDDEN_TEXT;
	body->has_html |= !origin.enclosed;
}

/* The charset that HTML names for itself, for parts that name none; "" when it does not, or names
 * one in which its tags could not be read (WHATWG HTML, "prescan"). New string. */
static char *sniff_charset(Span html)
{
	gsize at = 0;
	html.length = MIN(html.length, SNIFF_BYTES);
	if (!bytes_find(html, "charset=", &at))
		return g_strdup("");
	gsize start = at + strlen("charset=");
	while (start < html.length && (html.data[start] == '"' || html.data[start] == '\'' ||
					      bytes_is_space(html.data[start])))
		start++;
	gsize end = start;
	while (end < html.length &&
		(g_ascii_isalnum(html.data[end]) || html.data[end] == '-' || html.data[end] == '_'))
		end++;
	char *charset = bytes_lower(bytes_part(html, start, end));
	if (charset_is_known(charset) && charset_form(charset) == CHARSET_FORM_OTHER)
		charset[0] = '\0';
	return charset;
}

static char *text_charset(const Part *part, Span bytes, gboolean html)
{
	char *charset = parameter_text(part->type, "charset");
	if (charset[0] != '\0' || !html)
		return charset;
	g_free(charset);
	return sniff_charset(bytes);
}

static void read_text(Body *body, const Part *part, Inherited inherited)
{
	Facts *facts = body->facts;
	TextOrigin origin = {.enclosed = inherited.enclosed, .alternative = inherited.alternative};
	origin.html = media_is(part, "text/html") || media_is(part, "application/xhtml+xml");
	if (facts->texts->len >= LIMIT_TEXT_PARTS || body->text_left == 0) {
		facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	g_autofree char *decoded = NULL;
	g_autofree char *without_files = NULL;
	gboolean damaged = FALSE;
	gsize limit = origin.html ? LIMIT_HTML : LIMIT_MESSAGE;
	Span bytes =
		transfer_decode(transfer_of(part->encoding), part->body, limit, &decoded, &damaged);
	g_autofree char *charset = text_charset(part, bytes, origin.html);
	if (!origin.html)
		bytes = inline_file_take(facts, bytes, &without_files);
	if (bytes.length > limit || (!origin.html && bytes.length > LIMIT_TEXT * 2)) {
		bytes.length = MIN(bytes.length, LIMIT_TEXT * 2);
		facts->anomalies |= ANOMALY_LIMIT;
	}
	gsize length = 0;
	gboolean replaced = FALSE;
	g_autofree char *text = charset_to_utf8(charset, bytes, &length, &replaced);
	if (damaged || replaced)
		facts->anomalies |= ANOMALY_ENCODING;
	if (!charset_is_known(charset))
		facts->anomalies |= ANOMALY_CHARSET;
	if (origin.html)
		add_html(body, span_new(text, length), origin);
	else
		add_plain(body, span_new(text, length), origin, part);
}

static void read_attachment(Body *body, const Part *part, const char *name, gboolean inline_part)
{
	g_autofree char *decoded = NULL;
	gboolean damaged = FALSE;
	Span content = transfer_decode(
		transfer_of(part->encoding), part->body, G_MAXSIZE, &decoded, &damaged);
	if (damaged)
		body->facts->anomalies |= ANOMALY_ENCODING;
	attachment_add(body->facts, name, part->media, content, inline_part);
}

/* The header of an enclosed message is a quoted header of the text that follows. */
static void add_enclosed(Body *body, const Header *header)
{
	Facts *facts = body->facts;
	facts->marks |= MARK_ENCLOSES;
	if (facts->quotes->len >= LIMIT_QUOTES) {
		facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	QuotedHeader *quote = head_quoted(header);
	quote->part = facts->texts->len;
	g_ptr_array_add(facts->quotes, quote);
}

/* A message/rfc822 that is encoded, which is against the standard but happens. */
static void read_encoded_message(Body *body, const Part *part)
{
	if (body->depth + part->depth >= LIMIT_DEPTH || body->parts_left == 0) {
		body->facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	g_autofree char *decoded = NULL;
	Span bytes =
		transfer_decode(transfer_of(part->encoding), part->body, G_MAXSIZE, &decoded, NULL);
	if (bytes.length == 0)
		return;
	g_autoptr(Header) header = header_scan(bytes, TRUE);
	guint depth = body->depth + part->depth + 1;
	g_autoptr(Outline) outline = outline_scan(bytes, header, body->parts_left, depth);
	add_enclosed(body, header);
	body->depth = depth;
	walk(body, outline, (Inherited){.enclosed = TRUE});
	body->depth = depth - part->depth - 1;
}

/* The header of a message that a bounce returns without its body. */
static void read_returned_header(Body *body, const Part *part)
{
	g_autofree char *decoded = NULL;
	Span bytes = transfer_decode(
		transfer_of(part->encoding), part->body, LIMIT_HEADER_BLOCK, &decoded, NULL);
	if (bytes.length == 0)
		return;
	g_autoptr(Header) header = header_scan(bytes, TRUE);
	add_enclosed(body, header);
}

static gboolean shown_as_text(const Part *part)
{
	static const char *const media[] = {"text/plain", "text/html", "text/enriched",
		"text/richtext", "application/xhtml+xml"};
	for (gsize i = 0; i < G_N_ELEMENTS(media); i++)
		if (media_is(part, media[i]))
			return TRUE;
	return FALSE;
}

static void read_leaf(Body *body, const Part *part, Inherited inherited)
{
	if (g_str_has_prefix(part->media, "message/")) {
		if (media_is(part, "message/rfc822") || media_is(part, "message/global"))
			read_encoded_message(body, part);
		if (media_is(part, "message/delivery-status") ||
			media_is(part, "message/disposition-notification"))
			return;
	}
	if (media_is(part, "text/rfc822-headers")) {
		read_returned_header(body, part);
		return;
	}
	g_autofree char *disposition = parameter_token(part->disposition);
	g_autofree char *name = part_name(part);
	gboolean attached = g_str_equal(disposition, "attachment");
	gboolean text = shown_as_text(part) && !attached;
	if (text)
		read_text(body, part, inherited);
	if (!text || name[0] != '\0')
		read_attachment(body, part, name,
			text || (!attached && (part->id.length > 0 ||
						      g_str_equal(disposition, "inline"))));
}

/* An enclosed message is something attached, too. */
static void read_message(Body *body, const Outline *outline, guint index)
{
	const Part *part = outline_part(outline, index);
	g_autofree char *name = part_name(part);
	attachment_add(body->facts, name, part->media, part->body, FALSE);
	if (index + 1 >= outline->parts->len)
		return;
	g_autoptr(Header) header = header_scan(outline_part(outline, index + 1)->header, TRUE);
	add_enclosed(body, header);
}

static guint32 report_mark(const Part *part)
{
	g_autofree char *type = parameter_text(part->type, "report-type");
	if (g_ascii_strcasecmp(type, "disposition-notification") == 0)
		return MARK_RECEIPT;
	return g_ascii_strcasecmp(type, "feedback-report") == 0 ? MARK_AUTO : MARK_BOUNCE;
}

static guint32 pkcs7_mark(const Part *part)
{
	g_autofree char *type = parameter_text(part->type, "smime-type");
	return g_str_has_prefix(type, "signed") || g_str_has_prefix(type, "certs") ? MARK_SIGNED
										   : MARK_ENCRYPTED;
}

/* What the type of a part says about the message. */
static guint32 media_mark(const Part *part)
{
	static const struct {
		const char *media;
		guint32 mark;
	} marks[] = {
		{"multipart/signed", MARK_SIGNED},
		{"multipart/encrypted", MARK_ENCRYPTED},
		{"application/pkcs7-signature", MARK_SIGNED},
		{"application/x-pkcs7-signature", MARK_SIGNED},
		{"application/pgp-signature", MARK_SIGNED},
		{"application/pgp-encrypted", MARK_ENCRYPTED},
		{"text/calendar", MARK_CALENDAR},
		{"message/delivery-status", MARK_BOUNCE},
		{"message/disposition-notification", MARK_RECEIPT},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		if (media_is(part, marks[i].media))
			return marks[i].mark;
	if (media_is(part, "multipart/report"))
		return report_mark(part);
	return g_str_has_suffix(part->media, "pkcs7-mime") ? pkcs7_mark(part) : 0;
}

static Inherited inherit(
	Body *body, const Outline *outline, guint index, const Inherited *all, Inherited top)
{
	const Part *part = outline_part(outline, index);
	Inherited own = part->parent == OUTLINE_NO_PARENT ? top : all[part->parent];
	if (part->parent != OUTLINE_NO_PARENT &&
		outline_part(outline, part->parent)->kind == PART_MESSAGE)
		own = (Inherited){.enclosed = TRUE};
	if (part->kind == PART_MULTIPART && media_is(part, "multipart/alternative"))
		own.alternative = ++body->alternatives;
	return own;
}

static void walk(Body *body, const Outline *outline, Inherited top)
{
	Facts *facts = body->facts;
	g_autofree Inherited *inherited = g_new(Inherited, outline->parts->len);
	facts->anomalies |= (outline->over ? ANOMALY_CLIPPED : 0) |
			    (outline->truncated ? ANOMALY_TRUNCATED : 0) |
			    (outline->nul ? ANOMALY_NUL : 0);
	if (outline->digits_alone && !top.enclosed)
		facts->marks |= MARK_DIGIT_BOUNDARY;
	body->parts_left -= MIN(body->parts_left, outline->parts->len);
	for (guint i = 0; i < outline->parts->len; i++) {
		const Part *part = outline_part(outline, i);
		inherited[i] = inherit(body, outline, i, inherited, top);
		if (!inherited[i].enclosed)
			facts->marks |= media_mark(part);
		if (i == 0 && !inherited[i].enclosed && seal_is_real(outline, i))
			facts->marks |= MARK_SEALED;
		if (part->kind == PART_MESSAGE)
			read_message(body, outline, i);
		else if (part->kind == PART_LEAF)
			read_leaf(body, part, inherited[i]);
	}
}

/* A quoted header whose message brought no text stands at the end of what there is. */
static void settle_quotes(Facts *facts)
{
	for (guint i = facts->quotes->len; i > 0; i--) {
		QuotedHeader *quote = g_ptr_array_index(facts->quotes, i - 1);
		if (quote->part < facts->texts->len)
			continue;
		if (facts->texts->len == 0) {
			g_ptr_array_remove_index(facts->quotes, i - 1);
			continue;
		}
		const TextPart *last = g_ptr_array_index(facts->texts, facts->texts->len - 1);
		quote->part = facts->texts->len - 1;
		quote->offset = (guint32)last->skeleton_length;
	}
}

static gboolean some_links_are_not_own(const Facts *facts)
{
	for (guint i = 0; i < facts->links->len; i++)
		if (!((const Link *)g_ptr_array_index(facts->links, i))->own)
			return TRUE;
	return FALSE;
}

void body_read(Facts *facts, const Outline *outline)
{
	Body body = {.facts = facts, .parts_left = LIMIT_PARTS, .text_left = LIMIT_TEXT_TOTAL};
	walk(&body, outline, (Inherited){0});
	settle_quotes(facts);
	if (facts->language[0] == '\0') {
		g_free(facts->language);
		facts->language = g_strdup(language_guess(facts->own_text));
	}
	if (some_links_are_not_own(facts))
		link_scan(facts, span_new(facts->own_text, strlen(facts->own_text)), TRUE);
	if (body.has_html && !body.has_plain)
		facts->marks |= MARK_HTML_ONLY;
}
