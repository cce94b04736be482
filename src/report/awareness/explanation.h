/* SPDX-License-Identifier: Apache-2.0
 *
 * Explanation: the pages that the guard's banner leads to, for the organisation's own web server:
 * what the warning means, what to do, whom to ask, and one anchor for each reason that a banner can
 * give. No scripts, nothing from elsewhere.
 */
#pragma once

#include "report/notice/letter.h"

/* Anchors beside the names of the signals (judge/signals.table). */
#define EXPLANATION_SENDER_NAMED "sender-named"
#define EXPLANATION_UNREADABLE   "unreadable"
#define EXPLANATION_STEPS        "steps"

/* Write index.html, en.html and ja.html into FOLDER, which is made. CONTACT is whom readers are to
 * tell; NULL: their IT support. KITH_ERROR_IO. */
gboolean explanation_write(const char *folder, const char *contact, GError **error);
/* The page in LANGUAGE, new string. */
char *explanation_page(LetterLanguage language, const char *contact);

/* Is ADDRESS a web address (http, https) of printable ASCII that may stand in a line of text and in
 * HTML, and behind which an anchor may be put? At most LIMIT_EXPLANATION bytes. */
gboolean explanation_is_address(const char *address);
/* Where ANCHOR is explained: ADDRESS#ANCHOR; below an ADDRESS that ends in "/" the page in
 * LANGUAGE. New string; NULL when ADDRESS is. */
char *explanation_link(const char *address, LetterLanguage language, const char *anchor);
