/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of dates in the languages that mail quotes in; for mail/text/quote-date.c alone.
 */
#pragma once

#include <glib.h>

typedef enum {
	DATE_WORD_MONTH = 1,
	DATE_WORD_WEEKDAY,
	DATE_WORD_FORENOON,
	DATE_WORD_AFTERNOON,
	DATE_WORD_LINK, /* "at", "um", "de": of a date only when more of it follows */
	DATE_WORD_ZONE, /* value in quarter hours, plus DATE_ZONE_BIAS */
	DATE_WORD_YEAR, /* what may stand behind a number to say what it is */
	DATE_WORD_MONTH_MARK,
	DATE_WORD_DAY_MARK,
	DATE_WORD_HOUR_MARK,
	DATE_WORD_MINUTE_MARK,
} DateWordKind;

#define DATE_ZONE_BIAS 64

typedef struct DateWords {
	DateWordKind kind;
	guint value;
	const char *words;
} DateWords;

/* Lists may share a word: the first that has it counts. */
extern const DateWords date_words[];
extern const gsize date_word_count;
