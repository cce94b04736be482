/* SPDX-License-Identifier: Apache-2.0
 *
 * Finds quoted headers. Attributions end with a colon and are joined from up to four lines, since
 * mail programs wrap them; each way of joining is tried and the one that tells most is taken.
 */
#include "mail/text/quote-header.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/text/quote-date.h"
#include "mail/text/quote-fields.h"
#include "mail/text/quote-party.h"

#define JOINED_LINES   4
#define JOINED_MAXIMUM 600
#define PIECES         8
#define NAME_MAXIMUM   120 /* bytes of a name without an address */
#define NAME_WORDS     8
#define DATED_WORDS    14 /* of a name behind a date: "Lee, Ann - 1002 - FIRM via some-list" */
#define DIVIDER_BYTES  80

#define WIDE_COLON "\xef\xbc\x9a"

/* A pattern cut up: literals and captures in turn. */
typedef struct Pattern {
	guint row;
	guint count;
	char first; /* bytes that a text must begin and end with, 0 when any will do */
	char last;
	gboolean dated;     /* matches no text without a digit */
	gboolean elaborate; /* has an {i}: whatever else matches took that for a name */
	struct {
		const char *literal; /* not NUL-terminated */
		gsize length;        /* 0 for a capture */
		char capture;        /* 'n', 'd', 'i', or 0 for a literal */
	} piece[PIECES];
} Pattern;

/* A line or several, white space collapsed, without the colon; and the same in lower case. */
typedef struct Joined {
	char text[JOINED_MAXIMUM];
	char folded[JOINED_MAXIMUM];
	gsize length;
	gboolean digits;
} Joined;

/* What a pattern made of a text. */
typedef struct Attribution {
	guint row;
	QuoteDate date;
	Span party;
	guint quality; /* 0: no match */
	gboolean anchored;
	gboolean address;
} Attribution;

static void cut_pattern(GArray *patterns, const char *text, guint row)
{
	Pattern pattern = {.row = row};
	while (*text != '\0' && pattern.count < PIECES) {
		gboolean capture = text[0] == '{' && text[1] != '\0' && text[2] == '}';
		gsize length = capture ? 3 : MAX(strcspn(text, "{"), 1);
		pattern.piece[pattern.count].literal = text;
		pattern.piece[pattern.count].length = capture ? 0 : length;
		pattern.piece[pattern.count].capture = capture ? text[1] : '\0';
		pattern.dated = pattern.dated || pattern.piece[pattern.count].capture == 'd';
		pattern.elaborate =
			pattern.elaborate || pattern.piece[pattern.count].capture == 'i';
		pattern.first = pattern.count == 0 && !capture ? text[0] : pattern.first;
		pattern.last = capture ? '\0' : text[length - 1];
		pattern.count++;
		text += length;
	}
	g_array_append_val(patterns, pattern);
}

/* The alternatives of all attributions, cut up; they live as long as the process. */
static GArray *patterns_new(void)
{
	GArray *patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
	for (guint row = 0; row < quote_header_row_count; row++) {
		if (quote_header_rows[row].form != QUOTE_ATTRIBUTION)
			continue;
		char **texts = g_strsplit(quote_header_rows[row].patterns, "|", -1);
		for (char **text = texts; *text != NULL; text++)
			cut_pattern(patterns, *text, row);
		g_free(texts);
	}
	return patterns;
}

static const GArray *attributions_get(void)
{
	static GArray *patterns;
	if (patterns == NULL)
		patterns = patterns_new();
	return patterns;
}

/* The words of all dividers. */
static GHashTable *dividers_get(void)
{
	static GHashTable *words;
	if (words != NULL)
		return words;
	words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint row = 0; row < quote_header_row_count; row++) {
		if (quote_header_rows[row].form != QUOTE_DIVIDER)
			continue;
		g_auto(GStrv) texts = g_strsplit(quote_header_rows[row].patterns, "|", -1);
		for (char **text = texts; *text != NULL; text++)
			g_hash_table_add(words, g_strdup(*text));
	}
	return words;
}

static void joined_add(Joined *self, Span line)
{
	/* cppcheck-suppress ctuuninitvar ; the length is set, the text comes here */
	gboolean space = self->length > 0;
	for (gsize i = 0; i < line.length && self->length + 2 < JOINED_MAXIMUM; i++) {
		char c = line.data[i];
		gboolean no_break =
			c == '\xc2' && i + 1 < line.length && line.data[i + 1] == '\xa0';
		if (no_break || ((guchar)c <= ' ' && bytes_is_space(c))) {
			space = self->length > 0;
			i += no_break ? 1 : 0;
			continue;
		}
		if (space)
			self->text[self->length++] = ' ';
		space = FALSE;
		self->text[self->length++] = c;
	}
}

