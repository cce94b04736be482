/* SPDX-License-Identifier: Apache-2.0
 *
 * Which texts of a message get the banner. The sender decides on the form of the message and may be
 * an enemy, and readers differ in what they make of a form: every text that some reader may take
 * for the message is to have one.
 */
#pragma once

#include "mail/body/outline.h"

/* Mark in RET_TAKES, a flag for each part of OUTLINE that is FALSE before, the text/plain and
 * text/html that get a banner; HEADER is the message's. TRUE when every reader sees one of them
 * before anything else; FALSE when the message needs a text in front of it besides: it begins with
 * something else, offers a form that can hold no banner, or may be read in more than one way. */
gboolean banner_place_find(const Outline *outline, const Header *header, gboolean *ret_takes);
