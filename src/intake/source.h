/* SPDX-License-Identifier: Apache-2.0
 *
 * A source: a stream of raw messages out of what the user named, in a stable order. Containers are
 * read here, by small readers of our own that run without a sandbox and parse no mail.
 */
#pragma once

#include <glib.h>

typedef struct RawMessage {
	GBytes *bytes; /* at most LIMIT_MESSAGE; the "From " line and mboxrd quoting are undone */
	/* As shown: the file, "-" for standard input; for an mbox followed by "#N", N from 1. */
	char *path;
	gboolean cut; /* longer than LIMIT_MESSAGE, or the input broke off inside it */
} RawMessage;

typedef struct Source Source;

/* What a source says about an argument it cannot read; the stream goes on. PATH and MESSAGE are
 * borrowed. */
typedef void (*SourceComplaint)(const char *path, const char *message, gpointer user_data);

/* A source over PATHS (message files, directories, Maildirs, mboxes, each also .gz .zst .xz; "-" is
 * standard input), in the order given, directories sorted by bytes. Nothing is opened before
 * source_next. */
Source *source_new(const char *const *paths, SourceComplaint complain, gpointer user_data);
void source_free(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

/* The next message, owned by the caller; NULL at the end. Never fails: what cannot be read is
 * complained of. */
RawMessage *source_next(Source *source);
/* How many complaints there were so far. */
guint source_complaints(const Source *source);
/* Bytes read of bytes to read (compressed size as on disk), for a progress bar; total is 0 when
 * unknown. The first call after source_next walks all directories to add up their sizes. */
void source_progress(const Source *source, guint64 *ret_done, guint64 *ret_total);

void raw_message_free(RawMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RawMessage, raw_message_free)
