/* SPDX-License-Identifier: Apache-2.0
 *
 * The recorder of a sinkhole: judges what its receiver put into the spool, and records it.
 */
#pragma once

#include "cmd/options.h"

/* Record what the spool of OPTIONS' state holds and, with STOP (borrowed, NULL: without), what
 * comes until *STOP is not 0 and all is recorded; LISTS_SESSIONS prints each session. What was
 * recorded before is not recorded again. Returns the exit status. */
int recorder_run(const Command *command, const Options *options, gboolean lists_sessions,
	const volatile int *stop);
