/* SPDX-License-Identifier: Apache-2.0
 *
 * What a handout shows of a message, for handout.c and handout-case.c alone.
 */
#pragma once

#include "report/awareness/handout.h"

/* Where in a message something may not fit. */
typedef enum {
	PLACE_SENDER,
	PLACE_RECIPIENTS,
	PLACE_SUBJECT,
	PLACE_BODY,
	PLACE_QUOTE,
	PLACE_PAYLOAD,
	PLACE_NOWHERE, /* that a reader can see */
} HandoutPlace;

/* One line of the message as it is shown. */
typedef struct HandoutLine {
	HandoutPlace place;
	const char *field; /* section of its label; NULL: none; static */
	char *text;
} HandoutLine;

struct HandoutCase {
	LetterLanguage language;
	gboolean invented;
	GPtrArray *lines;                   /* of HandoutLine, from top to bottom */
	const char *reasons[PLACE_NOWHERE]; /* signal or "password"; NULL: nothing; static */
};
