/* SPDX-License-Identifier: Apache-2.0
 *
 * The outline of a message: its parts as runs of raw bytes, found in one linear pass of bounded
 * depth and number. GMime's parser makes objects for each part and header line: 6 MB of empty parts
 * cost it 1.3 GB.
 */
#pragma once

#include "base/span.h"
#include "mail/header/header.h"

#define OUTLINE_NO_PARENT G_MAXUINT

typedef enum {
	PART_LEAF,
	PART_MULTIPART, /* its children follow */
	PART_MESSAGE,   /* message/rfc822, not encoded: its one child is the enclosed message */
} PartKind;

typedef struct Part {
	Span header; /* raw */
	Span body; /* raw, still encoded, without the line break that belongs to the boundary behind
		      it */
	Span type; /* raw values of the part's fields, empty when absent */
	Span encoding;
	Span disposition;
	Span id;
	char media[64]; /* "text/plain", lower-cased; the default when absent */
	PartKind kind;
	guint parent; /* index, OUTLINE_NO_PARENT for the message itself */
	guint depth;
	gboolean closed; /* a multipart whose end boundary is there */
} Part;

typedef struct Outline {
	GArray *parts; /* of Part, in document order; parts[0] is the message itself */
	gboolean over; /* over a bound: only the first LIMIT_CLIPPED bytes of the body were parsed,
			  what stands behind the last part counted is that part's text */
	gboolean truncated;    /* the bytes end before a multipart does */
	gboolean nul;          /* NUL bytes in a header */
	gboolean digits_alone; /* a boundary of dashes and many digits */
} Outline;

/* The outline of the message BYTES, whose HEADER was scanned; borrows from both. At most PARTS
 * parts, at most LIMIT_DEPTH deep, counted from DEPTH. Free with outline_free. */
Outline *outline_scan(Span bytes, const Header *header, guint parts, guint depth);
/* The charset that the first part which names one has, for header fields that are raw 8-bit text;
 * "" when none does. New string. */
char *outline_charset(const Outline *outline);
void outline_free(Outline *outline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outline, outline_free)

static inline const Part *outline_part(const Outline *outline, guint index)
{
	return &g_array_index(outline->parts, Part, index);
}
