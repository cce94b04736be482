/* SPDX-License-Identifier: Apache-2.0
 *
 * Journal reports: the envelope in which Exchange hands a copy of each mail to an archive. The
 * message inside is the one that somebody received; the report names its recipients, blind copies
 * too.
 */
#pragma once

#include "mail/body/outline.h"
#include "mail/header/header.h"

/* Is the message of HEADER and OUTLINE a journal report? Then the message inside, which points into
 * the outline's bytes or into *RET_OWNED (the caller frees it); else an empty span. To RECIPIENTS
 * (of char *) the report's recipients are added. */
Span journal_open(
	const Header *header, const Outline *outline, GPtrArray *recipients, char **ret_owned);
