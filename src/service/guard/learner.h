/* SPDX-License-Identifier: Apache-2.0
 *
 * The learner: the one process that teaches memory what the guard let pass, and records in the
 * ledger what it judged. It does to the backlog what kith learn --outgoing and kith scan --learn
 * --record do to folders.
 */
#pragma once

#include "base/settings.h"
#include "service/guard/backlog.h"
#include "service/guard/meter.h"
#include "service/guard/quarantine.h"

/* Learn from BACKLOG until *STOP is not 0, and rid QUARANTINE of what is too old. What memory
 * cannot take now stays in the backlog and is tried again; METER counts how often. Needs
 * zygote_start. */
void learner_run(const Settings *settings, Backlog *backlog, Quarantine *quarantine, Meter *meter,
	const volatile int *stop);
