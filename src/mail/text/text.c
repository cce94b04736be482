/* SPDX-License-Identifier: Apache-2.0
 *
 * One decoded text taken apart: quote levels and headers (mail/text/quote.h), signature, then the
 * skeleton over all lines without their quote signs, in blocks. Of several alternatives the first
 * speaks for the message.
 */
#include "mail/text/text.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/text/password.h"
#include "mail/text/quote-header.h"
#include "mail/text/quote.h"
#include "mail/text/signature.h"
#include "mail/text/skeleton.h"

/* Own text of fewer characters does not tell its language by itself. */
#define OWN_TINY 40

typedef struct TextReader {
	Facts *facts;
	TextOrigin origin;
	QuotePage *page;
	GString *skeleton;
	GArray *blocks;
	guint32 *offsets; /* of each introduction's text */
	gboolean repeats; /* another alternative was there before */
} TextReader;

static guint cut_at_character(Span text, gsize length)
{
	if (text.length <= length)
		return (guint)text.length;
	while (length > 0 && ((guint8)text.data[length] & 0xc0) == 0x80)
		length--;
	return (guint)length;
}

static const QuoteLine *line_of(const TextReader *self, guint at)
{
	return &g_array_index(self->page->lines, QuoteLine, at);
}

/* Does another text of the same alternative stand before this one? */
static gboolean is_repetition(const Facts *facts, TextOrigin origin)
{
	for (guint i = 0; i < facts->texts->len && origin.alternative != 0; i++) {
		const TextPart *part = g_ptr_array_index(facts->texts, i);
		if (part->alternative == origin.alternative)
			return TRUE;
	}
	return FALSE;
}

/* What an enclosed message says was not written by the sender of this one. */
static void enclose(QuotePage *page)
{
	for (guint i = 0; i < page->lines->len; i++) {
		QuoteLine *line = &g_array_index(page->lines, QuoteLine, i);
		line->level = (guint8)MIN(line->level + 1, LIMIT_QUOTE_LEVEL);
		line->kind = BLOCK_QUOTE;
	}
	for (guint i = 0; i < page->introductions->len; i++) {
		QuotedHeader *header =
			g_array_index(page->introductions, QuoteIntroduction, i).header;
		header->level = MIN(header->level + 1, LIMIT_QUOTE_LEVEL);
	}
}

