/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokenizer of the HTML Standard without its tree-dependent states. Three of its rules are
 * known evasions when missed:
 * "<!-->" is a whole comment, "--!>" ends one, and a tag that never ends swallows the rest.
 */
#include "mail/html/html-token.h"

#include "mail/bytes.h"

/* What a byte ends, besides what it is. */
enum { SPACE = 1 << 0, ENDS_TAG_NAME = 1 << 1, ENDS_NAME = 1 << 2, ENDS_VALUE = 1 << 3 };

#define WHITE (SPACE | ENDS_TAG_NAME | ENDS_NAME | ENDS_VALUE)

static const guint8 classes[256] = {
	[' '] = WHITE,
	['\n'] = WHITE,
	['\t'] = WHITE,
	['\r'] = WHITE,
	['\f'] = WHITE,
	['/'] = ENDS_TAG_NAME | ENDS_NAME,
	['>'] = ENDS_TAG_NAME | ENDS_NAME | ENDS_VALUE,
	['='] = ENDS_NAME,
};

static gboolean is_space(char c)
{
	return (classes[(guint8)c] & SPACE) != 0;
}

/* Where from AT on the next byte of CLASS stands, or the end. */
static gsize find_class(Span span, gsize at, guint8 class)
{
	while (at < span.length && (classes[(guint8)span.data[at]] & class) == 0)
		at++;
	return at;
}

static char char_at(Span span, gsize at)
{
	return at < span.length ? span.data[at] : '\0';
}

/* Where C stands from AT on, or the end. */
static gsize find_char(Span span, gsize at, char c)
{
	if (at >= span.length)
		return span.length;
	const char *found = memchr(span.data + at, c, span.length - at);
	return found != NULL ? (gsize)(found - span.data) : span.length;
}

static void skip_spaces(Span span, gsize *at)
{
	while (*at < span.length && is_space(span.data[*at]))
		(*at)++;
}

static Span take_value(Span span, gsize *at)
{
	gsize start = *at;
	char quote = char_at(span, start);
	if (quote == '"' || quote == '\'') {
		gsize end = find_char(span, start + 1, quote);
		*at = MIN(end + 1, span.length);
		return end > start ? bytes_part(span, start + 1, end) : span_new(NULL, 0);
	}
	*at = find_class(span, start, ENDS_VALUE);
	return bytes_part(span, start, *at);
}

/* The attribute at *AT. FALSE at the '>' that ends the tag, and at the end of SPAN. */
static gboolean take_attribute(Span span, gsize *at, Span *ret_name, Span *ret_value)
{
	while (*at < span.length && (is_space(span.data[*at]) || span.data[*at] == '/'))
		(*at)++;
	if (*at >= span.length || span.data[*at] == '>')
		return FALSE;
	gsize start = *at;
	*at = find_class(span, start + 1, ENDS_NAME);
	*ret_name = bytes_part(span, start, *at);
	*ret_value = span_new(NULL, 0);
	gsize after = *at;
	skip_spaces(span, &after);
	if (char_at(span, after) != '=')
		return TRUE;
	*at = after + 1;
	skip_spaces(span, at);
	if (char_at(span, *at) != '>')
		*ret_value = take_value(span, at);
	return TRUE;
}

gboolean html_attribute_next(Span *rest, Span *ret_name, Span *ret_value)
{
	gsize at = 0;
	gboolean found = take_attribute(*rest, &at, ret_name, ret_value);
	*rest = span_from(*rest, at);
	return found;
}

