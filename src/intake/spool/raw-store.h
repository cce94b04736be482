/* SPDX-License-Identifier: Apache-2.0
 *
 * Raw messages as files under the name of their content: DIRECTORY/ab/cdef….eml is the one whose
 * SHA-256 is abcdef…. The same content stands there once, however often it comes.
 */
#pragma once

#include "base/span.h"

typedef struct RawStore RawStore;

/* The store in DIRECTORY, made with mode 0700 when missing. NULL with KITH_ERROR_IO. */
RawStore *raw_store_new(const char *directory, GError **error);
void raw_store_free(RawStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RawStore, raw_store_free)

/* Keep BYTES; the path of their file, a new string, or NULL with KITH_ERROR_IO. Durable after
 * raw_store_sync. */
char *raw_store_put(RawStore *store, Span bytes, GError **error);
/* Everything put so far is on disk when this returns TRUE; else KITH_ERROR_IO. */
gboolean raw_store_sync(RawStore *store, GError **error);
/* Remove what was last put before BEFORE (Unix seconds). What cannot be removed stays. */
void raw_store_expire(RawStore *store, gint64 before);

/* Remove what CHOSEN, called with each message, holds for; *RET_COUNT is how many. FALSE with
 * KITH_ERROR_IO. */
typedef gboolean (*RawChoice)(Span message, gpointer user_data);
gboolean raw_store_remove(
	RawStore *store, RawChoice chosen, gpointer user_data, guint *ret_count, GError **error);
