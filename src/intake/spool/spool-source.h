/* SPDX-License-Identifier: Apache-2.0
 *
 * What a source does when it reads a spool (source_new_spool in source.h).
 */
#pragma once

#include "intake/complaints.h"

typedef struct SpoolSource SpoolSource;

/* Reads STATE/spool, keeps its cursor in STATE/recorder and raw messages in STATE/raw for RAW_DAYS
 * days, 0: for ever. EVENTS is copied; STOP and COMPLAINTS are borrowed. NULL with ERROR. */
SpoolSource *spool_source_new(const char *state, guint raw_days, const volatile int *stop,
	const SourceEvents *events, Complaints *complaints, GError **error);
void spool_source_free(SpoolSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpoolSource, spool_source_free)

RawMessage *spool_source_next(SpoolSource *source);
/* Would spool_source_next wait? */
gboolean spool_source_waits(SpoolSource *source);
/* Nothing more comes. */
gboolean spool_source_ended(SpoolSource *source);
SourcePlace spool_source_place(const SpoolSource *source);
gboolean spool_source_settle(SpoolSource *source, SourcePlace place, GError **error);
