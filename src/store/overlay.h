/* SPDX-License-Identifier: Apache-2.0
 *
 * The changes of one view that are not committed yet, found by key and given back in order. One
 * arena and one hash table: a change costs no allocation of its own.
 */
#pragma once

#include "store/kv-backend.h"

typedef struct Overlay Overlay;

/* TABLES is borrowed. */
Overlay *overlay_new(const KvTable *tables, guint table_count);
void overlay_free(Overlay *overlay);
void overlay_clear(Overlay *overlay);
gboolean overlay_is_empty(const Overlay *overlay);
/* Bytes in use. */
gsize overlay_bytes(const Overlay *overlay);

/* Note one change; the last one to the same row counts. KEY and VALUE (the member, for a SET) are
 * copied. */
void overlay_change(Overlay *overlay, guint table, KvChangeKind kind, Span key, Span value);

/* The value of KEY in a MAP: TRUE when there is a change to it, with *ret_value, whose data is NULL
 * for a deleted one. */
gboolean overlay_value(const Overlay *overlay, guint table, Span key, Span *ret_value);
/* Is there a change to KEY? */
gboolean overlay_touches(const Overlay *overlay, guint table, Span key);
/* Was any member removed from any SET? */
gboolean overlay_has_removed(const Overlay *overlay);
/* How many members of KEY in a SET are removed here. */
guint overlay_removed(const Overlay *overlay, guint table, Span key);
/* Bring MEMBERS (one after the other) of KEY in a SET up to date, with at most LIMIT members. */
void overlay_members(
	const Overlay *overlay, guint table, Span key, guint limit, GByteArray *members);

/* All changes as a new array of KvChange, sorted by table and row; borrows from OVERLAY until it
 * changes. */
GArray *overlay_sorted(const Overlay *overlay);
