/* SPDX-License-Identifier: Apache-2.0
 *
 * A record of the spool and the bytes it is written as: its length and CRC-32 (both 32 bits, least
 * byte first), then what it says. A record that a crash left unfinished, a damaged one and one that
 * claims too much are told from whole ones.
 */
#pragma once

#include "intake/spool/spool.h"

/* Length and checksum. */
#define SPOOL_HEADER_BYTES 8

typedef enum SpoolRecordKind {
	SPOOL_MESSAGE = 1,
	SPOOL_SESSION = 2,
	SPOOL_PASSWORD = 3,
} SpoolRecordKind;

typedef struct SpoolRecord {
	SpoolRecordKind kind;
	/* Of a message all; else only its session, which has the run. */
	Delivery *delivery;
	gboolean cut;
	Span content;  /* of a message; borrowed from the bytes decoded */
	char *account; /* of a password */
	char *hash;
} SpoolRecord;

/* Begin the record KIND in BYTES, which are emptied: all but the content of a message. */
void spool_record_begin(GByteArray *bytes, SpoolRecordKind kind, const SpoolRun *run);
void spool_record_put_session(GByteArray *bytes, const Session *session);
void spool_record_put_delivery(GByteArray *bytes, const Delivery *delivery, gboolean cut);
void spool_record_put_text(GByteArray *bytes, const char *text);
/* The record in BYTES is whole but for CONTENT, which follows: writes length and checksum. */
void spool_record_finish(GByteArray *bytes, Span content);

/* How many bytes follow the header HEADER of SPOOL_HEADER_BYTES; 0 when it is none. */
gsize spool_record_length(const guint8 *header);
/* Do the bytes BODY belong to HEADER? */
gboolean spool_record_matches(const guint8 *header, Span body);
/* Read BODY, the bytes after a header. FALSE when they are no record; else RET owns all but its
 * content until spool_record_clear. */
gboolean spool_record_decode(Span body, SpoolRecord *ret);
void spool_record_clear(SpoolRecord *record);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SpoolRecord, spool_record_clear)
