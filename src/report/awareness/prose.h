/* SPDX-License-Identifier: Apache-2.0
 *
 * Prose: paragraphs of letters (report/notice/letter.h) on a page. In a letter's section lines may
 * be broken anywhere; they are joined as the language has it, and an empty line parts paragraphs.
 */
#pragma once

#include "output/page/page.h"
#include "report/notice/letter.h"

/* SECTION in LANGUAGE with COUNT VALUES filled in, in one line. New string, "" when there is no
 * such section. */
char *prose_line(
	LetterLanguage language, const char *section, const LetterValue *values, guint count);
/* The same without values. */
char *prose_phrase(LetterLanguage language, const char *section);
/* NUMBER of what SECTION names: "1 message", "12 messages"; by SECTION-one where NUMBER is 1. New
 * string. */
char *prose_count(LetterLanguage language, const char *section, guint64 number);
/* Unix seconds as a day in UTC: "2020-01-30", "2020年1月30日". New string. */
char *prose_day(LetterLanguage language, gint64 time);

/* The paragraphs of SECTION onto PAGE. */
void prose_paragraphs(Page *page, LetterLanguage language, const char *section,
	const LetterValue *values, guint count);
void prose_heading(Page *page, LetterLanguage language, guint level, const char *section);
/* Each paragraph of SECTION as a row of BLOCK. */
void prose_rows(Page *page, LetterLanguage language, PageBlock block, const char *section,
	const LetterValue *values, guint count);
/* "en", "ja". */
const char *prose_language(LetterLanguage language);
