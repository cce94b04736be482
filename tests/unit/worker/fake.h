/* SPDX-License-Identifier: Apache-2.0
 *
 * A worker's work for tests: most messages come back as the subject of otherwise empty Facts, and
 * those that begin with a command in capitals do something bad, from inside the real sandbox.
 */
#pragma once

#include "worker/worker.h"

void fake_answer(Span message, GByteArray *answer);
