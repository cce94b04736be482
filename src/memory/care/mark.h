/* SPDX-License-Identifier: Apache-2.0
 *
 * What somebody said of one message. It is found by the message's public identity, so that a
 * message that only the ledger knows can be marked as well.
 */
#pragma once

#include "mail/facts.h"
#include "memory/keys.h"
#include "memory/memory.h"
#include "memory/recall/inquiry.h"
#include "memory/row.h"

/* The key in TABLE_MARK of FACTS, and of a public IDENTITY. */
Key mark_key_of(const Facts *facts, const Keys *keys);
Key mark_key(const guint8 *identity, const Keys *keys);
/* INQUIRY's message, marked as benign, was LEARNED as trusted: note in its mark what that changed,
 * unless it was noted before. */
void mark_note_lesson(Memory *memory, const Inquiry *inquiry, Learned learned);
/* Why it was said, as a new string; "" when it cannot be read. */
char *mark_reason(const Keys *keys, const MarkRow *row);
