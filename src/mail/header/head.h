/* SPDX-License-Identifier: Apache-2.0
 *
 * The header of a message to Facts: who, which conversation, when and through what. Each field is
 * visited once.
 */
#pragma once

#include "mail/facts.h"
#include "mail/header/header.h"

/* Fill FACTS from HEADER; raw 8-bit text in it is read as CHARSET ("" for a guess). Everything that
 * comes from the header is set but MARK_BOUNCE and such that need the parts. */
void head_read(Facts *facts, const Header *header, const char *charset);
/* From, To, Cc, Subject and Date of an enclosed message's HEADER as a QuotedHeader of level 1,
 * table row 0; owned by the caller. */
QuotedHeader *head_quoted(const Header *header);
