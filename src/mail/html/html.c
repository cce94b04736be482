/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML to text: tokens in, lines and links out. Follows the HTML Standard where it decides what a
 * reader of the mail sees; loads nothing, runs nothing, reads no style sheets.
 */
#include "mail/html/html.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/html/html-entity.h"
#include "mail/html/html-token.h"
#include "mail/html/html-tree.h"
#include "mail/html/html-writer.h"
#include "mail/text/quote.h"

/* Preview texts and tracking pixels' captions are shorter. */
#define HIDDEN_MAXIMUM 20
#define LABEL_MAXIMUM  300

typedef struct HtmlReader {
	HtmlTokens tokens;
	HtmlTree tree;
	HtmlWriter writer;
	HtmlText *result;
	GString *scratch;        /* a decoded value */
	GString *label;          /* the text of the open link */
	HtmlLink *link;          /* the open link, owned by the result */
	gboolean document;       /* a document began: doctype, html, head or body */
	gboolean document_ended; /* and its end tag was there */
	gsize document_mark;     /* length of the text when it began */
	GArray *places;          /* of gsize: where in the text each link stands */
} HtmlReader;

static void link_free_html(gpointer data)
{
	HtmlLink *link = data;
	g_free(link->target);
	g_free(link->text);
	g_free(link);
}

/* VALUE, of an ATTRIBUTE or text, with its references decoded; valid until the next call. */
static Span decode_value(HtmlReader *self, Span value, gboolean attribute)
{
	if (value.length == 0 || memchr(value.data, '&', value.length) == NULL)
		return value;
	g_string_truncate(self->scratch, 0);
	html_entity_decode(self->scratch, value, attribute);
	return span_new(self->scratch->str, self->scratch->len);
}

static char *clean_target(Span value)
{
	value = bytes_trim(value);
	GString *target = g_string_sized_new(MIN(value.length, LIMIT_URL) + 1);
	for (gsize i = 0; i < value.length && target->len < LIMIT_URL; i++)
		if (value.data[i] != '\n' && value.data[i] != '\r' && value.data[i] != '\t')
			g_string_append_c(target, value.data[i]);
	char *valid = g_utf8_make_valid(target->str, (gssize)target->len);
	g_string_free(target, TRUE);
	return valid;
}

static void end_link(HtmlReader *self)
{
	if (self->link == NULL)
		return;
	const char *end;
	g_utf8_validate_len(self->label->str, self->label->len, &end);
	g_free(self->link->text);
	self->link->text = g_strndup(self->label->str, (gsize)(end - self->label->str));
	if (self->label->len > 0)
		g_array_index(self->places, gsize, self->places->len - 1) =
			self->writer.label_start;
	self->link = NULL;
	self->writer.label = NULL;
}

static HtmlLink *add_link(HtmlReader *self, Span target)
{
	if (self->result->links->len >= LIMIT_LINKS)
		return NULL;
	HtmlLink *link = g_new0(HtmlLink, 1);
	link->target = clean_target(decode_value(self, target, TRUE));
	link->text = g_strdup("");
	link->quoted = html_tree_place(&self->tree).level > 0;
	g_ptr_array_add(self->result->links, link);
	g_array_append_val(self->places, self->writer.out->len);
	return link;
}

static void begin_link(HtmlReader *self, Span target)
{
	end_link(self);
	self->link = add_link(self, target);
	if (self->link == NULL)
		return;
	g_string_truncate(self->label, 0);
	self->writer.label = self->label;
}

/* Does the list of words CLASSES hold WORD? */
static gboolean has_class(Span classes, const char *word)
{
	gsize at = 0;
	Span is;
	while (bytes_next_word(classes, &at, &is))
		if (bytes_equal(is, word))
			return TRUE;
	return FALSE;
}

/* The containers that mail programs put quotes in; a blockquote is a quote whatever its class. */
static void read_class(HtmlTraits *traits, Span class, const HtmlElement *element)
{
	gboolean quotes = element != NULL && (element->flags & HTML_QUOTES) != 0;
	if (!quotes && has_class(class, "yahoo_quoted")) {
		traits->quoting = HTML_CONTAINER;
	} else if (!quotes && has_class(class, "gmail_quote")) {
		traits->quoting = HTML_WRAPPER;
	} else if (has_class(class, "gmail_attr")) {
		traits->quoting = HTML_ATTRIBUTION;
	} else if (bytes_begin(class, "Mso")) {
		traits->style.tight = TRUE;
	}
}

