/* SPDX-License-Identifier: Apache-2.0
 *
 * One text of a message with the banner in front of it, in its own charset; a text of ASCII alone
 * becomes UTF-8 and base64 when the banner needs more, any other then gets the plain banner.
 */
#pragma once

#include "mail/banner/banner.h"
#include "mail/body/outline.h"

typedef struct BannerText {
	GByteArray *body;
	char *type;     /* new Content-Type; NULL: as it was */
	char *encoding; /* new Content-Transfer-Encoding; NULL: as it was */
} BannerText;

/* PART (text/plain or text/html, in a charset in which ASCII is ASCII) with BANNER. */
void banner_text_make(const Part *part, const Banner *banner, BannerText *ret);
void banner_text_clear(BannerText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BannerText, banner_text_clear)