/* The tag whose name begins at START. A tag that never ends is the end of all. */
static gboolean take_tag(HtmlTokens *self, gsize start, HtmlToken *ret)
{
	Span html = self->html;
	gsize at = find_class(html, start, ENDS_TAG_NAME);
	gsize length = MIN(at - start, HTML_NAME - 1);
	for (gsize i = 0; i < length; i++) {
		char c = html.data[start + i];
		ret->name[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	ret->name[length] = '\0';
	gsize attributes = at;
	Span name;
	Span value;
	while (take_attribute(html, &at, &name, &value))
		;
	if (at >= html.length) {
		self->at = html.length;
		return FALSE;
	}
	ret->attributes = bytes_part(html, attributes, at);
	ret->self_closing = html.data[at - 1] == '/';
	self->at = at + 1;
	return TRUE;
}

/* Behind the comment whose content begins at START. */
static gsize comment_end(Span html, gsize start)
{
	if (char_at(html, start) == '>')
		return start + 1;
	if (char_at(html, start) == '-' && char_at(html, start + 1) == '>')
		return start + 2;
	for (gsize at = start; (at = find_char(html, at, '-')) < html.length; at++) {
		if (char_at(html, at + 1) != '-')
			continue;
		gsize end = at + 2;
		while (char_at(html, end) == '-')
			end++;
		at = end - 2;
		end += char_at(html, end) == '!' ? 1 : 0;
		if (char_at(html, end) == '>')
			return end + 1;
	}
	return html.length;
}

static gsize bogus_end(Span html, gsize start)
{
	return MIN(find_char(html, start, '>') + 1, html.length);
}

/* What follows "<!" at self->at. TRUE when it is a token. */
static gboolean take_declaration(HtmlTokens *self, HtmlToken *ret)
{
	gsize start = self->at + 2;
	Span rest = span_from(self->html, start);
	if (rest.length >= 2 && memcmp(rest.data, "--", 2) == 0) {
		self->at = comment_end(self->html, start + 2);
		return FALSE;
	}
	self->at = bogus_end(self->html, start);
	ret->kind = HTML_DOCTYPE;
	return bytes_begin(rest, "doctype");
}

/* TRUE when a token begins at the '<' at self->at; else what is no text there has been passed over.
 * *RET_TEXT says that the
 * '<' is itself text. */
static gboolean take_markup(HtmlTokens *self, HtmlToken *ret, gboolean *ret_text)
{
	char next = char_at(self->html, self->at + 1);
	char after = char_at(self->html, self->at + 2);
	*ret_text = FALSE;
	if (g_ascii_isalpha(next)) {
		ret->kind = HTML_OPEN;
		return take_tag(self, self->at + 1, ret);
	}
	if (next == '!')
		return take_declaration(self, ret);
	if (next == '/' && g_ascii_isalpha(after)) {
		ret->kind = HTML_CLOSE;
		return take_tag(self, self->at + 2, ret);
	}
	if (next == '?' || (next == '/' && after != '\0')) {
		self->at = bogus_end(self->html, self->at + 1);
		return FALSE;
	}
	*ret_text = TRUE;
	return FALSE;
}

gboolean html_tokens_next(HtmlTokens *self, HtmlToken *ret)
{
	gboolean text = FALSE;
	while (self->at < self->html.length && self->html.data[self->at] == '<' && !text)
		if (take_markup(self, ret, &text))
			return TRUE;
	if (self->at >= self->html.length)
		return FALSE;
	gsize start = self->at;
	self->at = find_char(self->html, start + (text ? 1 : 0), '<');
	ret->kind = HTML_TEXT;
	ret->text = bytes_part(self->html, start, self->at);
	return TRUE;
}

Span html_tokens_raw(HtmlTokens *self, const char *name)
{
	Span html = self->html;
	gsize start = self->at;
	gsize length = strlen(name);
	for (gsize at = start; (at = find_char(html, at, '<')) < html.length; at++) {
		if (char_at(html, at + 1) != '/' || !bytes_begin(span_from(html, at + 2), name))
			continue;
		char end = char_at(html, at + 2 + length);
		if (!is_space(end) && end != '/' && end != '>')
			continue;
		self->at = at;
		return bytes_part(html, start, at);
	}
	self->at = html.length;
	return bytes_part(html, start, html.length);
}
