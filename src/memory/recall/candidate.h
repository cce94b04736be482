/* SPDX-License-Identifier: Apache-2.0
 *
 * Which conversations a message may continue, from the answers to an inquiry's first two batches.
 */
#pragma once

#include "memory/recall/inquiry.h"

/* Fill SELF's candidates, best first, at most LIMIT_CONTINUED; and its parents' conversations. */
void candidates_find(Inquiry *self);
