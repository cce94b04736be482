/* SPDX-License-Identifier: Apache-2.0
 *
 * What the commands that watch others' SMTP sessions share: messages judged, recorded and printed
 * with how they were handed over, and the sessions themselves.
 */
#pragma once

#include "cmd/print/session-text.h"
#include "cmd/run.h"

/* Run stands first: reports are given a Run. */
typedef struct Watch {
	Run run;
	gboolean lists_sessions; /* print each session */
	gboolean live;           /* as they come; else at the end */
	SessionCounts counts;
	GPtrArray *sessions; /* of Session, to be listed at the end; NULL before the first */
} Watch;

void watch_clear(Watch *watch);
/* The events of a source that WATCH (borrowed) takes. */
SourceEvents watch_events(Watch *watch);
/* Judge and record what SOURCE gives, and print it. */
void watch_run(Watch *watch, const Command *command, const Options *options, Source *source);
/* What is printed at the end. */
void watch_summarise(const Watch *watch);
