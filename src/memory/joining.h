/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of the conversations that it may continue a message is learned into. Results are borrowed
 * from the inquiry; NULL when there is none.
 */
#pragma once

#include "memory/recall/inquiry.h"

/* The conversation of the nearest parent that is known. */
const Candidate *joining_by_parent(const Inquiry *inquiry);
/* Where no parent is known: the conversation with the same Thread-Index; one of the same subject
 * whose text is quoted; one of the same subject that a reply's sender or recipient took part in
 * within 90 days. */
const Candidate *joining_by_likeness(const Inquiry *inquiry);