static gboolean introduces_quote(Span id)
{
	/* Outlook on the web, now and before: a block of header fields, and the message behind it.
	 */
	return bytes_equal(id, "divRplyFwdMsg") || bytes_begin(id, "divRpF");
}

/* What a start tag says besides its name; values are not decoded. */
typedef struct Attributes {
	Span style;
	Span background;
	Span class;
	Span id;
	Span target;
	gboolean hidden;
} Attributes;

static void sort_attribute(Attributes *self, Span name, Span value)
{
	switch (name.data[0] | 0x20) {
	case 'a':
		self->target = bytes_equal(name, "action") ? value : self->target;
		break;
	case 'b':
		self->background = bytes_equal(name, "bgcolor") ? value : self->background;
		break;
	case 'c':
		self->class = bytes_equal(name, "class") ? value : self->class;
		break;
	case 'h':
		self->target = bytes_equal(name, "href") ? value : self->target;
		self->hidden = self->hidden || bytes_equal(name, "hidden");
		break;
	case 'i':
		self->id = bytes_equal(name, "id") ? value : self->id;
		break;
	case 's':
		self->style = bytes_equal(name, "style") ? value : self->style;
		break;
	default:
		break;
	}
}

static Span read_attributes(
	HtmlReader *self, const HtmlToken *token, const HtmlElement *element, HtmlTraits *traits)
{
	Attributes attributes = {0};
	Span rest = token->attributes;
	Span name;
	Span value;
	while (html_attribute_next(&rest, &name, &value))
		sort_attribute(&attributes, name, value);
	if (attributes.style.length > 0 || attributes.background.length > 0)
		html_style_read(&traits->style, decode_value(self, attributes.style, TRUE),
			attributes.background);
	if (attributes.hidden)
		traits->style.hides |= HTML_GONE;
	if (attributes.class.length > 0)
		read_class(traits, attributes.class, element);
	if (attributes.id.length > 0 && introduces_quote(attributes.id))
		traits->quoting = HTML_FIELDS;
	return attributes.target;
}

/* A mark of a document's beginning. A second document inside the first is a quote: so do some
 * senders of stolen mail carry it along. One that follows the end of the first is not inside it. */
static void begin_document(HtmlReader *self)
{
	gsize length = self->writer.out->len;
	gboolean text_before = length > self->document_mark;
	gboolean inside = self->document ? !self->document_ended || self->tree.count > 1
					 : html_tree_inside(&self->tree, "pre");
	if (text_before && inside) {
		self->result->nested = TRUE;
		html_tree_deepen(&self->tree);
		html_writer_break(&self->writer, 1);
	}
	self->document = TRUE;
	self->document_ended = FALSE;
	self->document_mark = length;
}

static void break_for(HtmlWriter *writer, const HtmlElement *element, const HtmlTraits *traits)
{
	if (element == NULL)
		return;
	if ((element->flags & HTML_BLOCK) != 0)
		html_writer_break(
			writer, (element->flags & HTML_GAP) != 0 && !traits->style.tight ? 2 : 1);
	if ((element->flags & HTML_CELL) != 0)
		html_writer_space(writer);
}

static void read_raw(HtmlReader *self, const HtmlToken *token, const HtmlElement *element,
	const HtmlTraits *traits)
{
	Span content = html_tokens_raw(&self->tokens, token->name);
	HtmlPlace place = html_tree_place(&self->tree);
	if ((element->flags & HTML_RAW) != 0)
		return;
	place.keeps_lines = TRUE;
	place.hidden |= traits->style.hides;
	html_writer_text(&self->writer, decode_value(self, content, FALSE), place);
}

static void take_open(HtmlReader *self, const HtmlToken *token)
{
	const HtmlElement *element = html_element_find(token->name);
	guint flags = element != NULL ? element->flags : 0;
	HtmlTraits traits = {0};
	Span target = {0};
	if ((flags & HTML_DOCUMENT) != 0) {
		begin_document(self);
		return;
	}
	if (token->attributes.length > 0)
		target = read_attributes(self, token, element, &traits);
	if ((flags & HTML_QUOTES) != 0)
		traits.quoting = HTML_QUOTE;
	traits.style.keeps_lines |= (flags & HTML_KEEPS_LINES) != 0;
	traits.style.hides |= (flags & HTML_NEVER_SHOWN) != 0 ? HTML_GONE : 0;
	break_for(&self->writer, element, &traits);
	if ((flags & (HTML_RAW | HTML_RAW_SHOWN)) != 0)
		read_raw(self, token, element, &traits);
	else if ((flags & HTML_VOID) == 0)
		html_tree_open(&self->tree, token, element, &traits);
	if (strcmp(token->name, "br") == 0)
		html_writer_line_break(&self->writer);
	if (strcmp(token->name, "a") == 0 && target.length > 0)
		begin_link(self, target);
	else if (target.length > 0 &&
		 (strcmp(token->name, "area") == 0 || strcmp(token->name, "form") == 0))
		add_link(self, target);
}

