/* SPDX-License-Identifier: Apache-2.0
 *
 * English lines are joined by a space, Japanese ones by nothing.
 */
#include "report/awareness/prose.h"

#include <string.h>

const char *prose_language(LetterLanguage language)
{
	return language == LETTER_JAPANESE ? "ja" : "en";
}

static char *join(LetterLanguage language, const char *lines)
{
	g_auto(GStrv) pieces = g_strsplit(lines, "\n", -1);
	return g_strjoinv(language == LETTER_JAPANESE ? "" : " ", pieces);
}

char *prose_line(
	LetterLanguage language, const char *section, const LetterValue *values, guint count)
{
	g_autofree char *filled = letter_fill(language, section, values, count);
	return join(language, g_strchomp(filled));
}

char *prose_phrase(LetterLanguage language, const char *section)
{
	return prose_line(language, section, NULL, 0);
}

char *prose_count(LetterLanguage language, const char *section, guint64 number)
{
	g_autofree char *one = g_strconcat(section, "-one", NULL);
	g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, number);
	const LetterValue value = {"number", digits};
	return prose_line(language, number == 1 ? one : section, &value, 1);
}

char *prose_day(LetterLanguage language, gint64 time)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time);
	const char *format = language == LETTER_JAPANESE ? "%Y年%-m月%-d日" : "%Y-%m-%d";
	return date != NULL ? g_date_time_format(date, format) : g_strdup("-");
}

static char **split(
	LetterLanguage language, const char *section, const LetterValue *values, guint count)
{
	g_autofree char *filled = letter_fill(language, section, values, count);
	char **paragraphs = g_strsplit(g_strchomp(filled), "\n\n", -1);
	for (guint i = 0; paragraphs[i] != NULL; i++) {
		char *lines = paragraphs[i];
		paragraphs[i] = join(language, lines);
		g_free(lines);
	}
	return paragraphs;
}

void prose_paragraphs(Page *page, LetterLanguage language, const char *section,
	const LetterValue *values, guint count)
{
	g_auto(GStrv) paragraphs = split(language, section, values, count);
	for (guint i = 0; paragraphs[i] != NULL; i++)
		page_paragraph(page, paragraphs[i]);
}

void prose_heading(Page *page, LetterLanguage language, guint level, const char *section)
{
	g_autofree char *text = prose_phrase(language, section);
	page_heading(page, level, NULL, text);
}

void prose_rows(Page *page, LetterLanguage language, PageBlock block, const char *section,
	const LetterValue *values, guint count)
{
	g_auto(GStrv) paragraphs = split(language, section, values, count);
	for (guint i = 0; paragraphs[i] != NULL; i++)
		page_row(page, block, &(const PageRow){.text = paragraphs[i]});
}