/* Take off what stands around an attribution: colons, dashes, emphasis. */
static void joined_finish(Joined *self)
{
	gsize length = self->length;
	gsize before;
	do {
		before = length;
		while (length > 0 && bytes_is_sign(self->text[length - 1], ":*_- "))
			length--;
		if (length >= 3 && memcmp(self->text + length - 3, WIDE_COLON, 3) == 0)
			length -= 3;
	} while (length < before);
	gsize start = 0;
	while (start < length && bytes_is_sign(self->text[start], "*_- "))
		start++;
	self->length = length - start;
	memmove(self->text, self->text + start, self->length);
	self->digits = FALSE;
	for (gsize i = 0; i < self->length; i++) {
		self->folded[i] = bytes_fold(self->text[i]);
		self->digits = self->digits || g_ascii_isdigit(self->text[i]);
	}
}

/* Match PATTERN to all of TEXT and note where its captures are. */
static gboolean match_pieces(const Pattern *pattern, const Joined *text, Span *captures)
{
	gsize at = 0;
	gsize end = text->length;
	guint last = pattern->count - 1;
	if (pattern->piece[last].capture == '\0') {
		gsize length = pattern->piece[last].length;
		if (length >= end || memcmp(text->folded + end - length,
					     pattern->piece[last].literal, length) != 0)
			return FALSE;
		end -= length;
	}
	for (guint i = 0; i < pattern->count; i++) {
		gsize length = pattern->piece[i].length;
		const char *literal = pattern->piece[i].literal;
		if (pattern->piece[i].capture != '\0') {
			captures[i] = span_new(text->text + at, end - at);
			continue;
		}
		if (i == last)
			break;
		const char *found =
			i == 0 && (length > end || memcmp(text->folded, literal, length) != 0)
				? NULL
				: memmem(text->folded + at, end - at, literal, length);
		if (found == NULL)
			return FALSE;
		if (i > 0)
			captures[i - 1].length = (gsize)(found - (text->folded + at));
		at = (gsize)(found - text->folded) + length;
	}
	return TRUE;
}

/* A name of a few words, not a sentence. */
static gboolean is_plausible_name(Span name, guint maximum)
{
	gsize at = 0;
	guint words = 0;
	Span word;
	name = bytes_trim(name);
	while (bytes_next_word(name, &at, &word))
		words++;
	return name.length > 0 && name.length <= NAME_MAXIMUM && words <= maximum;
}

static gboolean has_address(Span text)
{
	return text.length > 0 && (memchr(text.data, '@', text.length) != NULL ||
					  (memchr(text.data, '<', text.length) != NULL &&
						  bytes_find(text, " at ", NULL)));
}

static gboolean read_captures(const Pattern *pattern, const Span *captures, Attribution *ret)
{
	const char *language = quote_header_rows[pattern->row].language;
	for (guint i = 0; i < pattern->count; i++) {
		char capture = pattern->piece[i].capture;
		if (capture == '\0' || capture == 'i')
			continue;
		QuoteDate date = quote_date_read(captures[i], language);
		if (date.solid)
			ret->date = date;
		if (capture == 'd' && !date.solid)
			return FALSE;
		if (capture == 'n')
			ret->party = bytes_trim(span_from(captures[i], date.length));
	}
	return TRUE;
}

static void try_pattern(const Pattern *pattern, const Joined *text, Attribution *best)
{
	Span captures[PIECES];
	Attribution found = {.row = pattern->row, .anchored = pattern->piece[0].capture == '\0'};
	if (!match_pieces(pattern, text, captures) || !read_captures(pattern, captures, &found))
		return;
	found.address = has_address(found.party);
	guint words = found.date.solid ? DATED_WORDS : NAME_WORDS;
	if (!found.address && !is_plausible_name(found.party, words))
		return;
	/* A colon alone says nothing: such a line needs all the rest. */
	gboolean bare = pattern->count == 1;
	if (bare && !(found.date.solid && found.address))
		return;
	found.quality = 1 + (found.date.solid ? 4 : 0) + (found.address ? 2 : 0) +
			(found.anchored ? 1 : 0) + (pattern->elaborate ? 4 : 0) - (bare ? 1 : 0);
	if (found.quality > best->quality)
		*best = found;
}

