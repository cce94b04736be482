/* SPDX-License-Identifier: Apache-2.0
 *
 * Line: a message, login or password of a ledger as a JSON object, both ways. Reading takes any
 * bytes and refuses what it cannot be sure of; fields that are not known are passed over.
 */
#pragma once

#include "ledger/query/ledger-query.h"
#include "output/json.h"

#define LINE_FORMAT  "kith-ledger"
#define LINE_VERSION 3
/* A number with no more decimals than this, as the ledger has, is read as it was written. */
#define LINE_DECIMALS 6

typedef enum { LINE_MESSAGE, LINE_LOGIN, LINE_PASSWORD } LineKind;

/* A line that was read. */
typedef struct Line {
	LineKind kind;
	LedgerMessage message; /* of its kind one; borrows from the others */
	LedgerLogin login;
	LedgerPasswordRow password;
	gpointer tree;
	GArray *recipients; /* of LedgerMailbox */
	GArray *candidates; /* of LedgerCandidate */
	GArray *indicators; /* of LedgerIndicator */
	GArray *tracks;     /* of LedgerTrack */
	guint8 *event;
} Line;

/* Write MESSAGE as one line. */
void line_write(Json *json, const LedgerMessage *message);
void line_write_login(Json *json, const LedgerLogin *login);
void line_write_password(Json *json, const LedgerPasswordRow *password);
/* Read TEXT of LENGTH bytes. TRUE, and RET is to be cleared with line_clear; or FALSE and the
 * reason in RET_PROBLEM, translated and static. */
gboolean line_read(const char *text, gsize length, Line *ret, const char **ret_problem);
void line_clear(Line *line);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Line, line_clear)

/* The line that stands before all others, and whether TEXT is one, of this version or an earlier
 * one. */
void line_write_header(Json *json);
gboolean line_is_header(const char *text, gsize length);
