/* SPDX-License-Identifier: Apache-2.0
 *
 * What is attached: typed by content, hashed, looked into as far as needed to tell whether it can run something
 * (VBA, scripts, programs) or hides from being looked at (encryption, padding). Nothing is ever executed.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Append an Attachment for CONTENT (decoded bytes) to FACTS, and one for each dangerous or named member inside an
 * archive. NAME and DECLARED_TYPE are decoded and may be "". INLINE_PART: shown in the text. */
void attachment_add(Facts *facts, const char *name, const char *declared_type, Span content, gboolean inline_part);
