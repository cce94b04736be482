/* SPDX-License-Identifier: Apache-2.0
 *
 * A source: a stream of raw messages out of what the user named, in a stable order. Containers are
 * read here, by small readers of our own that run without a sandbox and parse no mail.
 */
#pragma once

#include "base/span.h"

/* session.h */
typedef struct Session Session;
typedef struct Delivery Delivery;

/* A place in a spool, where a record begins or will; zero in other sources. */
typedef struct SourcePlace {
	guint64 segment;
	guint64 offset;
} SourcePlace;

typedef struct RawMessage {
	GBytes *bytes; /* at most LIMIT_MESSAGE; the "From " line and mboxrd quoting are undone */
	/* As shown: the file, "-" for standard input; for an mbox followed by "#N", N from 1. */
	char *path;
	gboolean cut; /* longer than LIMIT_MESSAGE, or the input broke off inside it */
	struct Delivery
		*delivery; /* how it was handed over (session.h), owned; NULL when not seen */
	SourcePlace place; /* what follows it in a spool; else zero */
} RawMessage;

typedef struct Source Source;

/* What a source says about an argument it cannot read; the stream goes on. PATH and MESSAGE are
 * borrowed. */
typedef void (*SourceComplaint)(const char *path, const char *message, gpointer user_data);

/* A source over PATHS (message files, directories, Maildirs, mboxes, each also .gz .zst .xz; "-" is
 * standard input), in the order given, directories sorted by bytes. Nothing is opened before
 * source_next. */
Source *source_new(const char *const *paths, SourceComplaint complain, gpointer user_data);

/* What a source of deliveries tells besides messages, within source_next. All is borrowed. */
typedef struct SourceEvents {
	SourceComplaint complain; /* may be NULL */
	/* The end of an SMTP session. */
	void (*session)(const Session *session, gpointer user_data);
	/* A password was sent in SESSION to log in to its account; may be NULL. To be hashed at
	 * once and kept nowhere: it is wiped when this returns. */
	void (*password)(const Session *session, Span password, gpointer user_data);
	/* The same of a password that was hashed before (Argon2id); may be NULL. */
	void (*hash)(const Session *session, const char *hash, gpointer user_data);
	/* A capture is opened: its run's tag and sample, new strings or NULL; may be NULL. */
	void (*run)(const char *path, char **ret_tag, char **ret_sample, gpointer user_data);
	gpointer user_data;
} SourceEvents;

/* A source of the messages that were sent over the network in captures (pcap, pcapng, each also .gz
 * .zst .xz), which may be several of one traffic, in its order. Each message's path is followed by
 * "#N", N counting from 1. */
Source *source_new_captures(const char *const *paths, const SourceEvents *events);
/* The same of the traffic on the network interface INTERFACE, until *STOP (borrowed) is not 0; that
 * it fails later is complained of. NULL with KITH_ERROR_IO when it cannot be listened on. */
Source *source_new_live(const char *interface, const volatile int *stop, const SourceEvents *events,
	GError **error);

/* A source of the messages that a sinkhole put into the spool of the state directory STATE, in its
 * order, each also written below STATE/raw, where its path points, and kept for RAW_DAYS days (0:
 * for ever). EVENTS are told of sessions and hashes. Reading begins where source_settle ended. With
 * STOP (borrowed, NULL: without) it waits for more until *STOP is not 0. NULL with KITH_ERROR_STATE
 * while another process reads the spool, KITH_ERROR_IO. */
Source *source_new_spool(const char *state, guint raw_days, const volatile int *stop,
	const SourceEvents *events, GError **error);
/* Where reading goes on, and: everything before PLACE was recorded durably, and need not be read
 * again. Only a spool has places; else nothing is done. FALSE with KITH_ERROR_IO. */
SourcePlace source_place(const Source *source);
gboolean source_settle(Source *source, SourcePlace place, GError **error);

/* TRUE when the next message may be long in coming: finish what there is before asking for it. */
gboolean source_is_live(const Source *source);
/* TRUE when it was given a stop flag and ends by itself; what it gave until then is to be done. */
gboolean source_stops(const Source *source);
/* Frames of captures read, and those of them that carried TCP; 0 without captures. */
void source_frames(const Source *source, guint64 *ret_frames, guint64 *ret_segments);

/* Call SILENT, within source_next, before standard input that has said nothing for
 * LIMIT_SILENCE_SECONDS is waited for any longer. */
typedef void (*SourceSilence)(gpointer user_data);
void source_set_silence(Source *source, SourceSilence silent, gpointer user_data);

void source_free(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

/* The next message, owned by the caller; NULL at the end, and, in a spool, before the next one is
 * waited for. Never fails: what cannot be read is complained of. */
RawMessage *source_next(Source *source);
/* After source_next gave NULL: nothing more comes. */
gboolean source_ended(const Source *source);
/* How many complaints there were so far. */
guint source_complaints(const Source *source);
/* Bytes read of bytes to read (compressed size as on disk), for a progress bar; total is 0 when
 * unknown. The first call after source_next walks all directories to add up their sizes. */
void source_progress(const Source *source, guint64 *ret_done, guint64 *ret_total);

void raw_message_free(RawMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RawMessage, raw_message_free)
