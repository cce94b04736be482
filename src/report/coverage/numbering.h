/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbering: a number for each indicator of an export that follows from the indicator alone, so
 * that what an operator says of a rule by its number holds for the next export too. Two that meet
 * at one number are put apart in the order in which they come: of such, which are 6 in 1,000 among
 * a million, the later one's can change when another comes or goes.
 */
#pragma once

#include "output/format/indicator.h"

typedef struct Numbering Numbering;

Numbering *numbering_new(void);
void numbering_free(Numbering *numbering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Numbering, numbering_free)

/* From 1 to INDICATOR_NUMBERS, and another one for each call as long as there are some. */
guint32 numbering_take(Numbering *numbering, IndicatorKind kind, const char *value);
