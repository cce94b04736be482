/* SPDX-License-Identifier: Apache-2.0
 *
 * Assessment: one message weighed against memory, as kith scan and the guard both do it.
 */
#pragma once

#include "judge/policy.h"
#include "judge/verdict.h"
#include "memory/memory.h"

typedef struct Assessment {
	Recall *recall;
	GArray *tracks; /* of Track */
	Verdict *verdict;
} Assessment;

/* Weigh FACTS within a view of MEMORY, which notes their tracks for the messages to come; with
 * KEEP (MEMORY_WRITE) those of what is suspicious also in the store. *RET is the caller's, to be
 * cleared. FALSE with ERROR when the store fails. */
gboolean assessment_make(Memory *memory, const Policy *policy, const Facts *facts, gboolean keep,
	Assessment *ret, GError **error);
/* Weigh FACTS by themselves, as if nothing had ever been learned; but what was said of them with
 * kith mark holds, where MEMORY (may be NULL) knows it. FALSE with ERROR when the store fails. */
gboolean assessment_cold(
	Memory *memory, const Policy *policy, const Facts *facts, Assessment *ret, GError **error);
void assessment_clear(Assessment *assessment);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Assessment, assessment_clear)
