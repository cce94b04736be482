/* SPDX-License-Identifier: Apache-2.0
 *
 * Which messages of memory share text with this one, and what of it is boilerplate.
 */
#pragma once

#include "memory/recall/inquiry.h"

/* Count into INQUIRY's held messages what the first batch found of its fingerprints; what is
 * crowded is put aside. */
void sharing_take(Inquiry *inquiry);
/* Count what was put aside and is no boilerplate, once the held messages' rows are known. */
void sharing_take_crowded(Inquiry *inquiry);
/* The place of message NUMBER among those held, made when new; until the next call. */
Held *inquiry_hold(Inquiry *inquiry, MessageNumber number);
