/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of a spool, its segments: records one after another behind a mark. Their names are
 * numbers that only grow. A segment that another one follows is never written again.
 */
#pragma once

#include <glib.h>

/* "kithsp" and the version of the format. */
#define SPOOL_SEGMENT_MARK       "kithsp\0\1"
#define SPOOL_SEGMENT_MARK_BYTES 8

/* What stands at a place in a segment. */
typedef enum SpoolPlace {
	SPOOL_PLACE_RECORD,
	SPOOL_PLACE_END,  /* the end of the file, exactly */
	SPOOL_PLACE_TORN, /* less than a record, or a damaged one */
} SpoolPlace;

/* The numbers of all segments in DIRECTORY, ascending (of guint64); empty when it cannot be read.
 */
GArray *spool_segment_list(const char *directory);
/* The path of segment NUMBER; new string. */
char *spool_segment_path(const char *directory, guint64 number);
/* The record at OFFSET of the segment DESCRIPTOR: its bytes without header into BODY, which is
 * replaced. FALSE with KITH_ERROR_IO when it cannot be read. */
gboolean spool_segment_read(
	int descriptor, guint64 offset, GByteArray *body, SpoolPlace *ret, GError **error);
/* Where the next whole record stands behind what is torn at OFFSET: first where the torn one says
 * that it ends, since a message can hold what looks like a record, then anywhere. *RET is 0 when
 * there is none, or none was found within LIMIT_SPOOL_SEARCH. BODY is scratch. FALSE as above. */
gboolean spool_segment_search(
	int descriptor, guint64 offset, GByteArray *body, guint64 *ret, GError **error);
