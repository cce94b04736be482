/* SPDX-License-Identifier: Apache-2.0
 *
 * Roc: scores of attacks and of honest mail, and what a threshold anywhere among them would find
 * and falsely accuse. Keeps eight bytes a message.
 */
#pragma once

#include <glib.h>

typedef struct RocPoint {
	double score; /* of this and above is called an attack */
	double false_positives;
	double recall;
} RocPoint;

typedef struct Roc Roc;

Roc *roc_new(void);
void roc_free(Roc *roc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Roc, roc_free)

/* One more message. SCORE may be infinite, not NAN. */
void roc_add(Roc *roc, double score, gboolean attack);
guint roc_attacks(const Roc *roc);
guint roc_honest(const Roc *roc);

/* The area under the curve: how often an attack scores above an honest message, ties counting
 * half. NAN when there is none of either. Both functions below sort the scores. */
double roc_area(Roc *roc);
/* The curve from the highest threshold to the lowest, as a new array of RocPoint; empty when there
 * is none of either. Points that would not show are left out: some 3000 remain at most. */
GArray *roc_curve(Roc *roc);
