/* SPDX-License-Identifier: Apache-2.0
 *
 * What an attachment is, out of what it holds and what is claimed of it.
 */
#pragma once

#include "mail/attachment/filetype.h"
#include "mail/facts.h"

/* The type that ATTACHMENT's name claims, else its declared type. */
FileType attachment_claim(const Attachment *attachment);
/* Set type and the flags UNREADABLE and MISMATCH of ATTACHMENT, whose name, declared_type and size
 * are set, by what was FOUND in its CONTENT. */
void attachment_settle(Attachment *attachment, FileType found, Span content);