/* Let the last block reach to the end, or begin a new one for LINE at START. */
static void add_to_block(TextReader *self, const QuoteLine *line, guint32 start)
{
	guint32 end = (guint32)self->skeleton->len;
	guint level = line->kind == BLOCK_QUOTE ? line->level : 0;
	Block *last = self->blocks->len > 0
			      ? &g_array_index(self->blocks, Block, self->blocks->len - 1)
			      : NULL;
	if (last != NULL && last->kind == line->kind && last->level == level) {
		last->end = end;
		return;
	}
	if (self->blocks->len >= LIMIT_BLOCKS) {
		last->end = end;
		self->facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	Block block = {.kind = (BlockKind)line->kind, .level = level, .start = start, .end = end};
	g_array_append_val(self->blocks, block);
}

static void build_skeleton(TextReader *self)
{
	guint introduction = 0;
	guint count = self->page->introductions->len;
	for (guint i = 0; i < self->page->lines->len; i++) {
		guint32 start = (guint32)self->skeleton->len;
		while (introduction < count &&
			g_array_index(self->page->introductions, QuoteIntroduction, introduction)
					.line <= i)
			self->offsets[introduction++] = start;
		if (start >= LIMIT_TEXT) {
			self->facts->anomalies |= ANOMALY_LIMIT;
			break;
		}
		const QuoteLine *line = line_of(self, i);
		skeleton_append(self->skeleton, quote_line_span(line));
		/* Folding makes some characters longer. */
		if (self->skeleton->len > LIMIT_TEXT) {
			Span whole = span_new(self->skeleton->str, self->skeleton->len);
			g_string_truncate(self->skeleton, cut_at_character(whole, LIMIT_TEXT));
			self->facts->anomalies |= ANOMALY_LIMIT;
		}
		if (self->skeleton->len > start)
			add_to_block(self, line, start);
	}
	while (introduction < count)
		self->offsets[introduction++] = (guint32)self->skeleton->len;
}

static gboolean same_skeleton(const TextReader *self)
{
	for (guint i = 0; i < self->facts->texts->len; i++) {
		const TextPart *part = g_ptr_array_index(self->facts->texts, i);
		if (part->alternative == self->origin.alternative &&
			part->skeleton_length == self->skeleton->len &&
			memcmp(part->skeleton, self->skeleton->str, self->skeleton->len) == 0)
			return TRUE;
	}
	return FALSE;
}

static void add_part(TextReader *self)
{
	TextPart *part = text_part_new();
	g_free(part->skeleton);
	g_array_unref(part->blocks);
	part->skeleton_length = self->skeleton->len;
	part->skeleton = bytes_copy(span_new(self->skeleton->str, self->skeleton->len));
	part->blocks = g_array_ref(self->blocks);
	part->html = self->origin.html;
	part->enclosed = self->origin.enclosed;
	part->alternative = self->origin.alternative;
	g_ptr_array_add(self->facts->texts, part);
}

static gboolean same_header(const QuotedHeader *a, const QuotedHeader *b)
{
	return g_str_equal(a->from.address, b->from.address) &&
	       g_str_equal(a->from.name, b->from.name) && a->level == b->level &&
	       a->date == b->date;
}

static gboolean has_header(const Facts *facts, const QuotedHeader *header)
{
	for (guint i = 0; i < facts->quotes->len; i++)
		if (same_header(g_ptr_array_index(facts->quotes, i), header))
			return TRUE;
	return FALSE;
}

/* Hand the headers over to Facts; those of a further alternative only when they are new. */
static void add_headers(TextReader *self)
{
	for (guint i = 0; i < self->page->introductions->len; i++) {
		QuoteIntroduction *introduction =
			&g_array_index(self->page->introductions, QuoteIntroduction, i);
		if (self->repeats && has_header(self->facts, introduction->header))
			continue;
		if (self->facts->quotes->len >= LIMIT_QUOTES) {
			self->facts->anomalies |= ANOMALY_LIMIT;
			return;
		}
		introduction->header->part = self->facts->texts->len - 1;
		introduction->header->offset = self->offsets[i];
		g_ptr_array_add(self->facts->quotes, g_steal_pointer(&introduction->header));
	}
}

static guint count_characters(Span text)
{
	gsize ascii = bytes_ascii_length(text);
	guint count = (guint)ascii;
	for (gsize i = ascii; i < text.length; i++)
		count += ((guint8)text.data[i] & 0xc0) != 0x80 ? 1 : 0;
	return count;
}

/* The own lines, up to LIMIT_OWN_TEXT bytes; *RET_LENGTH counts the characters of all of them. */
static GString *collect_own(const TextReader *self, guint *ret_length)
{
	GString *own = g_string_new(NULL);
	*ret_length = 0;
	for (guint i = 0; i < self->page->lines->len; i++) {
		const QuoteLine *line = line_of(self, i);
		if (line->kind != BLOCK_OWN)
			continue;
		Span text = quote_line_span(line);
		*ret_length += count_characters(text) + (*ret_length > 0 ? 1 : 0);
		if (own->len >= LIMIT_OWN_TEXT)
			continue;
		if (own->len > 0)
			g_string_append_c(own, '\n');
		g_string_append_len(
			own, text.data, cut_at_character(text, LIMIT_OWN_TEXT - own->len));
	}
	return own;
}

static gboolean is_kana(gunichar c)
{
	return (c >= 0x3041 && c <= 0x30fa) || (c >= 0xff66 && c <= 0xff9d);
}

/* The language that the script of OWN gives away, "" when it does not. */
static const char *language_of_script(const char *own)
{
	gsize han = 0;
	gsize hangul = 0;
	gsize cyrillic = 0;
	gsize characters = 0;
	for (const char *at = own; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (is_kana(c))
			return "ja";
		han += c >= 0x4e00 && c <= 0x9fff ? 1 : 0;
		hangul += c >= 0xac00 && c <= 0xd7a3 ? 1 : 0;
		cyrillic += c >= 0x400 && c <= 0x4ff ? 1 : 0;
		characters++;
	}
	if (hangul * 4 > characters)
		return "ko";
	if (han * 4 > characters)
		return "zh";
	return cyrillic * 4 > characters ? "ru" : "";
}

static void guess_language(TextReader *self, const GString *own)
{
	Facts *facts = self->facts;
	if (facts->language[0] != '\0')
		return;
	gboolean ascii = bytes_are_ascii(span_new(own->str, own->len));
	const char *language = ascii ? "" : language_of_script(own->str);
	if (language[0] == '\0' && own->len < OWN_TINY && facts->quotes->len > 0) {
		const QuotedHeader *first = g_ptr_array_index(facts->quotes, 0);
		language = quote_header_rows[first->table_row].language;
	}
	if (language[0] == '\0')
		return;
	g_free(facts->language);
	facts->language = g_strdup(language);
}

static void add_own(TextReader *self)
{
	Facts *facts = self->facts;
	guint length;
	GString *own = collect_own(self, &length);
	if (password_given(span_new(own->str, own->len)))
		facts->marks |= MARK_PASSWORD;
	guess_language(self, own);
	gsize before = strlen(facts->own_text);
	facts->own_length += length;
	if (before > 0 && own->len > 0 && before + 1 < LIMIT_OWN_TEXT) {
		g_string_truncate(own, cut_at_character(span_new(own->str, own->len),
					       LIMIT_OWN_TEXT - before - 1));
		g_string_prepend_c(own, '\n');
		g_string_prepend_len(own, facts->own_text, (gssize)before);
	}
	if (before == 0 || own->len > before) {
		g_free(facts->own_text);
		facts->own_text = g_string_free(own, FALSE);
		return;
	}
	g_string_free(own, TRUE);
}

static void read_text(TextReader *self)
{
	Facts *facts = self->facts;
	gboolean speaks = !self->origin.enclosed && (!self->repeats || facts->own_length == 0);
	QuoteLine *lines = (QuoteLine *)(gpointer)self->page->lines->data;
	if (self->origin.enclosed)
		enclose(self->page);
	else
		signature_find(lines, self->page->lines->len, speaks ? facts->signature : NULL);
	build_skeleton(self);
	if (self->repeats && same_skeleton(self))
		return;
	add_part(self);
	add_headers(self);
	if (speaks)
		add_own(self);
}

void text_add(Facts *facts, Span text, TextOrigin origin)
{
	if (facts->texts->len >= LIMIT_TEXT_PARTS) {
		facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	if (text.length > LIMIT_TEXT) {
		text.length = cut_at_character(text, LIMIT_TEXT);
		facts->anomalies |= ANOMALY_LIMIT;
	}
	g_autoptr(QuotePage) page = quote_page_new(text);
	TextReader self = {.facts = facts, .origin = origin, .page = page};
	self.skeleton = g_string_sized_new(text.length + 1);
	self.blocks = g_array_new(FALSE, FALSE, sizeof(Block));
	self.offsets = g_new0(guint32, page->introductions->len + 1);
	self.repeats = is_repetition(facts, origin);
	if (page->limited)
		facts->anomalies |= ANOMALY_LIMIT;
	read_text(&self);
	g_string_free(self.skeleton, TRUE);
	g_array_unref(self.blocks);
	g_free(self.offsets);
}
