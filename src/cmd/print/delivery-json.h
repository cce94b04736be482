/* SPDX-License-Identifier: Apache-2.0
 *
 * How a message was handed over, and SMTP sessions, as JSON. Field names are fixed: scripts depend
 * on them.
 */
#pragma once

#include "intake/capture/session.h"
#include "output/json.h"

/* Fields within an open object: time, source, relay, mail_from, rcpt_to, session, and tag and
 * sample where the run is known. */
void delivery_json_fields(Json *json, const Delivery *delivery);
/* The object "session", and tag and sample. */
void delivery_json_session(Json *json, const Session *session);
