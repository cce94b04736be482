/* SPDX-License-Identifier: Apache-2.0
 *
 * The backlog: messages that are to be learned, in a folder, put there by the threads of the filter
 * and taken by the one process that writes to memory. What was put stays over a crash of either.
 */
#pragma once

#include <glib.h>

#include "base/span.h"
#include "service/guard/durable.h"

typedef enum {
	BACKLOG_OUTGOING, /* our own authenticated users' mail */
	BACKLOG_INCOMING, /* judged mail */
} BacklogKind;

typedef struct Backlog Backlog;

/* The backlog in FOLDER, which is made. What an earlier process may have left unfinished is added
 * to no more. */
Backlog *backlog_new(const char *folder, GError **error);
void backlog_free(Backlog *backlog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Backlog, backlog_free)

/* Put MESSAGE, of at most LIMIT_MESSAGE bytes, from any thread, so that DURABILITY holds. *RET_FULL
 * is set when the backlog holds as much as it may (LIMIT_BACKLOG_BYTES) and nothing was put. FALSE
 * with KITH_ERROR_IO. */
gboolean backlog_put(Backlog *backlog, BacklogKind kind, Span message, Durability durability,
	gboolean *ret_full, GError **error);

/* Take what was put of KIND so far: the paths of its batches (intake/batch.h), oldest first, as a
 * new NULL-terminated array of new strings. Who has dealt with one removes it. FALSE with
 * KITH_ERROR_IO. */
gboolean backlog_take(Backlog *backlog, BacklogKind kind, char ***ret_paths, GError **error);
/* Messages of both kinds. */
guint backlog_count(const Backlog *backlog);
