/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of a MISP feed tell of its one event. A feed is a directory: manifest.json, the
 * event under its UUID, hashes.csv.
 */
#pragma once

#include "output/format/format.h"
#include "output/json.h"

/* Write to JSON, whose object is open, what manifest and event have in common: info, date, times,
 * Orgc and Tag. */
void misp_put_head(Json *json, const Sheet *sheet);
/* The event's UUID, to OUT. */
void misp_event_uuid(const Sheet *sheet, char out[FORMAT_UUID_BYTES]);