static void take_close(HtmlReader *self, const HtmlToken *token)
{
	const HtmlElement *element = html_element_find(token->name);
	guint flags = element != NULL ? element->flags : 0;
	HtmlTraits plain = {0};
	if (strcmp(token->name, "a") == 0)
		end_link(self);
	if (strcmp(token->name, "html") == 0)
		self->document_ended = TRUE;
	if (strcmp(token->name, "br") == 0)
		html_writer_line_break(&self->writer);
	if ((flags & (HTML_DOCUMENT | HTML_VOID)) != 0)
		return;
	if (self->tree.count > 1)
		plain.style.tight = self->tree.nodes[self->tree.count - 1].traits.style.tight;
	break_for(&self->writer, element, &plain);
	html_tree_close(&self->tree, token, element);
}

static void take_token(HtmlReader *self, const HtmlToken *token)
{
	switch (token->kind) {
	case HTML_TEXT:
		html_writer_text(&self->writer, decode_value(self, token->text, FALSE),
			html_tree_place(&self->tree));
		break;
	case HTML_OPEN:
		take_open(self, token);
		break;
	case HTML_CLOSE:
		take_close(self, token);
		break;
	case HTML_DOCTYPE:
		begin_document(self);
		break;
	}
}

/* OUT cut to LIMIT_TEXT where a character ends. */
static void cut_text(GString *out)
{
	if (out->len <= LIMIT_TEXT)
		return;
	gsize length = LIMIT_TEXT;
	while (length > 0 && ((guint8)out->str[length] & 0xc0) == 0x80)
		length--;
	g_string_truncate(out, length);
}

/* What stands behind a quoted header is quoted too, although no container says so. */
static void mark_quoted_links(const HtmlReader *self)
{
	const HtmlText *result = self->result;
	if (result->links->len == 0)
		return;
	g_autoptr(QuotePage) page = quote_page_new(span_new(result->text, result->length));
	for (guint i = 0; i < result->links->len; i++) {
		HtmlLink *link = g_ptr_array_index(result->links, i);
		gsize place = g_array_index(self->places, gsize, i);
		const QuoteLine *line = quote_page_line_at(page, result->text + place);
		link->quoted = link->quoted || (line != NULL && line->level > 0);
	}
}

HtmlText *html_to_text(Span html)
{
	HtmlText *result = g_new0(HtmlText, 1);
	HtmlReader *self = g_new(HtmlReader, 1);
	HtmlToken token;
	memset(self, 0, G_STRUCT_OFFSET(HtmlReader, tree));
	self->writer = (HtmlWriter){.out = g_string_sized_new(MIN(html.length / 2, LIMIT_TEXT)),
		.label_maximum = LABEL_MAXIMUM};
	html_tree_init(&self->tree, self->writer.out);
	self->tokens.html = html;
	self->result = result;
	self->scratch = g_string_new(NULL);
	self->label = g_string_new(NULL);
	self->link = NULL;
	self->document = FALSE;
	self->document_ended = FALSE;
	self->document_mark = 0;
	self->places = g_array_new(FALSE, FALSE, sizeof(gsize));
	result->links = g_ptr_array_new_with_free_func(link_free_html);
	while (self->writer.out->len < LIMIT_TEXT && html_tokens_next(&self->tokens, &token))
		take_token(self, &token);
	end_link(self);
	cut_text(self->writer.out);
	result->hidden_text = self->writer.hidden_letters > HIDDEN_MAXIMUM;
	result->length = self->writer.out->len;
	result->text = g_string_free(self->writer.out, FALSE);
	mark_quoted_links(self);
	g_array_unref(self->places);
	g_string_free(self->scratch, TRUE);
	g_string_free(self->label, TRUE);
	g_free(self);
	return result;
}

void html_text_free(HtmlText *html)
{
	if (html == NULL)
		return;
	g_free(html->text);
	g_ptr_array_unref(html->links);
	g_free(html);
}
