/* SPDX-License-Identifier: Apache-2.0
 *
 * Line: one message of a ledger as a JSON object, both ways. Reading takes any bytes and refuses
 * what it cannot be sure of; fields that are not known are passed over.
 */
#pragma once

#include "ledger/ledger.h"
#include "output/json.h"

#define LINE_FORMAT  "kith-ledger"
#define LINE_VERSION 1
/* A number with no more decimals than this, as the ledger has, is read as it was written. */
#define LINE_DECIMALS 6

/* A line that was read. */
typedef struct Line {
	LedgerMessage message; /* borrows from the others */
	gpointer tree;
	GArray *recipients; /* of LedgerMailbox */
	GArray *candidates; /* of LedgerCandidate */
	GArray *indicators; /* of LedgerIndicator */
	GArray *tracks;     /* of LedgerTrack */
	guint8 *event;
} Line;

/* Write MESSAGE as one line. */
void line_write(Json *json, const LedgerMessage *message);
/* Read TEXT of LENGTH bytes. TRUE, and RET is to be cleared with line_clear; or FALSE and the
 * reason in RET_PROBLEM, translated and static. */
gboolean line_read(const char *text, gsize length, Line *ret, const char **ret_problem);
void line_clear(Line *line);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Line, line_clear)

/* The line that stands before all others, and whether TEXT is one. */
void line_write_header(Json *json);
gboolean line_is_header(const char *text, gsize length);
