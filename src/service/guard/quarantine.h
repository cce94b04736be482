/* SPDX-License-Identifier: Apache-2.0
 *
 * The quarantine: messages held back, one file each in a folder, with whom they were for and why. A
 * message is in one state, which its file's name tells and a rename changes, so that no two
 * processes do the same thing to it.
 */
#pragma once

#include <glib.h>

#include "base/span.h"

typedef enum {
	QUARANTINE_HELD,
	QUARANTINE_OFFERED, /* handed to the mail server, the guard has not seen it yet */
	QUARANTINE_PASSED,  /* the guard has let it through */
} QuarantineState;

typedef struct QuarantineEntry {
	char *id; /* hexadecimal digits */
	QuarantineState state;
	gint64 time;       /* Unix seconds */
	char *verdict;     /* its stable name */
	char *reason;      /* the heaviest evidence, English */
	char *sender;      /* the account that it came from */
	char *subject;     /* decoded; "" when unknown */
	char *mail_from;   /* of the envelope, as the server gave it */
	char **recipients; /* the same; those for whom it is held */
} QuarantineEntry;

void quarantine_entry_free(QuarantineEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QuarantineEntry, quarantine_entry_free)

typedef struct Quarantine Quarantine;

/* The quarantine in FOLDER, which is made. */
Quarantine *quarantine_new(const char *folder, GError **error);
void quarantine_free(Quarantine *quarantine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Quarantine, quarantine_free)

/* Hold MESSAGE with what ENTRY says of it, and fill in its id. It is on disk when this returns
 * TRUE. From any thread. FALSE with KITH_ERROR_IO, also when it would be more than the quarantine
 * may hold (LIMIT_QUARANTINE_FILES, LIMIT_QUARANTINE_BYTES): nothing that is held gives way. */
gboolean quarantine_put(
	Quarantine *quarantine, QuarantineEntry *entry, Span message, GError **error);
/* All entries, oldest first, as new array of QuarantineEntry, which it owns. FALSE with ERROR. */
gboolean quarantine_list(Quarantine *quarantine, GPtrArray **ret, GError **error);
/* How many are held. */
guint quarantine_count(const Quarantine *quarantine);
/* The entry ID (any bytes) and its message; NULL with KITH_ERROR_USAGE when there is none.
 * RET_MESSAGE may be NULL. */
QuarantineEntry *quarantine_find(
	Quarantine *quarantine, const char *id, GBytes **ret_message, GError **error);
/* Bring ID (any bytes) from state FROM to state TO; FALSE when it is not in FROM (any more). */
gboolean quarantine_move(
	Quarantine *quarantine, const char *id, QuarantineState from, QuarantineState to);
/* Remove what is older than SECONDS; returns how many. */
guint quarantine_expire(Quarantine *quarantine, gint64 seconds);
/* Remove ENTRY. FALSE with KITH_ERROR_IO. */
gboolean quarantine_remove(Quarantine *quarantine, const QuarantineEntry *entry, GError **error);
/* "held", "offered" … */
const char *quarantine_state_name(QuarantineState state);
