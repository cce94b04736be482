/* SPDX-License-Identifier: Apache-2.0
 *
 * Letters: long texts for people, in English and Japanese, that are filled in. They stand as text
 * files in letters/, in sections that begin with a line "%name", and are built into the program.
 */
#pragma once

#include <glib.h>

typedef enum { LETTER_ENGLISH, LETTER_JAPANESE } LetterLanguage;

/* What goes in place of "{key}". NULL drops the line that asks for it; a value of several lines
 * stands alone on its own. */
typedef struct LetterValue {
	const char *key;
	const char *value;
} LetterValue;

/* SECTION in LANGUAGE with COUNT VALUES filled in, new string that ends as the section does; ""
 * when there is no such section. Values are not filled in again, whatever they hold. */
char *letter_fill(
	LetterLanguage language, const char *section, const LetterValue *values, guint count);
/* The same without values and without the last line break. */
char *letter_phrase(LetterLanguage language, const char *section);
