/* SPDX-License-Identifier: Apache-2.0
 *
 * Weights other than the built-in ones, out of a file in the form of signals.table: fitted on an
 * organisation's own mail, or on all archives but the one that is measured.
 */
#pragma once

#include <glib.h>

typedef struct Weights Weights;

/* The weights in the file at PATH; what it does not name keeps the built-in weight. The roles in it
 * are not read: what a signal may overrule is not for a file to say. NULL and ERROR: KITH_ERROR_IO
 * when it cannot be read, KITH_ERROR_USAGE when a line names no signal or holds no two numbers. */
Weights *weights_load(const char *path, GError **error);
void weights_free(Weights *weights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Weights, weights_free)

/* The weight of the signal at INDEX of weighted_signals, and what a message starts from; COLUMN is
 * a WeightColumn (judge/signal.h), WEIGHTS may be NULL. */
double weights_of(const Weights *weights, guint index, guint column);
double weights_prior(const Weights *weights, guint column);
