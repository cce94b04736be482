/* SPDX-License-Identifier: Apache-2.0
 *
 * Looks inside attachments: documents, archives, and archives in archives.
 */
#pragma once

#include "mail/attachment/unpack.h"
#include "mail/facts.h"

typedef struct Inside {
	Facts *facts;        /* members are appended to its attachments */
	UnpackBudget budget; /* for all archives in one attachment together */
	guint listed;        /* harmless members listed so far */
} Inside;

/* Set type, flags and worst of ATTACHMENT, whose name, declared_type, size and depth are set, by
 * what CONTENT holds, and append what is found inside to INSIDE's facts. ATTACHMENT itself may be
 * among them already, or not. */
void attachment_look_inside(Inside *inside, Attachment *attachment, Span content);
