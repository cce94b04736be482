/* SPDX-License-Identifier: Apache-2.0
 *
 * A digest as JSON.
 */
#pragma once

#include "output/json.h"
#include "report/awareness/digest.h"

/* One object: NAME (NULL: the whole organisation), the figures of the period and the one before,
 * and the robbed. */
void digest_json(Json *json, const Digest *digest, const char *name);
