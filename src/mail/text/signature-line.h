/* SPDX-License-Identifier: Apache-2.0
 *
 * What a single line could be in a signature. For mail/text/signature.c.
 */
#pragma once

#include "base/span.h"

typedef enum {
	SIGN_PROSE,   /* a sentence or anything long */
	SIGN_SHORT,   /* a few words: a title, a firm, a street, a short remark */
	SIGN_NAME,    /* could be a person's name */
	SIGN_CONTACT, /* holds an address, telephone number or home page */
	SIGN_CLOSING, /* "Best regards" */
	SIGN_RULER,   /* a line drawn with signs */
	SIGN_DEVICE,  /* "Sent from my phone" */
} SignatureLine;

SignatureLine signature_line_of(Span line);
/* Is LINE the separator "-- "? */
gboolean signature_line_is_separator(Span line);
/* Is LINE drawn with signs? */
gboolean signature_line_is_ruler(Span line);
/* Where the name begins in a closing with a name on the same line ("Regards, Bob"); the line's
 * length when it has none. */
gsize signature_line_closing(Span line);
