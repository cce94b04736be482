/* SPDX-License-Identifier: Apache-2.0
 *
 * The members of a zip by name, read from its central directory without unpacking anything; damaged
 * or cut files are searched for the members' own headers. Passwords are told where libarchive would
 * only fail.
 */
#pragma once

#include "base/span.h"

typedef struct ZipMember {
	Span name; /* raw bytes */
	gboolean encrypted;
} ZipMember;

typedef void (*ZipFunc)(gpointer data, const ZipMember *member);

/* Call FUNCTION for each of at most LIMIT_ZIP_NAMES members of FILE. FALSE when FILE has no whole
 * central directory. */
gboolean zip_list(Span file, ZipFunc function, gpointer data);
/* Where the bytes of the first member begin when it is stored and named NAME; empty otherwise. */
Span zip_first_stored(Span file, const char *name);
