/* SPDX-License-Identifier: Apache-2.0
 *
 * A header block as its raw fields, in order, and field values as text. The scan is our own because
 * others lose what an attacker counts on: two From fields stay two, and a NUL byte does not end the
 * header.
 */
#pragma once

#include "base/span.h"

typedef struct HeaderField {
	Span name;
	Span value; /* raw, with its folds, without white space at both ends */
} HeaderField;

typedef struct Header {
	GArray *fields; /* of HeaderField, pointing into the scanned bytes */
	gsize body;     /* offset behind the blank line: where the body begins */
	gsize lines;
	gboolean over; /* more than LIMIT_HEADER_LINES or LIMIT_HEADER_BLOCK; the rest is dropped */
	gboolean nul;  /* a NUL byte stands in a field */
	gboolean raw;  /* bytes above 0x7f do */
} Header;

/* Scan the header at the start of BYTES, which the result borrows from. TOP: a whole message,
 * before which a byte order mark, a "From " line and blank lines are passed over. Linear. Free with
 * header_free. */
Header *header_scan(Span bytes, gboolean top);
void header_free(Header *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Header, header_free)

/* The value of the first field called NAME, empty when there is none. */
Span header_get(const Header *header, const char *name);

/* VALUE as text: unfolded, encoded words decoded, raw 8-bit text guessed, controls and runs of
 * white space a single space, at most LIMIT_STRING bytes. New string. */
char *header_text(Span value);
/* TEXT (any bytes) made fit for Facts in the same way, but without looking for encoded words. New
 * string. */
char *header_clean(Span text);

/* The shape of a Message-ID, which tells one mail program from another: runs of letters or of
 * letters and digits are "a", of digits "9", of hexadecimal groups "uuid"; other characters stay;
 * of the host the registrable domain stays. */
char *header_id_shape(const char *message_id);
/* Mail program out of an X-Mailer or User-Agent value (decoded): its name and major version,
 * "thunderbird 60". */
char *header_program(const char *value);
