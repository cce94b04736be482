/* SPDX-License-Identifier: Apache-2.0
 *
 * The reading side of the spool: its records in their order, also while they are being appended.
 * How far they were dealt with stands in a file of the reader's own, the cursor; the appending
 * process, which speaks with malware, need not be able to write there.
 */
#pragma once

#include "intake/complaints.h"
#include "intake/spool/spool-record.h"

typedef struct SpoolReader SpoolReader;

/* A reader of the spool SPOOL, which need not be there yet, that keeps its cursor in DIRECTORY,
 * made with mode 0700 when missing. COMPLAINTS is borrowed, and told of damage, which is passed
 * over. NULL with KITH_ERROR_STATE while another process reads it, KITH_ERROR_IO. */
SpoolReader *spool_reader_new(
	const char *spool, const char *directory, Complaints *complaints, GError **error);
void spool_reader_free(SpoolReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpoolReader, spool_reader_free)

/* Is there another whole record? Never waits. */
gboolean spool_reader_ready(SpoolReader *reader);
/* The next record, as spool_record_decode gives it, its content borrowed until the next call; FALSE
 * when there is none now. */
gboolean spool_reader_next(SpoolReader *reader, SpoolRecord *ret);
/* Where the next record begins, or will. */
SourcePlace spool_reader_place(const SpoolReader *reader);
/* Keep PLACE as the cursor, durably, remove the segments before it, and in its own what stands
 * before it. FALSE with KITH_ERROR_IO. */
gboolean spool_reader_settle(SpoolReader *reader, SourcePlace place, GError **error);
/* The spool could not be read: spool_reader_next gives nothing any more. */
gboolean spool_reader_failed(const SpoolReader *reader);
