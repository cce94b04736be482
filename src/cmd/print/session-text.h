/* SPDX-License-Identifier: Apache-2.0
 *
 * SMTP sessions for people, in their language: lists and counts.
 */
#pragma once

#include <stdio.h>

#include "intake/capture/session.h"

typedef struct SessionCounts {
	guint64 sessions;
	guint64 marks[SESSION_MARKS];
	guint64 authenticated; /* with an account that was not refused */
} SessionCounts;

void session_counts_add(SessionCounts *counts, const Session *session);
/* One line each: how many sessions, and how many of them had each mark. */
void session_text_counts(FILE *stream, const SessionCounts *counts);
/* One line: when, from where to where, as whom, how many messages, marks. */
void session_text(FILE *stream, const Session *session);
/* Two lines for a message: how it was handed over. */
void session_text_delivery(FILE *stream, const Delivery *delivery);
