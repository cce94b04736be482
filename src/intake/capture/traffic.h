/* SPDX-License-Identifier: Apache-2.0
 *
 * All the connections of a capture, or of several that follow each other, in bounded memory.
 */
#pragma once

#include "intake/capture/connection.h"

typedef struct Traffic Traffic;

/* EVENTS (copied) are told what was found besides messages. */
Traffic *traffic_new(const SourceEvents *events);
void traffic_free(Traffic *traffic);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Traffic, traffic_free)

/* Sessions that begin from now on belong to the run TAG of SAMPLE; both are copied, may be NULL. */
void traffic_set_run(Traffic *traffic, const char *tag, const char *sample);
/* Read one frame. */
void traffic_read(Traffic *traffic, const Frame *frame);
/* Nothing more comes: all connections end, in the order of their last packets. */
void traffic_end(Traffic *traffic);
/* The oldest message found and not yet taken, owned by the caller, its path NULL; NULL when there
 * is none. */
RawMessage *traffic_take(Traffic *traffic);
/* Frames read, and those of them that carried TCP. */
guint64 traffic_frames(const Traffic *traffic);
guint64 traffic_segments(const Traffic *traffic);
