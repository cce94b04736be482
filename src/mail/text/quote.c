/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines and their quote levels. Quote signs are read first, then repaired where mail programs
 * wrapped lines, then header blocks are found and the levels follow from both.
 */
#include "mail/text/quote.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/text/quote-header.h"

/* A quoted line at least this long may have been wrapped, and then left at most so much. */
#define WRAPPED_LINE 50
#define WRAPPED_REST 32
/* "Bob> ": longer words before a '>' are prompts and code. */
#define NAME_MAXIMUM 4
/* Bytes in which an attribution that is followed by text on its line ends. */
#define ATTRIBUTION_MAXIMUM 300
/* "[…]", "<snip>" between an attribution and its quote. */
#define OMISSION_MAXIMUM 30

#define WIDE_GREATER "\xef\xbc\x9e"
#define WIDE_COLON   "\xef\xbc\x9a"
#define NO_BREAK     "\xc2\xa0"

static gboolean is_blank(Span text, gsize at, gsize *ret_length)
{
	char c = text.data[at];
	*ret_length = 1;
	if (c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f')
		return TRUE;
	*ret_length = 2;
	return c == NO_BREAK[0] && at + 1 < text.length && text.data[at + 1] == NO_BREAK[1];
}

/* A bar is a quote sign where it stands alone at the start: not in a table drawn with bars. */
static gboolean is_bar_quote(Span line, gsize at)
{
	if (at + 1 < line.length && line.data[at + 1] != ' ' && line.data[at + 1] != '>')
		return FALSE;
	return memchr(line.data + at + 1, '|', line.length - at - 1) == NULL;
}

/* Where LINE's text begins behind its quote signs; *LEVEL counts them. */
static gsize skip_signs(Span line, gsize at, guint *level)
{
	while (at < line.length) {
		gsize length;
		char c = line.data[at];
		if (is_blank(line, at, &length)) {
			at += length;
			continue;
		}
		if (c == '>')
			length = 1;
		else if (c == WIDE_GREATER[0] && bytes_begin(span_from(line, at), WIDE_GREATER))
			length = strlen(WIDE_GREATER);
		else if (c == '|' && is_bar_quote(line, at))
			length = 1;
		else
			return at;
		(*level)++;
		at += length;
	}
	return at;
}

/* The length of a name with which LINE may be quoted, "JD" in "JD> text"; 0 when there is none. */
static gsize quoting_name(Span line)
{
	gsize length = 0;
	while (length < line.length && length <= NAME_MAXIMUM && g_ascii_isalpha(line.data[length]))
		length++;
	gboolean named = length > 0 && length <= NAME_MAXIMUM && length + 1 < line.length &&
			 g_ascii_isupper(line.data[0]) && line.data[length] == '>' &&
			 (line.data[length + 1] == ' ' || line.data[length + 1] == '>');
	return named ? length : 0;
}

static gboolean ends_with_colon(Span line)
{
	while (line.length > 0 && bytes_is_sign(line.data[line.length - 1], "*_-> "))
		line.length--;
	if (line.length > 0 && line.data[line.length - 1] == ':')
		return TRUE;
	return line.length >= 3 &&
	       memcmp(line.data + line.length - 3, WIDE_COLON, strlen(WIDE_COLON)) == 0;
}

static Span trim_end(Span line)
{
	while (line.length > 0) {
		char last = line.data[line.length - 1];
		gboolean no_break =
			line.length >= 2 && memcmp(line.data + line.length - 2, NO_BREAK, 2) == 0;
		if (!no_break && last != ' ' && last != '\t' && last != '\r')
			break;
		line.length -= no_break ? 2 : 1;
	}
	return line;
}

static void add_content(GArray *lines, Span content, guint level, gboolean blank)
{
	QuoteLine line = {.data = content.data,
		.length = (guint32)content.length,
		.prefix = (guint8)MIN(level, LIMIT_QUOTE_LEVEL)};
	if (blank)
		line.flags |= QUOTE_AFTER_BLANK;
	if (ends_with_colon(content))
		line.flags |= QUOTE_COLON;
	if (level == 0 && quoting_name(content) > 0)
		line.flags |= QUOTE_NAMED;
	g_array_append_val(lines, line);
}

/* Some mail programs put the quote on the line of its attribution: "On DATE, NAME <ADDRESS> wrote:
 * text". Where such a line has to be cut, or its length. */
static gsize attribution_end(Span line)
{
	static const char end[] = "> wrote: ";
	gsize at = 0;
	while (at < line.length && bytes_is_sign(line.data[at], "> \t|"))
		at++;
	if (!bytes_begin(span_from(line, at), "On "))
		return line.length;
	const char *found = memmem(
		line.data + at, MIN(line.length - at, ATTRIBUTION_MAXIMUM), end, strlen(end));
	return found != NULL ? (gsize)(found - line.data) + strlen(end) : line.length;
}

static void add_line(GArray *lines, Span raw, gboolean *blank)
{
	guint level = 0;
	gsize start = skip_signs(raw, 0, &level);
	Span content = trim_end(span_from(raw, start));
	if (content.length == 0) {
		*blank = TRUE;
		return;
	}
	gsize cut = attribution_end(content);
	add_content(lines, trim_end(span_new(content.data, cut)), level, *blank);
	*blank = FALSE;
	Span rest = span_from(content, cut);
	while (rest.length > 0 && (rest.data[0] == ' ' || rest.data[0] == '\t'))
		rest = span_from(rest, 1);
	if (rest.length > 0)
		add_content(lines, rest, level, FALSE);
}

static GArray *split(Span text)
{
	GArray *lines = g_array_sized_new(
		FALSE, FALSE, sizeof(QuoteLine), (guint)MIN(text.length / 32 + 8, 4096));
	gboolean blank = TRUE;
	gsize at = 0;
	Span raw;
	while (bytes_next_line(text, &at, &raw))
		add_line(lines, raw, &blank);
	return lines;
}

static gboolean same_name(const QuoteLine *a, const QuoteLine *b)
{
	gsize length = quoting_name(quote_line_span(a));
	return (b->flags & QUOTE_NAMED) != 0 && length == quoting_name(quote_line_span(b)) &&
	       memcmp(a->data, b->data, length) == 0;
}

/* A name before '>' is a quote sign where it stands on two lines in a row. Looks at the lines as
 * they were, so the signs are taken off only afterwards. */
static void read_names(QuoteLine *lines, guint count)
{
	for (guint i = 0; i < count; i++) {
		if ((lines[i].flags & QUOTE_NAMED) == 0)
			continue;
		gboolean twice = (i > 0 && same_name(&lines[i], &lines[i - 1])) ||
				 (i + 1 < count && same_name(&lines[i], &lines[i + 1]));
		lines[i].prefix = twice ? 1 : 0;
	}
	for (guint i = 0; i < count; i++) {
		if ((lines[i].flags & QUOTE_NAMED) == 0 || lines[i].prefix == 0)
			continue;
		guint level = 0;
		Span line = quote_line_span(&lines[i]);
		Span rest = span_from(line, skip_signs(line, quoting_name(line), &level));
		if (rest.length > 0)
			lines[i].data = rest.data;
		lines[i].length = rest.length > 0 ? (guint32)rest.length : lines[i].length;
		lines[i].prefix = (guint8)MIN(level, LIMIT_QUOTE_LEVEL);
	}
}

static void repair_line(QuoteLine *line, const QuoteLine *before, const QuoteLine *after)
{
	gboolean adjacent = ((line->flags | after->flags) & QUOTE_AFTER_BLANK) == 0;
	gboolean between = before->prefix > line->prefix && after->prefix == before->prefix;
	if (adjacent && between && line->prefix == 0 && before->length >= WRAPPED_LINE &&
		line->length <= WRAPPED_REST)
		line->prefix = before->prefix;
}

/* ">From " at a line start, alone, is how mailboxes store "From ". */
static void repair_mailbox(QuoteLine *lines, guint count, guint at, Span text)
{
	QuoteLine *line = &lines[at];
	if (line->prefix != 1 || line->data == text.data || line->data[-1] != '>' ||
		!bytes_begin(quote_line_span(line), "From "))
		return;
	gboolean first = line->data - 1 == text.data || line->data[-2] == '\n';
	gboolean alone =
		(at == 0 || line[-1].prefix == 0) && (at + 1 == count || line[1].prefix == 0);
	line->prefix = first && alone ? 0 : 1;
}

static void repair(GArray *array, Span text)
{
	QuoteLine *lines = (QuoteLine *)(gpointer)array->data;
	for (guint i = 0; i < array->len; i++)
		repair_mailbox(lines, array->len, i, text);
	for (guint i = 1; i + 1 < array->len; i++)
		repair_line(&lines[i], &lines[i - 1], &lines[i + 1]);
}

/* The state of the pass that gives levels. */
typedef struct LevelPass {
	QuotePage *page;
	QuoteLine *lines;
	guint count;
	guint8 shifts[LIMIT_QUOTE_LEVEL]; /* prefixes from which on a header block makes all deeper
					   */
	guint shift_count;
} LevelPass;

static gboolean is_omission(const QuoteLine *line)
{
	return line->length <= OMISSION_MAXIMUM && strchr("[<(.", line->data[0]) != NULL;
}

/* The line by which to tell whether what follows line AT is quoted by signs. */
static const QuoteLine *line_behind(const LevelPass *self, guint at, guint prefix)
{
	if (at >= self->count)
		return NULL;
	gboolean skip = self->lines[at].prefix <= prefix && is_omission(&self->lines[at]) &&
			at + 1 < self->count && self->lines[at + 1].prefix > prefix;
	return &self->lines[skip ? at + 1 : at];
}

static void drop_shifts(LevelPass *self, guint prefix)
{
	while (self->shift_count > 0 && self->shifts[self->shift_count - 1] > prefix)
		self->shift_count--;
}

/* Does the quote that the header's own lines stand in begin with them? Then they introduce that
 * quote, not one inside. */
static gboolean opens_quote(const LevelPass *self, guint first)
{
	const QuoteLine *line = &self->lines[first];
	if (line->prefix == 0)
		return FALSE;
	if (first == 0)
		return TRUE;
	return line[-1].prefix < line->prefix && (line[-1].flags & QUOTE_HEADER) == 0;
}

/* The level of what the header introduces; from behind it on all of its own prefix is that level,
 * if signs do not tell. */
static guint introduce(LevelPass *self, const QuoteHeader *found, guint prefix)
{
	guint behind = found->first + found->count;
	const QuoteLine *next = line_behind(self, behind, prefix);
	guint outer = prefix + self->shift_count;
	if (next != NULL && next->prefix > prefix)
		return outer + 1;
	if (opens_quote(self, found->first))
		return outer;
	if (self->shift_count < LIMIT_QUOTE_LEVEL)
		self->shifts[self->shift_count++] = (guint8)prefix;
	return outer + 1;
}

static gboolean is_believable(const LevelPass *self, const QuoteHeader *found, guint prefix)
{
	if (found->certain || found->form != QUOTE_ATTRIBUTION)
		return TRUE;
	const QuoteLine *next = line_behind(self, found->first + found->count, prefix);
	return next != NULL && next->prefix > prefix;
}

static void keep_header(LevelPass *self, const QuoteHeader *found, guint level)
{
	if (found->header == NULL)
		return;
	if (self->page->introductions->len >= LIMIT_QUOTES) {
		quoted_header_free(found->header);
		self->page->limited = TRUE;
		return;
	}
	QuoteIntroduction introduction = {
		.header = found->header, .line = found->first + found->count};
	found->header->level = level;
	g_array_append_val(self->page->introductions, introduction);
}

static void set_level(QuoteLine *line, guint level)
{
	line->level = (guint8)MIN(level, LIMIT_QUOTE_LEVEL);
	line->kind = level > 0 ? BLOCK_QUOTE : BLOCK_OWN;
}

/* Take the header that line AT is part of, if there is one; returns how many lines are done with.
 * Its lines may begin before AT. */
static guint take_header(LevelPass *self, guint at, guint minimum)
{
	QuoteHeader found;
	if (!quote_header_match(self->lines, self->count, at, minimum, &found))
		return 0;
	guint prefix = self->lines[found.first].prefix;
	if (!is_believable(self, &found, prefix)) {
		quoted_header_free(found.header);
		return 0;
	}
	drop_shifts(self, prefix);
	guint level = introduce(self, &found, prefix);
	level = MIN(level, LIMIT_QUOTE_LEVEL);
	keep_header(self, &found, level);
	for (guint i = found.first; i < found.first + found.count; i++) {
		self->lines[i].flags |= QUOTE_HEADER;
		set_level(&self->lines[i], level);
	}
	return found.first + found.count - at;
}

static void give_levels(QuotePage *page)
{
	LevelPass self = {.page = page,
		.lines = (QuoteLine *)(gpointer)page->lines->data,
		.count = page->lines->len};
	guint minimum = 0;
	for (guint i = 0; i < self.count;) {
		guint taken = take_header(&self, i, minimum);
		if (taken > 0) {
			i += taken;
			minimum = i;
			continue;
		}
		drop_shifts(&self, self.lines[i].prefix);
		set_level(&self.lines[i], self.lines[i].prefix + self.shift_count);
		i++;
	}
}

QuotePage *quote_page_new(Span text)
{
	QuotePage *page = g_new0(QuotePage, 1);
	page->lines = split(text);
	page->introductions = g_array_new(FALSE, FALSE, sizeof(QuoteIntroduction));
	read_names((QuoteLine *)(gpointer)page->lines->data, page->lines->len);
	repair(page->lines, text);
	give_levels(page);
	return page;
}

void quote_page_free(QuotePage *page)
{
	if (page == NULL)
		return;
	for (guint i = 0; i < page->introductions->len; i++)
		quoted_header_free(g_array_index(page->introductions, QuoteIntroduction, i).header);
	g_array_unref(page->introductions);
	g_array_unref(page->lines);
	g_free(page);
}

const QuoteLine *quote_page_line_at(const QuotePage *page, const char *data)
{
	guint low = 0;
	guint high = page->lines->len;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (g_array_index(page->lines, QuoteLine, middle).data <= data)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &g_array_index(page->lines, QuoteLine, low - 1) : NULL;
}
