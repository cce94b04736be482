/* SPDX-License-Identifier: Apache-2.0
 *
 * Handling: what becomes of one message at its end, and what the mail server is told to do to it.
 */
#pragma once

#include "service/guard/filter.h"
#include "service/guard/visit.h"

/* Header fields that begin so are ours alone; in mail that comes in they are forged. */
#define OUR_FIELDS "X-Kith-"

/* The message of VISIT has a field NAME that is ours. */
void handling_note_forged(Visit *visit, const char *name);
/* Judge or learn the message of VISIT and act on it through CONTEXT; the answer to its end. */
sfsistat handling_of_message(Filter *filter, SMFICTX *context, Visit *visit);
