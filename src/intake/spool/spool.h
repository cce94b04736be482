/* SPDX-License-Identifier: Apache-2.0
 *
 * The append side of the spool: what a sinkhole saw, on disk before it is answered for, until it is
 * judged and recorded. One process appends, another reads (spool-reader.h). Hostile content is only
 * bytes here.
 */
#pragma once

#include "base/span.h"
#include "intake/capture/session.h"

typedef struct Spool Spool;

/* The run of a sample that something was seen in; borrowed, both may be NULL. */
typedef struct SpoolRun {
	const char *tag;
	const char *sample; /* SHA-256, 64 hexadecimal digits */
} SpoolRun;

/* The spool in DIRECTORY, made with mode 0700 when missing. What a crash left of an unfinished
 * record is cut off. NULL with KITH_ERROR_STATE while another process appends to it, with
 * KITH_ERROR_IO when it cannot be opened. */
Spool *spool_new(const char *directory, GError **error);
/* Syncs nothing. */
void spool_free(Spool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Spool, spool_free)

/* A message: DELIVERY with its session, CONTENT (its first LIMIT_MESSAGE bytes), CUT when that is
 * not all. Everything is borrowed; RUN may be NULL. Not durable before spool_sync. FALSE with
 * KITH_ERROR_IO when it could not be written, or would leave the disk with less room than
 * LIMIT_SPOOL_RESERVE: then nothing of it is kept, and the spool goes on. */
gboolean spool_append_message(Spool *spool, const Delivery *delivery, const SpoolRun *run,
	Span content, gboolean cut, GError **error);
/* The same of a session that ended, also without a message: the accounts that were tried. */
gboolean spool_append_session(
	Spool *spool, const Session *session, const SpoolRun *run, GError **error);
/* The same of a password seen for ACCOUNT in SESSION: HASH is its Argon2id string
 * (crypto_pwhash_str). */
gboolean spool_append_password(Spool *spool, const Session *session, const char *account,
	const char *hash, GError **error);

/* Everything appended so far is on disk when this returns TRUE: fdatasync of the segment, and fsync
 * of the directory when a segment was begun. One call serves many records (group commit). FALSE
 * with KITH_ERROR_IO: nothing appended since the last success may be answered for, and the spool
 * takes no more, since what the kernel dropped cannot be known. */
gboolean spool_sync(Spool *spool, GError **error);
