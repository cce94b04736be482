/* SPDX-License-Identifier: Apache-2.0
 *
 * A verdict as one JSON line. Field names are fixed: scripts depend on them.
 */
#pragma once

#include "engine/engine.h"
#include "output/json.h"

void verdict_json(Json *json, const EngineResult *result);
/* The same fields within an object that the caller opens and closes. */
void verdict_json_fields(Json *json, const EngineResult *result);
