/* SPDX-License-Identifier: Apache-2.0
 *
 * A source: a stream of raw messages out of what the user named, in a stable order. Containers are
 * read here, by small readers of our own that run without a sandbox and parse no mail.
 */
#pragma once

#include <glib.h>

/* session.h */
typedef struct Session Session;
typedef struct Delivery Delivery;

typedef struct RawMessage {
	GBytes *bytes; /* at most LIMIT_MESSAGE; the "From " line and mboxrd quoting are undone */
	/* As shown: the file, "-" for standard input; for an mbox followed by "#N", N from 1. */
	char *path;
	gboolean cut; /* longer than LIMIT_MESSAGE, or the input broke off inside it */
	struct Delivery
		*delivery; /* how it was handed over (session.h), owned; NULL when not seen */
} RawMessage;

typedef struct Source Source;

/* What a source says about an argument it cannot read; the stream goes on. PATH and MESSAGE are
 * borrowed. */
typedef void (*SourceComplaint)(const char *path, const char *message, gpointer user_data);

/* A source over PATHS (message files, directories, Maildirs, mboxes, each also .gz .zst .xz; "-" is
 * standard input), in the order given, directories sorted by bytes. Nothing is opened before
 * source_next. */
Source *source_new(const char *const *paths, SourceComplaint complain, gpointer user_data);

/* The end of an SMTP session in a capture; borrowed. */
typedef void (*SourceSession)(const Session *session, gpointer user_data);

/* A source of the messages that were sent over the network in captures (pcap, pcapng, each also .gz
 * .zst .xz), which may be several of one traffic, in its order. Each message's path is followed by
 * "#N", N counting from 1. SESSION is called at the end of each session, within source_next. */
Source *source_new_captures(const char *const *paths, SourceSession session,
	SourceComplaint complain, gpointer user_data);
/* The same of the traffic on the network interface INTERFACE, until *STOP (borrowed) is not 0. NULL
 * with KITH_ERROR_IO when it cannot be listened on. */
Source *source_new_live(const char *interface, const volatile int *stop, SourceSession session,
	SourceComplaint complain, gpointer user_data, GError **error);
/* TRUE when the next message may be long in coming: finish what there is before asking for it. */
gboolean source_is_live(const Source *source);
/* Frames of captures read, and those of them that carried TCP; 0 without captures. */
void source_frames(const Source *source, guint64 *ret_frames, guint64 *ret_segments);

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
