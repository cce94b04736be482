/* SPDX-License-Identifier: Apache-2.0
 *
 * A verdict for people, in their language.
 */
#pragma once

#include "engine/engine.h"
#include "output/text.h"

/* "hijacked" … in the reader's language; static. */
const char *verdict_text_kind(VerdictKind kind);
Colour verdict_text_colour(VerdictKind kind);
/* A few lines: who it says it is, whose mailbox was robbed, the heaviest reasons. */
void verdict_text_brief(FILE *stream, const EngineResult *result);
/* All of it. MEMORY names the participants of the conversation; NULL leaves them out. */
void verdict_text_full(FILE *stream, const EngineResult *result, Memory *memory);
