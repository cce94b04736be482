/* SPDX-License-Identifier: Apache-2.0
 *
 * Format: one kind of file that some defence reads. Each is one file with one constant object and
 * one row in format.c. Indicators stream through: a format keeps nothing but what Sheet counts.
 */
#pragma once

#include <stdio.h>

#include "output/format/indicator.h"

/* A file while it is written. */
typedef struct Sheet {
	const struct Format *format;
	const Release *release;
	FILE *stream;
	guint64 rows; /* indicators that were put before */
	guint64 rows_of[INDICATOR_KINDS];
} Sheet;

typedef struct Format {
	const char *name;    /* fixed: "clamav-hsb" */
	const char *file;    /* its usual name below a directory; "{uuid}" is format_uuid's */
	const char *summary; /* one line, translatable */
	void (*begin)(const Sheet *sheet); /* NULL: nothing to say */
	/* What puts an indicator of each kind; NULL: the engine cannot look for it. */
	void (*put[INDICATOR_KINDS])(const Sheet *sheet, const Indicator *indicator);
	void (*end)(const Sheet *sheet); /* NULL: nothing to say */
} Format;

/* All formats, ended by NULL. */
extern const Format *const format_table[];
/* NULL when there is no such format. */
const Format *format_find(const char *name);
/* Where FORMAT's file is below a directory. New string. */
char *format_path(const Format *format, const Release *release);

/* SHEET's beginning, an indicator, its end. */
void sheet_begin(Sheet *sheet);
void sheet_put(Sheet *sheet, const Indicator *indicator);
void sheet_end(Sheet *sheet);

/* A comment with the export's TLP mark, between what the engine wants BEFORE and AFTER one. */
void sheet_mark(const Sheet *sheet, const char *before, const char *after);
/* The same after "# ", as begin. */
void sheet_begin_marked(const Sheet *sheet);

/* A name-based UUID (RFC 9562, version 5) of KIND and VALUE that is RELEASE's producer's own, to
 * OUT. */
#define FORMAT_UUID_BYTES 37
void format_uuid(
	const Release *release, const char *kind, const char *value, char out[FORMAT_UUID_BYTES]);
