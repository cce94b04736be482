/* SPDX-License-Identifier: Apache-2.0
 *
 * The backlog: messages that are to be learned, as files in a folder, put there by the threads of
 * the filter and taken by the one process that writes to memory. What was put stays over a crash of
 * either.
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

/* The backlog in FOLDER, which is made. */
Backlog *backlog_new(const char *folder, GError **error);
void backlog_free(Backlog *backlog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Backlog, backlog_free)

/* Put MESSAGE, from any thread, so that DURABILITY holds. *RET_FULL is set when the backlog holds
 * as much as it may (LIMIT_BACKLOG_FILES, LIMIT_BACKLOG_BYTES) and nothing was put. FALSE with
 * KITH_ERROR_IO. */
gboolean backlog_put(Backlog *backlog, BacklogKind kind, Span message, Durability durability,
	gboolean *ret_full, GError **error);

/* The paths of at most MOST messages of KIND, oldest first, as a new NULL-terminated array of new
 * strings. FALSE with KITH_ERROR_IO. */
gboolean backlog_list(
	Backlog *backlog, BacklogKind kind, guint most, char ***ret_paths, GError **error);
/* Messages of both kinds. */
guint backlog_count(const Backlog *backlog);
