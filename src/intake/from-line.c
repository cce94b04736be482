/* SPDX-License-Identifier: Apache-2.0
 *
 * The line that begins each message of an mbox. Nobody ever fixed its form: some writers put the
 * zone before the year, some after it, some a sender with spaces. So the date is looked for,
 * wherever in the line it stands.
 */
#include "intake/from-line.h"

#include "base/limits.h"

#define MARK             "From "
#define MARK_LENGTH      (sizeof MARK - 1)
#define HEADER_NAME      76
#define DATE_WORDS       6
#define WEEKDAYS         "MonTueWedThuFriSatSun"
#define MONTHS           "JanFebMarAprMayJunJulAugSepOctNovDec"
#define IN_LIST(w, list) word_in((w), (list), sizeof(list) - 1)

gboolean from_line_begins(Span text)
{
	return text.length >= MARK_LENGTH && memcmp(text.data, MARK, MARK_LENGTH) == 0;
}

/* The line at the start of TEXT without its end; empty when it is longer than LIMIT_FROM_LINE. */
static Span first_line(Span text)
{
	const char *end = memchr(text.data, '\n', MIN(text.length, LIMIT_FROM_LINE));

	if (end != NULL)
		return span_new(text.data, (gsize)(end - text.data));
	return text.length < LIMIT_FROM_LINE ? text : span_new(text.data, 0);
}

static gboolean is_gap(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == ',';
}

/* The next word of *REST, which is shortened by it; empty at the end. */
static Span next_word(Span *rest)
{
	gsize start = 0;
	gsize end;

	if (rest->length == 0)
		return *rest;
	while (start < rest->length && is_gap(rest->data[start]))
		start++;
	end = start;
	while (end < rest->length && !is_gap(rest->data[end]))
		end++;
	Span word = span_new(rest->data + start, end - start);

	*rest = span_from(*rest, end);
	return word;
}

/* TRUE when WORD is one of the three-letter names strung together in LIST. */
static gboolean word_in(Span word, const char *list, gsize length)
{
	if (word.length != 3)
		return FALSE;
	for (gsize at = 0; at < length; at += 3)
		if (memcmp(word.data, list + at, 3) == 0)
			return TRUE;
	return FALSE;
}

static gboolean word_is_number(Span word, gsize shortest, gsize longest)
{
	if (word.length < shortest || word.length > longest)
		return FALSE;
	for (gsize at = 0; at < word.length; at++)
		if (!g_ascii_isdigit(word.data[at]))
			return FALSE;
	return TRUE;
}

/* 9:05, 09:05 or 09:05:00 */
static gboolean word_is_time(Span word)
{
	const char *colon = word.length > 0 ? memchr(word.data, ':', word.length) : NULL;

	if (colon == NULL)
		return FALSE;
	gsize hours = (gsize)(colon - word.data);
	Span rest = span_from(word, hours + 1);

	if (!word_is_number(span_new(word.data, hours), 1, 2))
		return FALSE;
	if (rest.length == 5)
		return rest.data[2] == ':' && word_is_number(span_new(rest.data, 2), 2, 2) &&
		       word_is_number(span_from(rest, 3), 2, 2);
	return word_is_number(rest, 2, 2);
}

static gboolean word_is_year(Span word)
{
	return word_is_number(word, 4, 4);
}

/* The words after a weekday: "Apr 29 00:00:00 2019" with a zone or two anywhere after the time, or
 * "29 Apr 2019 00:00:00". */
static gboolean words_are_date(const Span *words, guint count)
{
	if (count < 4)
		return FALSE;
	if (word_is_number(words[0], 1, 2))
		return IN_LIST(words[1], MONTHS) && word_is_year(words[2]) &&
		       word_is_time(words[3]);
	if (!IN_LIST(words[0], MONTHS) || !word_is_number(words[1], 1, 2) ||
		!word_is_time(words[2]))
		return FALSE;
	for (guint at = 3; at < count; at++)
		if (word_is_year(words[at]))
			return TRUE;
	return FALSE;
}

static gboolean date_follows(Span rest)
{
	Span words[DATE_WORDS];
	guint count = 0;

	while (count < DATE_WORDS) {
		words[count] = next_word(&rest);
		if (words[count].length == 0)
			break;
		count++;
	}
	return words_are_date(words, count);
}

gboolean from_line_dated(Span text)
{
	if (!from_line_begins(text))
		return FALSE;
	Span rest = first_line(text);

	if (rest.length < MARK_LENGTH)
		return FALSE;
	rest = span_from(rest, MARK_LENGTH);
	for (Span word = next_word(&rest); word.length > 0; word = next_word(&rest))
		if (IN_LIST(word, WEEKDAYS) && date_follows(rest))
			return TRUE;
	return FALSE;
}

gboolean from_line_header_follows(Span text)
{
	gsize end = 0;

	while (end < MIN(text.length, HEADER_NAME) && text.data[end] > 32 && text.data[end] < 127 &&
		text.data[end] != ':')
		end++;
	return end > 0 && end < text.length && text.data[end] == ':';
}

/* TRUE when the line after the one at the start of TEXT is a header field. */
static gboolean header_is_next(Span text)
{
	const char *end = memchr(text.data, '\n', MIN(text.length, LIMIT_FROM_LINE));

	if (end == NULL)
		return FALSE;
	return from_line_header_follows(span_from(text, (gsize)(end - text.data) + 1));
}

gboolean from_line_separates(Span text, gboolean after_blank)
{
	if (!from_line_begins(text))
		return FALSE;
	return from_line_dated(text) || (after_blank && header_is_next(text));
}
