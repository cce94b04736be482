/* SPDX-License-Identifier: Apache-2.0
 *
 * The banner: a warning put in front of what a message's reader sees, in its plain text and its
 * HTML, so that charset, transfer encoding and structure stay right. A message where that is not
 * enough becomes a part of a new one that begins with the banner. Bytes in, bytes out. What was
 * signed or encrypted is not touched.
 */
#pragma once

#include "base/span.h"

typedef struct Banner {
	const char *text;  /* lines that end in CR LF, UTF-8 */
	const char *plain; /* the same in ASCII, for texts that cannot hold the other */
	const char *html;  /* what an HTML text begins with, ASCII */
} Banner;

/* A message with its banner. Fields of its header that change, NULL where they stay. */
typedef struct BannerEdit {
	GByteArray *body;
	char *type; /* Content-Type. A multipart: the body holds a copy of all the header's fields
		       that begin with "Content-", which no longer speak of the message */
	char *encoding; /* Content-Transfer-Encoding */
} BannerEdit;

/* Put BANNER into MESSAGE (header, blank line, body). FALSE, and no *RET, when all of it is sealed
 * (seal_is_real). */
gboolean banner_insert(Span message, const Banner *banner, BannerEdit *ret);
void banner_edit_clear(BannerEdit *edit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BannerEdit, banner_edit_clear)
