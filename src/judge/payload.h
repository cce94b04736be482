/* SPDX-License-Identifier: Apache-2.0
 *
 * What a message brings to click or open, and how dangerous each thing is by its kind alone.
 */
#pragma once

#include "judge/verdict.h"
#include "memory/recall/recall.h"

typedef enum {
	PAYLOAD_NONE,
	PAYLOAD_DOCUMENT, /* an office document or PDF without anything that runs */
	PAYLOAD_ARCHIVE,
	PAYLOAD_LINK,            /* a link in own text to a site that memory does not know */
	PAYLOAD_HTML,            /* an HTML page attached */
	PAYLOAD_MISLEADING_LINK, /* a link whose visible text names another site */
	PAYLOAD_PROGRAM,
	PAYLOAD_LOCKED,
	PAYLOAD_MACRO,
} PayloadKind;

typedef struct PayloadSummary {
	PayloadKind worst;
	double strength[PAYLOAD_MACRO + 1]; /* 0 to 1, how surely each kind is there */
	const char
		*name[PAYLOAD_MACRO + 1]; /* file name or URL, borrowed from Facts; "" when none */
	double danger;                    /* 0 to 1, of the worst */
} PayloadSummary;

PayloadSummary payload_summary(const Facts *facts, const Recall *recall);
/* Append what can be clicked or opened to VERDICT->payload. */
void payload_list(const Facts *facts, const Recall *recall, Verdict *verdict);
/* What one attachment, or the link at INDEX of FACTS, is. */
PayloadKind payload_attachment_kind(const Attachment *attachment);
PayloadKind payload_link_kind(const Facts *facts, const Recall *recall, guint index);
/* How dangerous a kind is when surely there, 0 to 1. */
double payload_danger(PayloadKind kind);
/* "macro-document", "link" … */
const char *payload_kind_name(PayloadKind kind);
