/* SPDX-License-Identifier: Apache-2.0
 *
 * Text for people: safe to show on a terminal whatever a message holds, coloured only where that is
 * wanted.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef enum {
	COLOUR_NONE,
	COLOUR_RED,
	COLOUR_YELLOW,
	COLOUR_GREEN,
	COLOUR_BOLD,
	COLOUR_DIM
} Colour;

/* TEXT with control characters, escape sequences and direction overrides made harmless and invalid
 * bytes replaced; at most 200 characters. New string. */
char *text_safe(const char *text);
/* The same of any length. */
char *text_clean(const char *text);
/* The escape sequence that begins COLOUR on STREAM, or "": when STREAM is no terminal, NO_COLOR is
 * set, or TERM is dumb. */
const char *text_colour(FILE *stream, Colour colour);
/* Unix seconds as "2020-01-30 10:00" in UTC, or "-" for 0. New string. */
char *text_time(gint64 time);
/* NUMBER with its thousands set apart as the locale has it. New string. */
char *text_number(guint64 number);
/* A probability, from 0 to 1, in percent: "97 %". Nothing is more than 99 % sure. New string. */
char *text_probability(double probability);
/* Does the user read Japanese (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)? */
gboolean text_japanese(void);
/* Columns that TEXT takes on a terminal (East Asian wide characters take two). */
guint text_width(const char *text);
