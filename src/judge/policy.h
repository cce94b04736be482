/* SPDX-License-Identifier: Apache-2.0
 *
 * What the administrator said of the organisation that is protected, and of how to judge. Borrowed
 * by the judge.
 */
#pragma once

#include "judge/weights.h"

typedef struct Policy {
	const char *const *organisation; /* own domains, NULL-terminated */
	const char *const *authserv;     /* hosts whose Authentication-Results are believed */
	const Weights *weights;          /* NULL: those that are built in */
} Policy;
