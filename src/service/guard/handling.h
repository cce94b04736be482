/* SPDX-License-Identifier: Apache-2.0
 *
 * Handling: what becomes of one message at its end.
 */
#pragma once

#include "service/guard/filter.h"
#include "service/guard/visit.h"

/* Judge or learn the message of VISIT and act on it through CONTEXT; the answer to its end. */
sfsistat handling_of_message(Filter *filter, SMFICTX *context, Visit *visit);
