/* SPDX-License-Identifier: Apache-2.0
 *
 * What is attached: typed by content, hashed, looked into as far as needed to tell whether it can
 * run something (VBA, scripts, programs) or hides from being looked at (encryption, padding).
 * Nothing is ever executed.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Do once what the libraries behind attachment_add open files for, before files are out of reach.
 */
void attachment_warm(void);
/* Append an Attachment for CONTENT (decoded bytes) to FACTS, and one for each dangerous member and
 * some of the others inside an archive or document, right behind it. NAME and DECLARED_TYPE are
 * decoded and may be "". INLINE_PART: shown in the text. A member whose bytes cannot be had
 * (encrypted, over a bound) has a sha256 of zeros. */
void attachment_add(Facts *facts, const char *name, const char *declared_type, Span content,
	gboolean inline_part);
