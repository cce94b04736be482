/* SPDX-License-Identifier: Apache-2.0
 *
 * The judge: runs the signals over one message, adds up, and names the verdict and the victim.
 */
#pragma once

#include "judge/policy.h"
#include "judge/verdict.h"
#include "memory/memory.h"

/* What it adds to the score, or takes away, that somebody has said what a message is. The verdict
 * is then what was said, whatever the score. */
#define JUDGE_MARK_SCORE 10.0

/* The verdict on FACTS given what memory RECALLs, owned by the caller. MEMORY is asked only for the
 * addresses of persons that Recall names; NULL when judging cold. */
Verdict *judge_message(
	const Facts *facts, const Recall *recall, const Policy *policy, Memory *memory);