static Attribution read_attribution(const Joined *text)
{
	Attribution best = {0};
	const GArray *patterns = attributions_get();
	for (guint i = 0; i < patterns->len && text->length > 0; i++) {
		const Pattern *pattern = &g_array_index(patterns, Pattern, i);
		gboolean first = pattern->first == '\0' || pattern->first == text->folded[0];
		gboolean last =
			pattern->last == '\0' || pattern->last == text->folded[text->length - 1];
		if (first && last && (text->digits || !pattern->dated))
			try_pattern(pattern, text, &best);
	}
	return best;
}

/* The line above LINES[FIRST] may be the start of the same attribution. */
static gboolean may_join(const QuoteLine *lines, guint first, guint minimum)
{
	return first > minimum && (lines[first].flags & QUOTE_AFTER_BLANK) == 0 &&
	       lines[first - 1].prefix == lines[first].prefix &&
	       (lines[first - 1].flags & QUOTE_COLON) == 0;
}

static QuotedHeader *header_of(const Attribution *found)
{
	QuotedHeader *header = quoted_header_new();
	header->table_row = found->row;
	header->date = found->date.time;
	quote_party_read(&header->from, found->party);
	return header;
}

static gboolean match_attribution(const QuoteLine *lines, guint at, guint minimum, QuoteHeader *ret)
{
	Attribution best = {0};
	Joined texts[2]; /* the one being tried, and the best, whose text its party borrows */
	guint room = 0;
	guint first = at + 1;
	for (guint joined = 1; joined <= JOINED_LINES && first > minimum; joined++) {
		if (joined > 1 && !may_join(lines, first, minimum))
			break;
		first--;
		Joined *text = &texts[room];
		text->length = 0;
		for (guint i = first; i <= at; i++)
			joined_add(text, quote_line_span(&lines[i]));
		joined_finish(text);
		Attribution found = read_attribution(text);
		gboolean certain = found.date.solid || found.address;
		if (found.quality <= best.quality || (joined > 1 && !certain))
			continue;
		best = found;
		room = 1 - room;
		*ret = (QuoteHeader){.form = QUOTE_ATTRIBUTION,
			.certain = certain,
			.first = first,
			.count = at + 1 - first};
	}
	if (best.quality == 0)
		return FALSE;
	ret->header = header_of(&best);
	return TRUE;
}

/* Is LINE a divider: the words of a row between dashes, or before a colon? */
static gboolean is_divider(const QuoteLine *line)
{
	Joined text;
	if (line->length > DIVIDER_BYTES)
		return FALSE;
	text.length = 0;
	joined_add(&text, quote_line_span(line));
	joined_finish(&text);
	while (text.length > 0 && bytes_is_sign(text.folded[text.length - 1], "=_ "))
		text.length--;
	gsize start = 0;
	while (start < text.length && bytes_is_sign(text.folded[start], "=_ "))
		start++;
	text.folded[text.length] = '\0';
	const char *words = text.folded + start;
	if (bytes_are_ascii(span_new(words, text.length - start)))
		return g_hash_table_contains(dividers_get(), words);
	g_autofree char *lower = g_utf8_strdown(words, (gssize)(text.length - start));
	return g_hash_table_contains(dividers_get(), lower);
}

static gboolean may_divide(const QuoteLine *line)
{
	if ((line->flags & QUOTE_COLON) != 0)
		return TRUE;
	return line->length > 2 && bytes_is_sign(line->data[0], "-_=*") &&
	       bytes_is_sign(line->data[1], "-_=* ");
}

/* A divider takes along the header block right behind it. */
static gboolean match_divider(const QuoteLine *lines, guint count, guint at, QuoteHeader *ret)
{
	if (!may_divide(&lines[at]) || !is_divider(&lines[at]))
		return FALSE;
	for (guint next = at + 1; next < count && next <= at + 2; next++)
		if (lines[next].prefix == lines[at].prefix &&
			quote_fields_match(lines, count, next, ret)) {
			ret->count += ret->first - at;
			ret->first = at;
			return TRUE;
		}
	*ret = (QuoteHeader){.form = QUOTE_DIVIDER, .certain = TRUE, .first = at, .count = 1};
	return TRUE;
}

gboolean quote_header_match(
	const QuoteLine *lines, guint count, guint at, guint minimum, QuoteHeader *ret)
{
	const QuoteLine *line = &lines[at];
	if (quote_fields_match(lines, count, at, ret))
		return TRUE;
	if (match_divider(lines, count, at, ret))
		return TRUE;
	gboolean dashed = line->length > 8 && memcmp(line->data, "----", 4) == 0;
	if ((line->flags & QUOTE_COLON) == 0 && !dashed)
		return FALSE;
	return match_attribution(lines, at, minimum, ret);
}
