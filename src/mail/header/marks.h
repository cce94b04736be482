/* SPDX-License-Identifier: Apache-2.0
 *
 * What header fields alone say a message is: a list's, a machine's, a ticket system's, a sharing
 * service's. By fields that such systems add, never by an address.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

typedef struct MarkRow {
	const char *name; /* of the field, lower-cased */
	gboolean prefix;  /* every field whose name begins so */
	const char
		*value; /* stands in the value, but for case, or with "!" does not; NULL for any */
	Marks mark;
} MarkRow;

extern const MarkRow marks_table[];
extern const gsize marks_table_length;

/* The Marks that a field of NAME (lower-cased) with the raw VALUE gives. */
guint32 marks_of(const char *name, Span value);
