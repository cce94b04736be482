/* SPDX-License-Identifier: Apache-2.0
 *
 * Attribution of one message: who it claims to be from, and whose mailbox was probably robbed. The
 * robbed mailbox need not be the person named, it is one that held the quoted conversation; where
 * real text is quoted, the person named is the likeliest (JPCERT/CC, FAQ on Emotet).
 */
#pragma once

#include "judge/situation.h"
#include "judge/verdict.h"
#include "memory/memory.h"

/* Fill in what VERDICT says of the claim: claimed, claim. */
void victim_claim(const Situation *situation, Verdict *verdict);
/* Fill in VERDICT's victims (at most LIMIT_VICTIMS) and sides. MEMORY may be NULL. */
void victim_name(const Situation *situation, Memory *memory, Verdict *verdict);
