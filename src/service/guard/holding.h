/* SPDX-License-Identifier: Apache-2.0
 *
 * Holding: a judged message into quarantine.
 */
#pragma once

#include "service/guard/court.h"
#include "service/guard/quarantine.h"
#include "service/guard/transit.h"

/* Hold the message TRANSIT, judged by JUDGEMENT, for RECIPIENTS (of char *, as the envelope has
 * them), in as many entries as hold them all. FALSE with KITH_ERROR_IO when it is held for none. */
gboolean holding_put(Quarantine *quarantine, const Judgement *judgement, const Transit *transit,
	const GPtrArray *recipients, GError **error);
